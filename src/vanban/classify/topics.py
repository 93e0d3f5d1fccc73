"""Topics of a statement by topic words (docs/annotation.md, statements), and the text that the topic model reads."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from vanban.classify.cues import find_topics
from vanban.classify.features import Context
from vanban.model import TOPICS
from vanban.text import canonical

MAX_TOPICS = 3


def _above(context: Context) -> str:
    return canonical(" ".join((context.lead_in or "", *context.heading_titles[:1])))


@lru_cache(maxsize=500)
def _topics_above(text: str) -> tuple[str, ...]:
    return tuple(find_topics(text))


def choose_topics(context: Context) -> tuple[str, ...]:
    """Choose one or more topics; heading and lead-in serve a sentence without topic words."""
    counts = {topic: count for topic, count in find_topics(context.words).items() if topic != "khac"}
    if not counts:
        above = {topic: count for topic, count in find_topics(_above(context)).items() if topic != "khac"}
        counts = dict(sorted(above.items(), key=lambda item: -item[1])[:1])
    if not counts:
        return ("khac",)
    top = max(counts.values())
    chosen = sorted((t for t, c in counts.items() if c >= max(2, top * 0.5)), key=lambda t: -counts[t])[:MAX_TOPICS]
    return tuple(topic for topic in TOPICS if topic in chosen)


def topic_text(context: Context, named: Mapping[str, int] | None = None) -> str:
    """Give the words of a sentence with its topic cues as pseudo-words; `named` are they, where known."""
    counts = find_topics(context.words) if named is None else named
    cues = [f"topic_{topic}" for topic, count in counts.items() for _ in range(min(count, 3))]
    above = [f"above_{topic}" for topic in _topics_above(_above(context))]
    return " ".join([context.words, *cues, *above])
