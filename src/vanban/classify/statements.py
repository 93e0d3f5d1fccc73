"""Labels, topics and addressees of all sentences of a document."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from pathlib import Path

from vanban.classify.addressee import find_addressee
from vanban.classify.causes import tell_causes
from vanban.classify.features import Context, find_contexts
from vanban.classify.rules import score_labels
from vanban.classify.trained import choose_all_topics, label_model
from vanban.classify.verdicts import overrule
from vanban.model import BlockKind, Document, Letterhead, Name, NameKind, Outline, Sentence, Span, Statement

TOPIC_LABELS = ("difficulty", "cause", "proposal")
# What a law contains is neither result nor difficulty (docs/annotation.md): its sentences are `other`.
_NORMATIVE = frozenset(
    ("hien_phap", "luat", "bo_luat", "phap_lenh", "lenh", "nghi_dinh", "thong_tu", "thong_tu_lien_tich",
     "nghi_quyet_lien_tich", "quy_che", "quy_dinh")
)  # fmt: skip

# A line under a picture: "… Ảnh: Thu Hà", "(Nguồn: …)".
_CREDIT = re.compile(
    r"(?:^|[.!?…”\s])[(\[]?(?:ảnh(?: minh h(?:ọa|oạ))?|nguồn(?: ảnh)?|đồ họa|ảnh tư liệu)\s*:"
    r"\s*(?:[^.;:]|(?<=\b\w)\.|\.(?=\w)){2,40}[)\]]?[.\s]*\Z",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"[-–]?\s*(?:Ảnh|Hình) \d{1,2}\s*\.?\s*\Z")  # "… xuống cấp - Ảnh 2."
_OTHER = 0.2  # the least probability at which an unsure sentence becomes "other"
_MAX_CAPTION = 300  # characters


def label_statements(
    document: Document,
    outline: Outline,
    sentences: Sequence[Sentence],
    letterhead: Letterhead,
    *,
    names: Sequence[Name] = (),
    models: Path | None = None,
    trained: bool = True,
) -> tuple[Statement, ...]:
    """Judge each sentence; one statement a sentence, in order.

    `models` is another folder of models; with `trained` False the cue rules judge alone.
    """
    if letterhead.doc_type in _NORMATIVE:
        texts = [sentence.span.of(document.text) for sentence in sentences]
        return tuple(
            Statement(s.span, t, "other", rule="statements.normative") for s, t in zip(sentences, texts, strict=True)
        )
    contexts = find_contexts(document, outline, sentences, letterhead)
    model = label_model(models) if trained else None
    scores = model.probabilities(contexts) if model else [score_labels(c) for c in contexts]
    rule = "statements.crf" if model else "statements.rules"
    threshold = model.calibration.threshold if model else 0.0
    ranked = [overrule(c, row, rank_labels(row, threshold)) for c, row in zip(contexts, scores, strict=True)]
    tell_causes(contexts, scores, ranked)
    for i in find_captions(document, sentences, letterhead):
        ranked[i] = ["other"]
    for i, sentence in enumerate(sentences):
        if document.blocks[sentence.block].kind is BlockKind.FOOTNOTE:
            ranked[i] = ["other"]
    with_topics = [i for i, labels in enumerate(ranked) if labels[0] in TOPIC_LABELS]
    topics = dict(
        zip(
            with_topics,
            choose_all_topics([contexts[i] for i in with_topics], [ranked[i][0] for i in with_topics], models),
            strict=True,
        )
    )
    asked = find_addressees(sentences, contexts, [labels[0] for labels in ranked], letterhead, names)
    statements = []
    for i, (sentence, context) in enumerate(zip(sentences, contexts, strict=True)):
        label, second = ranked[i][0], ranked[i][1] if len(ranked[i]) > 1 else None
        statements.append(
            Statement(
                span=sentence.span,
                text=context.text,
                label=label,
                topics=topics.get(i, ()),
                addressee=asked.get(i),
                second=second,
                page=document.page_of(sentence.span) if document.pages else None,
                score=round(scores[i].get(label, 0.0), 4),
                rule=f"{rule}.unsure" if max(scores[i].values()) < threshold else rule,
            )
        )
    return tuple(statements)


def rank_labels(scores: Mapping[str, float], threshold: float) -> list[str]:
    """Give the label and the second guess; where the best lies below the threshold, "other" and the best besides it.

    A sentence that is hardly "other" keeps its best label all the same.
    """
    ranked = sorted(scores, key=lambda label: -scores[label])
    if scores[ranked[0]] < threshold and scores.get("other", 0.0) >= _OTHER:
        ranked = ["other", *(label for label in ranked if label != "other")]
    return ranked[:2]


def find_addressees(
    sentences: Sequence[Sentence],
    contexts: Sequence[Context],
    labels: Sequence[str],
    letterhead: Letterhead,
    names: Sequence[Name] = (),
) -> dict[int, str | None]:
    """Find who each proposal asks, by the place of its sentence."""
    organizations = [name.span for name in names if name.kind is NameKind.ORGANIZATION]
    starts = [span.start for span in organizations]
    asked: dict[int, str | None] = {}
    before: str | None = None
    for i, (sentence, context, label) in enumerate(zip(sentences, contexts, labels, strict=True)):
        if context.is_heading or (i and context.heading_titles != contexts[i - 1].heading_titles):
            before = None
        if label != "proposal":
            continue
        first, last = bisect_left(starts, sentence.span.start), bisect_left(starts, sentence.span.end)
        base = sentence.span.start + context.row_number
        before = asked[i] = find_addressee(
            context.text[context.row_number :], lead_in=context.lead_in, headings=context.heading_titles,
            organizations=[Span(s.start - base, s.end - base) for s in organizations[first:last]],
            before=before, recipients=letterhead.recipients or (), outer_lead=context.outer_lead,
        )  # fmt: skip
    return asked


def find_captions(document: Document, sentences: Sequence[Sentence], letterhead: Letterhead) -> list[int]:
    """Give the places of sentences in captions of pictures; papers with the letterhead of an office have none."""
    if letterhead.doc_type not in (None, "bai_bao") or letterhead.number is not None:
        return []
    blocks = {s.block for s in sentences if _is_caption(document.blocks[s.block].span.of(document.text))}
    return [i for i, sentence in enumerate(sentences) if sentence.block in blocks]


def _is_caption(text: str) -> bool:
    if len(text) > _MAX_CAPTION:
        return False
    return bool((":" in text and _CREDIT.search(text)) or ("nh " in text and _NUMBERED.search(text)))
