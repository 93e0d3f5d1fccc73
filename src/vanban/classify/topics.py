"""Topics of a statement by topic words (docs/annotation.md, statements)."""

from __future__ import annotations

from vanban.classify.cues import find_topics
from vanban.model import TOPICS

MAX_TOPICS = 3


def choose_topics(words: str, *, context: str = "") -> tuple[str, ...]:
    """Choose one or more topics for a canonical sentence; `context` serves one without topic words."""
    counts = find_topics(words)
    strong = {topic: count for topic, count in counts.items() if topic != "khac"}
    if not strong and context:
        strong = {topic: count for topic, count in find_topics(context).items() if topic != "khac"}
        strong = dict(sorted(strong.items(), key=lambda item: -item[1])[:1])
    if not strong:
        return ("khac",)
    top = max(strong.values())
    chosen = sorted((t for t, c in strong.items() if c >= max(2, top * 0.5)), key=lambda t: -strong[t])[:MAX_TOPICS]
    return tuple(topic for topic in TOPICS if topic in chosen)
