"""The trained models: a CRF over the sentences of a document, and the topic model. None where the files are missing.

Files in `vanban/models`: a CRFsuite model and plain arrays; neither runs code on loading.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from pathlib import Path

from vanban.classify.calibration import Calibration, load_calibration
from vanban.classify.cues import find_topics, is_mention
from vanban.classify.features import Context
from vanban.classify.linear import LinearModel
from vanban.classify.topics import (
    TopicText,
    aspects_of_failings,
    choose_topics,
    part_text,
    parts_of,
    subjects_of_failings,
    topic_text,
)
from vanban.classify.vectorize import sparse_features, with_neighbours
from vanban.model import TOPICS

CRF_FILE, TOPICS_FILE = "statements.crfsuite", "topics.npz"
TOPIC_THRESHOLD = 0.35  # chosen on `dev` and on real excerpts that are not kept here (docs/design.md)
BESIDE = 0.6  # of the best topic's score: the least at which another stands beside it
MAX_TOPICS = 4
# What a word of the topic in the sentence adds: more where it is plain and few documents of the corpus have it.
NAMED = {"ha_tang": 0.25, "kinh_phi": 0.15, "dat_dai": 0.15, "quy_trinh": 0.15}
NAMED_OTHERS = 0.05
SUBJECT = 0.62  # the least score of a topic that a clause names as what fails
PART = 0.8  # what the probability of a topic that is named in a part of the sentence counts
NO_TOPIC = "khac"
_TELL_OF_FAILINGS = ("difficulty", "cause")
_PLAIN = Calibration()


def models_folder() -> Path:
    return Path(str(resources.files("vanban"))) / "models"


class LabelModel:
    """Gives each sentence of a document a probability for each label."""

    def __init__(self, path: Path, calibration: Calibration = _PLAIN) -> None:
        import pycrfsuite

        self._tagger = pycrfsuite.Tagger()
        self._tagger.open(str(path))
        self._labels = list(self._tagger.labels())
        self.calibration = calibration

    def probabilities(self, contexts: Sequence[Context]) -> list[dict[str, float]]:
        return self.judge(with_neighbours([sparse_features(c) for c in contexts], list(contexts)))

    def judge(self, rows: Sequence[list[str]]) -> list[dict[str, float]]:
        """Give the same from features."""
        if not rows:
            return []
        self._tagger.set(rows)
        return [
            self.calibration.apply({label: self._tagger.marginal(label, i) for label in self._labels})
            for i in range(len(rows))
        ]


def _bonus(topic: str, named: Mapping[str, int]) -> float:
    return NAMED.get(topic, NAMED_OTHERS) if topic in named else 0.0


class TopicModel:
    """Chooses the topics of statements."""

    def __init__(self, path: Path) -> None:
        self._model = LinearModel.load(path)

    def choose(self, contexts: Sequence[Context], labels: Sequence[str]) -> list[tuple[str, ...]]:
        chosen: list[tuple[str, ...]] = []
        for context, label in zip(contexts, labels, strict=True):
            read = topic_text(context, label)
            scores = self._scores(context, label, read)
            ranked = sorted(range(len(TOPICS)), key=lambda k: -scores[k])[:MAX_TOPICS]
            picked = {k for k in ranked if scores[k] >= max(TOPIC_THRESHOLD, BESIDE * scores[ranked[0]])}
            listed = aspects_of_failings(read.words) if label in _TELL_OF_FAILINGS else frozenset()
            picked |= {TOPICS.index(topic) for topic in listed}
            if len(picked) > 1:  # those that are mentioned only go, unless none would be left
                picked = {k for k in picked if not is_mention(TOPICS[k], context.words)} or picked
            if not picked:
                picked = {ranked[0] if read.named else TOPICS.index(NO_TOPIC)}
            chosen.append(tuple(topic for k, topic in enumerate(TOPICS) if k in picked))
        return chosen

    def _scores(self, context: Context, label: str, read: TopicText) -> list[float]:
        """Score each topic by the whole sentence, or by that part of it that tells of it most clearly."""
        best = dict(zip(TOPICS, self._model.probabilities(read.text).tolist(), strict=True))
        is_clear = all(best[topic] + _bonus(topic, read.named) >= TOPIC_THRESHOLD for topic in read.named)
        for part in [] if is_clear else parts_of(context.words):
            words = find_topics(part)
            of_part = self._model.probabilities(part_text(part, label, words)).tolist()
            for topic, probability in zip(TOPICS, of_part, strict=True):
                if topic in words:
                    best[topic] = max(best[topic], PART * probability)
        for topic in subjects_of_failings(read.words) if label in _TELL_OF_FAILINGS else ():
            best[topic] = max(best[topic], SUBJECT)
        return [best[topic] + _bonus(topic, read.named) for topic in TOPICS]


@cache
def label_model(folder: Path | None = None) -> LabelModel | None:
    path = (folder or models_folder()) / CRF_FILE
    return LabelModel(path, load_calibration(path.parent)) if path.is_file() else None


@cache
def topic_model(folder: Path | None = None) -> TopicModel | None:
    path = (folder or models_folder()) / TOPICS_FILE
    return TopicModel(path) if path.is_file() else None


def choose_all_topics(
    contexts: Sequence[Context], labels: Sequence[str], folder: Path | None = None
) -> list[tuple[str, ...]]:
    """Choose the topics of statements with their labels by the model, or by topic words where it is missing."""
    model = topic_model(folder)
    return model.choose(contexts, labels) if model else [choose_topics(c) for c in contexts]
