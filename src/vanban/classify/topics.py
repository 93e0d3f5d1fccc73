"""Topics of a statement by topic words (docs/annotation.md, statements), and the texts that the topic model reads."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources
from itertools import takewhile

from vanban.classify.cues import find_topics
from vanban.classify.features import Context
from vanban.model import TOPICS
from vanban.text import canonical, split_letters

MAX_TOPICS = 3
_MOST_OF_ONE = 3  # times that the words of one topic count
_LONGEST_HINT = 3  # words of a phrase
_FAILING = re.compile(
    r"(?<!\w)(?:chưa|thiếu|chậm|còn|không|khó|hạn chế|bất cập|yếu|kém|thấp|xuống cấp|hỏng|cũ|lạc hậu|quá tải|vướng|ít|"
    r"lúng túng|chồng chéo|mỏng|nhiều|mất|bị|ngập|nợ)(?!\w)"
)
_FAILINGS = "(?:hạn chế|khó khăn|vướng mắc|bất cập|tồn tại|yếu kém|trở ngại|rào cản|thách thức)"
_ASPECTS = re.compile(
    rf"(?<!\w){_FAILINGS}(?:(?:,| và|/)? (?:{_FAILINGS}|nhất định|lớn))*(?: cả)? "
    r"(?:về|liên quan (?:đến|tới)) ([^.;:(]+)"
)
_ASPECT = re.compile(r", cũng như |,| và | cũng như |…")


@cache
def _hints() -> dict[str, list[tuple[list[str], str]]]:
    """Give by the first word of a phrase its others, and the topic that it goes with as a word of the topic model."""
    text = resources.files(__package__).joinpath("data/hints.tsv").read_text("utf-8")
    found: dict[str, list[tuple[list[str], str]]] = {}
    for line in text.splitlines():
        if line and not line.startswith("#"):
            topic, phrases, *_ = line.split("\t")
            for phrase in canonical(phrases).split("|"):
                first, *others = phrase.split(" ")
                if len(others) < _LONGEST_HINT:
                    found.setdefault(first, []).append((others, f"hint_{topic}"))
    return found


def find_hints(sentence: str) -> list[str]:
    """Name the topics that phrases of a canonical sentence go with, as words of the topic model."""
    hints, words = _hints(), split_letters(sentence)
    found: set[str] = set()
    for at in [at for at, word in enumerate(words, 1) if word in hints]:
        found.update([topic for others, topic in hints[words[at - 1]] if words[at : at + len(others)] == others])
    return sorted(found)


def _above(context: Context) -> str:
    return canonical(" ".join((context.lead_in or "", *context.heading_titles[:1])))


def choose_topics(context: Context) -> tuple[str, ...]:
    """Choose one or more topics; heading and lead-in serve a sentence without topic words."""
    counts = find_topics(context.words)
    if not counts:
        above = find_topics(_above(context))
        counts = dict(sorted(above.items(), key=lambda item: -item[1])[:1])
    if not counts:
        return ("khac",)
    top = max(counts.values())
    chosen = sorted((t for t, c in counts.items() if c >= max(2, top * 0.5)), key=lambda t: -counts[t])[:MAX_TOPICS]
    return tuple(topic for topic in TOPICS if topic in chosen)


def topic_text(context: Context, label: str) -> str:
    """Give what the topic model reads: the words of a sentence, with topic cues, hints and label as pseudo-words."""
    words, named = context.words, find_topics(context.words)
    cues = [f"topic_{topic}" for topic, count in named.items() for _ in range(min(count, _MOST_OF_ONE))]
    return " ".join([words, *cues, *find_hints(words), f"label_{label}"])


def aspects_of_failings(words: str) -> frozenset[str]:
    """Give the topics of a list of what limits are about: "còn hạn chế về hạ tầng, dữ liệu và nhân lực"."""
    topics: set[str] = set()
    for match in _ASPECTS.finditer(words):
        aspects = [aspect.strip() for aspect in _ASPECT.split(match[1]) if aspect.strip()]
        listed = list(takewhile(lambda aspect: not _FAILING.search(aspect), aspects))
        if len(listed) > 1:
            named = [find_topics(aspect) for aspect in listed]
            topics.update(max(counts, key=lambda topic: counts[topic]) for counts in named if counts)
    return frozenset(topics)
