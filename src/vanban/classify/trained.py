"""The trained models: a CRF over the sentences of a document, and the topic model. None where the files are missing.

Files in `vanban/models`: a CRFsuite model and plain arrays; neither runs code on loading.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib import resources
from pathlib import Path

from vanban.classify.calibration import Calibration, load_calibration
from vanban.classify.features import Context
from vanban.classify.linear import LinearModel
from vanban.classify.topics import aspects_of_failings, choose_topics, topic_text
from vanban.classify.vectorize import sparse_features, with_neighbours
from vanban.model import TOPICS

CRF_FILE, TOPICS_FILE = "statements.crfsuite", "topics.npz"
TOPIC_THRESHOLD = 0.3  # this and BESIDE by documents that the model had not seen (docs/design.md)
BESIDE = 0.45  # of the best topic's probability: the least at which another stands beside it
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


class TopicModel:
    """Chooses the topics of statements."""

    def __init__(self, path: Path) -> None:
        self._model = LinearModel.load(path)

    def choose(self, contexts: Sequence[Context], labels: Sequence[str]) -> list[tuple[str, ...]]:
        """Give each statement the likeliest topic, those that are likely beside it, and those of listed aspects."""
        chosen: list[tuple[str, ...]] = []
        for context, label in zip(contexts, labels, strict=True):
            likely = self._model.probabilities(topic_text(context, label)).tolist()
            top = max(likely)
            least = min(top, max(TOPIC_THRESHOLD, BESIDE * top))
            listed = aspects_of_failings(context.words) if label in _TELL_OF_FAILINGS else ()
            chosen.append(tuple(t for t, p in zip(TOPICS, likely, strict=True) if p >= least or t in listed))
        return chosen


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
