"""An analysis as a spaCy document: tokens, sentences, names as entities, facts as span groups.

For displaCy, for spaCy's matchers, and for training spaCy components on what vanban found (DocBin).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from vanban.model import Analysis, NameKind

if TYPE_CHECKING:
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

_TOKEN = re.compile(r"\d[\d.,/]*\d|\w+|\s(?=\s)|[^\w\s]|\n|\t")
_ENTITY = {NameKind.ORGANIZATION: "ORG", NameKind.PERSON: "PER", NameKind.PLACE: "LOC"}
GROUPS = ("citations", "dates", "figures", "indicators", "statements")


def to_spacy(analysis: Analysis, vocab: Vocab | None = None) -> Doc:
    """Give the document's text as a spaCy Doc.

    `doc.ents` are names (ORG, PER, LOC); `doc.spans["statements"]` and the like are the facts with their label: that
    of a statement, the type of a citation, the kind of a figure. Spans are widened to whole tokens.
    """
    from spacy.tokens import Doc
    from spacy.util import filter_spans
    from spacy.vocab import Vocab

    text = analysis.document.text
    words, spaces = split_tokens(text)
    doc = Doc(vocab or Vocab(), words=words, spaces=spaces)
    names = [(name.span, _ENTITY[name.kind]) for name in analysis.names]
    doc.set_ents(filter_spans(_spans(doc, names)))
    labelled: dict[str, list[tuple[Any, str]]] = {
        "citations": [(c.span, c.doc_type) for c in analysis.citations],
        "dates": [(d.span, d.mod or "date") for d in analysis.dates],
        "figures": [(f.span, f.kind) for f in analysis.figures],
        "indicators": [(i.span, i.status or "indicator") for i in analysis.indicators],
        "statements": [(s.span, s.label) for s in analysis.statements],
    }
    for group in GROUPS:
        doc.spans[group] = _spans(doc, labelled[group])
    return doc


def split_tokens(text: str) -> tuple[list[str], list[bool]]:
    """Split a text into tokens, and tell for each whether one space follows; joined again they give the text."""
    words: list[str] = []
    spaces: list[bool] = []
    at = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        end = match.end() if match else at + 1
        words.append(text[at:end])
        follows = text[end : end + 1] == " "
        spaces.append(follows)
        at = end + follows
    return words, spaces


def _spans(doc: Doc, labelled: Iterable[tuple[Any, str]]) -> list[Any]:
    found = (doc.char_span(span.start, span.end, label=label, alignment_mode="expand") for span, label in labelled)
    return [span for span in found if span is not None]
