"""The central types. Imports only the standard library.

A `Document` is one immutable NFC text; blocks, tables, lines and facts are spans of it.
Offsets count code points of `Document.text`, half-open. Pages count from 1; None means
that the format has no pages. Boxes are in points, origin at the top left of the page as shown.
"""

from __future__ import annotations

from vanban.model.analysis import Analysis
from vanban.model.document import Document
from vanban.model.facts import LABELS, TOPICS, Citation, Date, Figure, Indicator, Name, NameKind, Statement
from vanban.model.layout import COLUMN_NUMBER, Block, BlockKind, Cell, Line, Notice, Page, Signature, Style, Table
from vanban.model.spans import Box, Span
from vanban.model.structure import Letterhead, Outline, Section, Sentence, Signer

__all__ = [
    "COLUMN_NUMBER",
    "LABELS",
    "TOPICS",
    "Analysis",
    "Block",
    "BlockKind",
    "Box",
    "Cell",
    "Citation",
    "Date",
    "Document",
    "Figure",
    "Indicator",
    "Letterhead",
    "Line",
    "Name",
    "NameKind",
    "Notice",
    "Outline",
    "Page",
    "Section",
    "Sentence",
    "Signature",
    "Signer",
    "Span",
    "Statement",
    "Style",
    "Table",
]
