"""What fuzzing (fuzz_parsers.py) has found: each file is read or refused by a named error, never by a fault of ours."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from vanban import analyse_text
from vanban.errors import VanbanError
from vanban.read import read_bytes, word97
from vanban.read.bundle import Source
from vanban.read.bundle_edxml import open_edxml
from vanban.store.query import parse_query

FOUND = sorted((Path(__file__).parent / "found").iterdir())


def test_there_are_findings() -> None:
    assert FOUND


@pytest.mark.parametrize("file", FOUND, ids=lambda file: file.name)
def test_finding(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = file.read_bytes()
    kind = file.name.split("-")[0]
    try:
        if kind == "text":
            assert analyse_text(data.decode("utf-8", "replace")) is not None
        elif kind == "query":
            assert parse_query(data.decode("utf-8", "replace")) is not None
        elif kind == "doc":  # our own reader, where there is no LibreOffice
            monkeypatch.setattr(word97, "can_write", lambda target: False)
            assert word97.read_doc(data, source="a") is not None
        elif kind == "edxml":
            assert list(open_edxml(Source(io.BytesIO(data), "a", len(data))))
        else:
            assert read_bytes(data, source="a", ocr="never") is not None
    except VanbanError as error:
        assert str(error)
