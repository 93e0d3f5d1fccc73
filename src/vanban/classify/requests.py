"""Which sentences ask outright: "… đề nghị UBND tỉnh bố trí …", "Đại biểu kiến nghị mở …".

Words of asking are the main verb there, whoever says them: the sentence is a proposal (docs/annotation.md, statements).
"""

from __future__ import annotations

import re
from functools import cache
from importlib import resources

from vanban.text import canonical

_ORDER = re.compile(r"(?<!\w)(?:yêu cầu|giao)(?: cho)?(?!\w)")
_ASK = re.compile(r"(?<!\w)(?:đề nghị|kiến nghị|đề xuất)(?: với| tới| đến)?(?!\w)")
_REACH = 160  # code points within which the body that is asked ends and its task begins
_SAME_CLAUSE = 120  # code points between who asks and the word of asking


def read_parts() -> dict[str, str]:
    """Give by part of data/addressee.tsv one pattern of its alternatives."""
    text = resources.files(__package__).joinpath("data/addressee.tsv").read_text("utf-8")
    parts: dict[str, list[str]] = {}
    for line in text.splitlines():
        if line and not line.startswith("#"):
            part, pattern, *_ = line.split("\t")
            parts.setdefault(part, []).append(canonical(pattern))
    return {part: "|".join(patterns) for part, patterns in parts.items()}


@cache
def body_patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Give the pattern of how a body that is asked begins, and of the verb that opens what it is asked."""
    parts = read_parts()
    unit = re.compile(rf"(?:các |những |một số |quý |quí |toàn thể )?(?:{parts['unit']})(?!\w)")
    verb = re.compile(rf"(?:,\s*|\s+)(?P<verb>{parts['verb']})(?!\w)")
    return unit, verb


@cache
def _asking_patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Give the pattern of who asks up to the word of asking, and of what makes that word a noun or of the past."""
    parts = read_parts()
    asker = re.compile(rf"(?<!\w)(?:{parts['asker']})(?!\w)[^;:.“\"]{{0,{_SAME_CLAUSE}}}\Z")
    told = rf"(?:vấn đề|nội dung|ý kiến|những gì|mà|việc|khi) (?:{parts['asker']})(?: \w+){{0,3}}"
    no_verb = re.compile(rf"(?:(?<!\w)(?:{parts['noun']}|{told})|\d) \Z")
    return asker, no_verb


def asks_outright(words: str) -> bool:
    """Tell a bare sentence (see `cues.bare`) in which a body is asked for something, or a person asks."""
    unit, verb = body_patterns()
    asker, no_verb = _asking_patterns()
    for match in _ASK.finditer(words):
        before = words[max(0, match.start() - _SAME_CLAUSE - 20) : match.start()]
        if no_verb.search(before):
            continue
        body = unit.match(words, match.end() + 1)
        if body is not None and verb.search(words, body.end(), body.end() + _REACH):
            return True
        if not before.endswith(", ") and asker.search(before) and re.match(r",? [^\W\d]", words[match.end() :]):
            return True
    return False


@cache
def _ordering_patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Give the pattern of who orders up to the word of ordering, and of what makes that word a noun or of the past."""
    parts = read_parts()
    orderer = re.compile(rf"(?:\A|(?<!\w)(?:{parts['orderer']})(?!\w))[^;:.“\"]{{0,{_SAME_CLAUSE}}}\Z")
    no_verb = re.compile(rf"(?<!\w)(?:{parts['noun']}|{parts['no_order']}) \Z")
    return orderer, no_verb


def orders_outright(words: str) -> bool:
    """Tell a bare sentence in which somebody orders a body to do something: "… yêu cầu Sở Y tế rà soát …"."""
    unit, verb = body_patterns()
    orderer, no_verb = _ordering_patterns()
    for match in _ORDER.finditer(words):
        before = words[max(0, match.start() - _SAME_CLAUSE - 20) : match.start()]
        body = unit.match(words, match.end() + 1)
        if body is None or no_verb.search(before) or not orderer.search(before):
            continue
        if verb.search(words, body.end(), body.end() + _REACH):
            return True
    return False
