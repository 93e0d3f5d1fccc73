"""What is known of a sentence before it is judged: its cues, its place, and what is announced above it."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from vanban.classify.cues import CueWords, bare, find_cues, heading_contexts, read_cues
from vanban.model import BlockKind, Document, Letterhead, Outline, Sentence
from vanban.text import leading_marker

BODY, HEAD, FOOT, ANNEX = "body", "head", "foot", "annex"


@dataclass(frozen=True, slots=True)
class Context:
    """A sentence as the judge sees it."""

    text: str  # surface
    words: str  # canonical, without leading number or bullet
    cues: frozenset[str]
    kind: BlockKind
    marker: str  # kind of leading marker, "" = none
    zone: str  # BODY, HEAD (letterhead), FOOT (recipients, signature)
    is_heading: bool
    headings: tuple[tuple[str, ...], ...]  # contexts of each heading above, innermost first
    heading_titles: tuple[str, ...]  # innermost first
    lead_in: str | None  # the block that announces the list, its last code points
    lead_cues: frozenset[str]
    outer_lead: str | None  # the block that announces the list around this one
    outer_cues: frozenset[str]
    first_in_block: bool
    last_in_block: bool
    place: float  # 0 = start of document, 1 = end
    doc_type: str | None
    turn: str = ""  # what the text above last turned to: "cause" from "Nguyên nhân …" on; "" after a heading
    turned_near: bool = False
    cue_words: tuple[CueWords, ...] = ()  # what shows the cues
    plain: frozenset[str] = frozenset()  # cues by which annotation decides, kept from the trained judge
    row_number: int = 0  # code points of a bare number that opens it: "91 Đề nghị …"

    @property
    def n_failings(self) -> int:
        """How many cues tell of a failing."""
        return sum(cue.startswith("diff.") for cue in self.cues)

    @property
    def is_alone(self) -> bool:
        """Whether it is all of its paragraph."""
        return self.first_in_block and self.last_in_block

    @property
    def is_prose(self) -> bool:
        """Whether it is a sentence of an article, or of a text without letterhead."""
        return self.doc_type in (None, "bai_bao") and not self.is_heading and "lead.colon" not in self.cues

    @property
    def is_question(self) -> bool:
        return self.text.rstrip('”" ').endswith("?")

    @property
    def is_title(self) -> bool:
        """Whether it is the title of an article: its first line, without a full stop."""
        is_first = self.is_alone and self.place == 0.0
        return is_first and self.is_prose and not self.text.rstrip('”" ').endswith((".", "!", "…", ";", ","))

    @property
    def is_headline(self) -> bool:
        """Whether it may be a subhead or a caption of an article: a short line by itself without a full stop."""
        if not (self.is_alone and self.is_prose) or self.marker or self.lead_in is not None:
            return False
        return self.text.rstrip()[-1:] not in _STOPS and len(self.text.split()) <= _MAX_HEADLINE


@lru_cache(maxsize=2000)
def families_of(cues: frozenset[str]) -> tuple[str, ...]:
    """Name the families of cues, in order: "diff" of "diff.lack"."""
    return tuple(sorted({cue.split(".")[0] for cue in cues}))


# What a sentence turns to: "Tuy nhiên, …", "Nguyên nhân là …", "Thời gian tới, …"
_TURNS = {
    "cause.noun": "cause", "ask.verb_start": "ask", "plan.toward": "plan", "diff.however": "diff", "done.period": "done"
}  # fmt: skip
_PLAIN = "sure."
_STOPS = '.!?…:;,”")'
_MAX_HEADLINE = 30  # words
_NEAR = 3  # sentences
_BESIDES = ("bên cạnh đó", "cạnh đó", "ngoài ra", "mặt khác", "đồng thời", "thậm chí")  # one more of the same
_HEAD_FIELDS = frozenset(
    ("number", "symbol", "issuer", "parent_issuer", "place", "issued_on", "doc_type", "subject", "recipients")
)
_MAX_HEAD_BLOCK = 250  # code points of a paragraph of several sentences in a letterhead
_MAX_LEAD = 400  # code points that are read of a lead-in
_ROW_NUMBER = re.compile(r"(\d{1,3})(?: (?=[^\W\d_])|(?=[^\W\d_]{2})(?![a-zà-ỹ]))")
_COUNTS_ON = (-3, -2, -1, 1, 2, 3)  # blocks
_MAX_ANNOUNCING, _FIRST_WORDS = 7, 4  # words of a title
_MAX_HEAD_GAP = 300  # code points between two fields of one letterhead


def _zones(document: Document, outline: Outline, letterhead: Letterhead) -> tuple[int, int, int]:
    """Give the offsets at which the letterhead ends, and at which the closing block starts and ends."""
    spans = letterhead.spans
    foot = [span for key, span in spans.items() if key.split(".")[0] in ("cc", "signer")]
    foot_start = min((span.start for span in foot), default=len(document.text))
    foot_end = max((span.end for span in foot), default=len(document.text))
    first_section = min((document.blocks[s.block].span.start for s in outline.sections), default=foot_start)
    head_end = 0
    for start, end in sorted(span for key, span in spans.items() if key in _HEAD_FIELDS):
        # a field can be told by an annex caption or by the running text; those make no letterhead
        if start < min(first_section, foot_start) and start - head_end <= _MAX_HEAD_GAP:
            head_end = max(head_end, end)
    return head_end, foot_start, foot_end


class _Leads:
    """What announces each block: its own lead-in, or the line ending in ":" right above; and what announces that."""

    def __init__(self, document: Document, outline: Outline, heading_blocks: set[int]) -> None:
        self._document, self._outline, self._headings = document, outline, heading_blocks
        self._read: dict[int, tuple[str, frozenset[str]]] = {}

    def read(self, lead: int | None) -> tuple[str | None, frozenset[str]]:
        """Give the words and cues of a lead-in."""
        if lead is None:
            return None, frozenset()
        if lead not in self._read:
            text = self._document.blocks[lead].span.of(self._document.text)[-_MAX_LEAD:]
            self._read[lead] = text, frozenset(cue for cue in find_cues(bare(text)) if not cue.startswith(_PLAIN))
        return self._read[lead]

    def of(self, block: int) -> int | None:
        lead = self._outline.lead_in_of[block]
        if lead is not None or block == 0 or block in self._headings or block - 1 in self._headings:
            return lead
        above = self._document.blocks[block - 1]
        text = above.span.of(self._document.text)
        return block - 1 if above.kind is not BlockKind.TABLE and text.rstrip().endswith(":") else None

    def around(self, block: int) -> int | None:
        """Give what announces the lead-in of a block."""
        lead = self._outline.lead_in_of[block]
        return None if lead is None else self._outline.lead_in_of[lead]


def find_contexts(
    document: Document, outline: Outline, sentences: Sequence[Sentence], letterhead: Letterhead
) -> list[Context]:
    """Give the context of each sentence, in order."""
    head_end, foot_start, foot_end = _zones(document, outline, letterhead)
    heading_blocks = {section.block for section in outline.sections}
    leads = _Leads(document, outline, heading_blocks)
    above: dict[int | None, _Above] = {}
    contexts: list[Context] = []
    length = max(len(document.text), 1)
    row_numbers = _row_numbers(document)
    turns = _Turns()
    for index, (span, block_index) in enumerate(sentences):
        block = document.blocks[block_index]
        text = span.of(document.text)
        row_number = row_numbers.get(block_index, 0) if span.start == block.span.start else 0
        words = bare(text[row_number:])
        first = index == 0 or sentences[index - 1].block != block_index
        last = index + 1 == len(sentences) or sentences[index + 1].block != block_index
        is_heading = block_index in heading_blocks
        if first:  # what all sentences of a block share
            marker = leading_marker(block.span.of(document.text))
            section = _section_above(outline, block_index, is_heading=is_heading)
            if section not in above:
                above[section] = _above(outline, section)
            lead_in, lead_cues = leads.read(leads.of(block_index))
            outer_lead, outer_cues = leads.read(leads.around(block_index))
        zone = HEAD if span.start < head_end else FOOT if foot_start <= span.start < foot_end else BODY
        if zone == HEAD and not (first and last) and block.span.end - block.span.start > _MAX_HEAD_BLOCK:
            zone = BODY  # prose that names an act where a letterhead would
        found = read_cues(words)
        plain = frozenset(cue for cue in found if cue.startswith(_PLAIN))
        cues = frozenset(found) - plain
        turn, turned_near = turns.at(is_heading=is_heading)
        contexts.append(
            Context(
                text=text,
                words=words,
                cues=cues,
                cue_words=tuple([shown for cue in sorted(cues) for shown in found[cue]]),
                plain=plain,
                kind=block.kind,
                marker=marker.kind if marker else "",
                zone=zone,
                is_heading=is_heading,
                headings=above[section].headings,
                heading_titles=above[section].titles,
                lead_in=lead_in,
                lead_cues=lead_cues,
                outer_lead=outer_lead,
                outer_cues=outer_cues,
                first_in_block=first,
                last_in_block=last,
                place=span.start / length,
                doc_type=letterhead.doc_type,
                turn=turn,
                turned_near=turned_near,
                row_number=row_number,
            )
        )
        turns.see(cues, words)
    return contexts


def _row_numbers(document: Document) -> dict[int, int]:
    """Give the length of the bare number ("91 Đề nghị …") that opens a block, where its neighbours count on."""
    numbers: dict[int, tuple[int, int]] = {}
    for index, block in enumerate(document.blocks):
        if match := _ROW_NUMBER.match(document.text, block.span.start, block.span.end):
            numbers[index] = int(match[1]), len(match[0])
    return {
        index: length
        for index, (number, length) in numbers.items()
        if any(numbers.get(index + k, (0, 0))[0] == number + (1 if k > 0 else -1) for k in _COUNTS_ON if index + k >= 0)
    }


class _Turns:
    """What the text above last turned to, from sentence to sentence."""

    def __init__(self) -> None:
        self._turn, self._since = "", 0

    def at(self, *, is_heading: bool) -> tuple[str, bool]:
        """Give what holds at the next sentence, and whether the turn is near."""
        if is_heading:
            self._turn = ""
        return self._turn, bool(self._turn) and self._since < _NEAR

    def see(self, cues: Collection[str], words: str) -> None:
        """Take a sentence in by its cues and words."""
        self._since += 1
        turned = next((turn for cue, turn in _TURNS.items() if cue in cues), "")
        if turned and not (self._turn == "cause" and words.startswith(_BESIDES)):
            self._turn, self._since = turned, 0


class _Above(NamedTuple):
    """The headings above, innermost first."""

    headings: tuple[tuple[str, ...], ...]  # what each announces
    titles: tuple[str, ...]


def _section_above(outline: Outline, block: int, *, is_heading: bool) -> int | None:
    """Give the section that a block stands in; of a heading, the one around its own."""
    section = outline.section_of[block]
    if is_heading and section is not None and outline.sections[section].block == block:
        return outline.sections[section].parent
    return section


def _above(outline: Outline, section: int | None) -> _Above:
    titles: list[str] = []
    while section is not None:
        titles.append(outline.sections[section].title)
        section = outline.sections[section].parent
    return _Above(tuple(announced_by(title) for title in titles), tuple(titles))


def announced_by(title: str) -> tuple[str, ...]:
    """Give what a heading announces; a long one only by its first words, for it rather tells something."""
    if leading_marker(title) is None and len(title.split()) > _MAX_ANNOUNCING:
        title = " ".join(title.split()[:_FIRST_WORDS])
    return heading_contexts(title)
