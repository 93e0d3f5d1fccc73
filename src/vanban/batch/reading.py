"""Whether a document has to be read again, or can be analysed again as it was read and stored.

Reading, above all OCR, takes many times as long as the analysis. Each document is stored with a mark of the code that
read it; where the code is the same, only the stages after it are done anew.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

import vanban
from vanban.model import Document
from vanban.read.ocr import OcrMode
from vanban.version import __version__

_CODE = ("read", "model/document.py", "model/layout.py", "model/spans.py", "text.py", "lexicon/rows.py")
_LEXICON = ("doc_types", "legacy", "syllable")  # beginnings of the names of what readers use


@cache
def reader_mark(ocr: OcrMode) -> str:
    """Name the code that reads, and how: another where any of its files has changed.

    Tesseract, LibreOffice and the libraries are not in it: when one of them is renewed, ingest into a new archive.
    """
    digest = hashlib.blake2b(ocr.encode(), digest_size=8)
    files = sorted(_files(Path(vanban.__file__).parent))
    for path in files:
        digest.update(path.read_bytes())
    return digest.hexdigest() if files else __version__  # of a program without source files


def _files(program: Path) -> list[Path]:
    found: list[Path] = []
    for name in _CODE:
        path = program / name
        found += path.rglob("*") if path.is_dir() else [path]
    found += (path for name in _LEXICON for path in (program / "lexicon").rglob(f"{name}*"))
    return [path for path in found if path.is_file() and path.suffix != ".pyc"]


def mark_for(document: Document, ocr: OcrMode) -> str | None:
    """Give the mark that a document is stored with; None where its rows do not say all that was read."""
    pages = {page.number for page in document.pages}
    whole = document.header is None and document.sha256 is not None and "\0" not in document.text
    return reader_mark(ocr) if whole and all(line.page in pages for line in document.lines) else None
