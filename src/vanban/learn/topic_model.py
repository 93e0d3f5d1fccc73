"""Trains the topic model: TF-IDF of words and topic cues, one logistic regression a topic."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from vanban.classify.linear import LinearModel
from vanban.classify.topics import topic_text
from vanban.learn.align import Example
from vanban.learn.corpus import GoldLine
from vanban.model import TOPICS
from vanban.text import LETTERS

SEED = 20260101
_SURE = 10.0  # logit of a topic that all texts have; its negative, of one that none has


def topic_rows(examples: Sequence[Example]) -> tuple[list[str], list[tuple[str, ...]]]:
    """Give the texts and gold topics of all statements that have topics."""
    texts: list[str] = []
    topics: list[tuple[str, ...]] = []
    for example in examples:
        for context, line in zip(example.contexts, example.lines, strict=True):
            if isinstance(line, GoldLine) and line.topics:
                texts.append(topic_text(context, line.label))
                topics.append(line.topics)
    return texts, topics


def train_topics(texts: Sequence[str], topics: Sequence[Sequence[str]], path: Path) -> None:
    """Fit the model and save its arrays."""
    import numpy as np
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.preprocessing import MultiLabelBinarizer

    binarizer = MultiLabelBinarizer(classes=list(TOPICS))
    targets = binarizer.fit_transform(topics)
    vectorizer = TfidfVectorizer(token_pattern=LETTERS.pattern, ngram_range=(1, 2), min_df=2, sublinear_tf=True)
    rows = vectorizer.fit_transform(texts)
    coefficients, intercepts = [], []
    for column in targets.T:
        if column.min() == column.max():  # a small corpus that says nothing of a topic, or speaks of it everywhere
            coefficients.append(np.zeros(rows.shape[1]))
            intercepts.append(_SURE if column.max() else -_SURE)
            continue
        regression = LogisticRegression(C=16.0, max_iter=2000, solver="liblinear", random_state=SEED)
        regression.fit(rows, column)
        coefficients.append(regression.coef_[0])
        intercepts.append(float(regression.intercept_[0]))
    terms = vectorizer.get_feature_names_out().tolist()
    LinearModel(terms, vectorizer.idf_, np.array(coefficients).T, np.array(intercepts)).save(path)
