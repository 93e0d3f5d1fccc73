"""A document: one immutable text, with the spans that its blocks, lines and tables are."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from vanban.model.layout import Block, Line, Notice, Page, Signature, Table
from vanban.model.spans import Box, Span
from vanban.model.structure import Letterhead


@dataclass(frozen=True)
class Document:
    source: str  # file name or path as given
    media_type: str
    text: str
    blocks: tuple[Block, ...] = ()
    tables: tuple[Table, ...] = ()
    lines: tuple[Line, ...] = ()  # sorted by span; empty where the format has no pages
    pages: tuple[Page, ...] = ()
    notices: tuple[Notice, ...] = ()
    sha256: str | None = None
    properties: Mapping[str, str] = field(default_factory=dict)  # title, author, … as the file states them
    signatures: tuple[Signature, ...] = ()  # in the order of signing
    header: Letterhead | None = None  # as the package states it that the document came in; wins over the page

    @cached_property
    def _line_starts(self) -> list[int]:
        return [line.span.start for line in self.lines]

    @cached_property
    def _block_starts(self) -> list[int]:
        return [block.span.start for block in self.blocks]

    def block_at(self, offset: int) -> int | None:
        """Give the index of the block that holds the offset."""
        index = bisect_right(self._block_starts, offset) - 1
        return index if index >= 0 and offset < self.blocks[index].span.end else None

    def page_of(self, span: Span) -> int | None:
        """Give the page on which the span starts."""
        index = bisect_right(self._line_starts, span.start) - 1
        if index >= 0:
            return self.lines[index].page
        block = self.block_at(span.start)
        return self.blocks[block].page if block is not None else None

    def boxes_of(self, span: Span) -> list[tuple[int, Box]]:
        """Give (page, box) for each line that the span touches; a part of a line is cut by its share of characters."""
        found: list[tuple[int, Box]] = []
        first = max(bisect_right(self._line_starts, span.start) - 1, 0)
        for index in range(first, len(self.lines)):
            line = self.lines[index]
            if line.span.start >= span.end:
                break
            if not line.span.overlaps(span):
                continue
            length = line.span.end - line.span.start
            width = line.box.x1 - line.box.x0
            left = max(span.start - line.span.start, 0) / length
            right = min(span.end - line.span.start, length) / length
            found.append(
                (line.page, Box(line.box.x0 + width * left, line.box.top, line.box.x0 + width * right, line.box.bottom))
            )
        return found
