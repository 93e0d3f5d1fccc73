"""Documents from short strings: one block a line."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

import pytest

from vanban.model import BlockKind, Document, Style
from vanban.read.builder import DocumentBuilder, Piece
from vanban.text import leading_marker

Lay = Callable[[str], Document]


@pytest.fixture(params=["NFC", "NFD"])
def lay(request: pytest.FixtureRequest) -> Lay:
    """Give a function that lays a text down, one block a line; "**…**" is bold. Runs in both normal forms."""

    def build(text: str) -> Document:
        builder = DocumentBuilder("test.txt", "text/plain")
        for line in unicodedata.normalize(request.param, text).strip("\n").split("\n"):
            bold = line.startswith("**") and line.endswith("**")
            words = line.strip("*") if bold else line
            marker = leading_marker(unicodedata.normalize("NFC", words))
            kind = BlockKind.LIST_ITEM if marker and marker.kind == "bullet" else BlockKind.PARAGRAPH
            builder.add_block(kind, [Piece(words)], style=Style(bold=bold or None))
        return builder.build()

    return build
