"""What fuzzing (fuzz_parsers.py) has found: each file is read or refused by a named error, never by a fault of ours."""

from __future__ import annotations

from pathlib import Path

import pytest

from vanban import analyse_text
from vanban.errors import VanbanError
from vanban.read import read_bytes
from vanban.store.query import parse_query

FOUND = sorted((Path(__file__).parent / "found").iterdir())


def test_there_are_findings() -> None:
    assert FOUND


@pytest.mark.parametrize("file", FOUND, ids=lambda file: file.name)
def test_finding(file: Path) -> None:
    data = file.read_bytes()
    kind = file.name.split("-")[0]
    try:
        if kind == "text":
            assert analyse_text(data.decode("utf-8", "replace")) is not None
        elif kind == "query":
            assert parse_query(data.decode("utf-8", "replace")) is not None
        else:
            assert read_bytes(data, source="a", ocr="never") is not None
    except VanbanError as error:
        assert str(error)
