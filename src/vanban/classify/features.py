"""What is known of a sentence before it is judged: its cues, its place, and what is announced above it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from vanban.classify.cues import bare, find_cues, heading_contexts
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
    lead_in: str | None  # the block that announces the list, its last 400 code points
    lead_cues: frozenset[str]
    first_in_block: bool
    last_in_block: bool
    place: float  # 0 = start of document, 1 = end
    doc_type: str | None


_HEAD_FIELDS = frozenset(
    ("number", "symbol", "issuer", "parent_issuer", "place", "issued_on", "doc_type", "subject", "recipients")
)
_MAX_HEAD_GAP = 600  # code points between two fields of one letterhead


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


def find_contexts(
    document: Document, outline: Outline, sentences: Sequence[Sentence], letterhead: Letterhead
) -> list[Context]:
    """Give the context of each sentence, in order."""
    head_end, foot_start, foot_end = _zones(document, outline, letterhead)
    heading_blocks = {section.block for section in outline.sections}
    lead_cache: dict[int, tuple[str, frozenset[str]]] = {}
    path_cache: dict[int | None, tuple[tuple[tuple[str, ...], ...], tuple[str, ...]]] = {}
    contexts: list[Context] = []
    length = max(len(document.text), 1)
    for index, (span, block_index) in enumerate(sentences):
        block = document.blocks[block_index]
        text = span.of(document.text)
        words = bare(text)
        marker = leading_marker(block.span.of(document.text))
        is_heading = block_index in heading_blocks
        section = outline.section_of[block_index]
        if is_heading and section is not None and outline.sections[section].block == block_index:
            section = outline.sections[section].parent
        if section not in path_cache:
            path_cache[section] = _above(outline, section)
        lead = outline.lead_in_of[block_index]
        if lead is not None and lead not in lead_cache:
            lead_text = document.blocks[lead].span.of(document.text)[-400:]
            lead_cache[lead] = lead_text, frozenset(find_cues(bare(lead_text)))
        lead_words_cues = lead_cache[lead] if lead is not None else (None, frozenset[str]())
        zone = HEAD if span.start < head_end else FOOT if foot_start <= span.start < foot_end else BODY
        contexts.append(
            Context(
                text=text,
                words=words,
                cues=frozenset(find_cues(words)),
                kind=block.kind,
                marker=marker.kind if marker else "",
                zone=zone,
                is_heading=is_heading,
                headings=path_cache[section][0],
                heading_titles=path_cache[section][1],
                lead_in=lead_words_cues[0],
                lead_cues=lead_words_cues[1],
                first_in_block=index == 0 or sentences[index - 1].block != block_index,
                last_in_block=index + 1 == len(sentences) or sentences[index + 1].block != block_index,
                place=span.start / length,
                doc_type=letterhead.doc_type,
            )
        )
    return contexts


def _above(outline: Outline, section: int | None) -> tuple[tuple[tuple[str, ...], ...], tuple[str, ...]]:
    titles: list[str] = []
    while section is not None:
        titles.append(outline.sections[section].title)
        section = outline.sections[section].parent
    return tuple(heading_contexts(title) for title in titles), tuple(titles)
