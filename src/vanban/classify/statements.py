"""Labels, topics and addressees of all sentences of a document."""

from __future__ import annotations

from collections.abc import Sequence

from vanban.classify.addressee import find_addressee
from vanban.classify.features import find_contexts
from vanban.classify.rules import score_labels
from vanban.classify.topics import choose_topics
from vanban.model import Document, Letterhead, Outline, Sentence, Statement
from vanban.text import canonical

TOPIC_LABELS = ("difficulty", "cause", "proposal")


def label_statements(
    document: Document, outline: Outline, sentences: Sequence[Sentence], letterhead: Letterhead
) -> tuple[Statement, ...]:
    """Judge each sentence; one statement a sentence, in order."""
    statements: list[Statement] = []
    for sentence, context in zip(sentences, find_contexts(document, outline, sentences, letterhead), strict=True):
        scores = score_labels(context)
        label, second = sorted(scores, key=lambda name: -scores[name])[:2]
        above = canonical(" ".join((context.lead_in or "", *context.heading_titles[:1])))
        topics = choose_topics(context.words, context=above) if label in TOPIC_LABELS else ()
        addressee = None
        if label == "proposal":
            addressee = find_addressee(context.text, lead_in=context.lead_in, headings=context.heading_titles)
        statements.append(
            Statement(
                sentence.span, context.text, label, topics, addressee, second,
                document.page_of(sentence.span), round(scores[label], 4), "statements.rules",
            )
        )  # fmt: skip
    return tuple(statements)
