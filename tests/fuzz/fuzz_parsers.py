"""Coverage-guided fuzzing of one parser: python tests/fuzz/fuzz_parsers.py TARGET [libFuzzer options] [FOLDER…]

TARGET: one of TARGETS below. A finding is any exception but the program's own errors, and any input that takes longer than -timeout.
What was found is kept in tests/fuzz/found as a file a finding; test_findings.py runs them all.
Needs atheris (Apache-2.0), which is no dependency of the project: pip install atheris.
"""

from __future__ import annotations

import io
import logging
import sys
from collections.abc import Callable

import atheris

with atheris.instrument_imports(include=["vanban"]):
    from vanban import analyse_text
    from vanban.errors import VanbanError
    from vanban.read import libreoffice, read_bytes, word97
    from vanban.read.bundle import Source
    from vanban.read.bundle_edxml import open_edxml
    from vanban.read.plain import read_plain
    from vanban.read.sniff import sniff
    from vanban.store.query import parse_query


def read_anything(data: bytes) -> None:
    read_bytes(data, source="a", ocr="never")


def judge_text(data: bytes) -> None:
    analyse_text(data.decode("utf-8", "replace"))


def read_word97(data: bytes) -> None:
    word97.read_doc(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + data, source="a.doc")


def read_rtf(data: bytes) -> None:
    word97.read_rtf(b"{\\rtf1" + data, source="a.rtf")


def read_edxml(data: bytes) -> None:
    for entry in open_edxml(Source(io.BytesIO(data), "a.edxml", len(data))):
        if entry.problem is None:
            read_bytes(entry.data, source=entry.name, ocr="never")


def read_query(data: bytes) -> None:
    parse_query(data.decode("utf-8", "replace"))


TARGETS: dict[str, Callable[[bytes], object]] = {
    "read": read_anything,
    "text": judge_text,
    "doc": read_word97,
    "rtf": read_rtf,
    "plain": lambda data: read_plain(data, source="a.txt"),
    "edxml": read_edxml,
    "sniff": sniff,
    "query": read_query,
}


def main() -> None:
    target = TARGETS[sys.argv.pop(1)]
    logging.disable()
    # the parsers of this project are what is tried, not LibreOffice
    for module in (libreoffice, word97):
        module.can_write = lambda target: False  # type: ignore[attr-defined]

    def run(data: bytes) -> None:
        try:
            target(data)
        except VanbanError:
            return

    atheris.Setup(sys.argv, run)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
