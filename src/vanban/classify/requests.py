"""Which sentences ask outright: "… đề nghị UBND tỉnh bố trí …", "Đại biểu kiến nghị mở …".

Words of asking are the main verb there, whoever says them: the sentence is a proposal (docs/annotation.md, statements).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import NamedTuple

from vanban.text import canonical

_ORDER = re.compile(r"(?<!\w)(?:yêu cầu|giao|chỉ đạo)(?: cho)?(?!\w)")
_ASK = re.compile(r"(?<!\w)(?:đề nghị|kiến nghị|đề xuất)(?: với| tới| đến)?(?!\w)")
_ORDERING, _ASKING = ("yêu cầu", "giao", "chỉ đạo"), ("đề nghị", "kiến nghị", "đề xuất")  # one of them is in each
_GOES_ON = re.compile(r",? [^\W\d]")
_REACH = 160  # code points within which the body that is asked ends and its task begins
_CLOSE_BY = 60  # code points between who directs and the word of directing
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
    no_verb = re.compile(rf"(?:(?<!\w)(?:{parts['noun']}|{parts['paper']}|đã|{told})|\d) \Z")
    return asker, no_verb


def asks_outright(words: str) -> bool:
    """Tell a bare sentence (see `cues.bare`) in which a body is asked for something, or a person asks."""
    asker, no_verb = _asking_patterns()
    if not any(map(words.__contains__, _ASKING)):
        return False
    for match, before, is_to_body in _said(words, _ASK, no_verb):
        if _COUNTED.search(words, match.end(), match.end() + _REACH):
            continue
        if is_to_body:
            return True
        if not before.endswith(", ") and asker.search(before) and _GOES_ON.match(words, match.end()):
            return True
    return False


_COUNTED = re.compile(r"(?<!\w)thực hiện \d+ (?:nội dung|nhiệm vụ|việc|kiến nghị)")  # that there are so many, not which
_ASKED = re.compile(r"(?<!\w)đã(?: cũng)? (?:đề nghị|kiến nghị|đề xuất)(?! của| xử| thu hồi| truy)(?!\w)")
# What came of it, how often, or that it is the output of an inspection: then it is what was done.
_ANSWERED = re.compile(
    r"(?<!\w)(?:được (?:[^\s,;.:]+ ){0,4}(?:chấp thuận|phê duyệt|đồng ý|thống nhất|trả lời|chấp nhận|công nhận)|nhờ đó|"
    r"trên cơ sở đó|kết quả|tiếp thu|khởi tố|nhưng|hiện|đến nay|đối với \d|"
    r"\d+ (?:đơn vị|tổ chức|cá nhân|cơ sở|trường hợp|vụ))(?!\w)|"
    r", (?:[^\s,;.:]+ ){0,4}đã(?!\w)|(?:nhiều|một số) (?:nội dung|vấn đề|kiến nghị)\W*\Z"
)


def asked_before(words: str) -> bool:
    """Tell a bare sentence that somebody asked ("Sở đã đề nghị Bộ …"), with no word of what came of it."""
    asked = _ASKED.search(words)
    return asked is not None and _ANSWERED.search(words, asked.end()) is None and "nhiều lần" not in words


def _said(words: str, pattern: re.Pattern[str], no_verb: re.Pattern[str]) -> Iterator[tuple[re.Match[str], str, bool]]:
    """Give each word of asking or ordering that is a verb, what is before it, and whether a body and task follow."""
    unit, verb = body_patterns()
    for match in pattern.finditer(words):
        before = words[max(0, match.start() - _SAME_CLAUSE - 20) : match.start()]
        if not no_verb.search(before):
            body = unit.match(words, match.end() + 1)
            yield match, before, body is not None and bool(verb.search(words, body.end(), body.end() + _REACH))


class _Ordering(NamedTuple):
    """Patterns of what stands before a word of ordering."""

    orderer: re.Pattern[str]  # who orders, up to the word
    no_verb: re.Pattern[str]  # what makes the word a noun
    past: re.Pattern[str]  # what makes it told
    urgent: re.Pattern[str]  # what is still to be done, though it was ordered before
    director: re.Pattern[str]  # who directs others, close by
    no_direct: re.Pattern[str]
    task: re.Pattern[str]  # what is ordered where nobody is named


@cache
def _ordering_patterns() -> _Ordering:
    parts = read_parts()
    clause = rf"[^;:.“\"]{{0,{_SAME_CLAUSE}}}"
    paper = rf"(?<!có )(?<!kí )(?<!gửi )(?<!ban hành )(?:{parts['paper']})"
    return _Ordering(
        orderer=re.compile(
            rf"(?:\A(?:[^;:.,]{{0,40}}, |(?:{parts['connective']}),? )?|(?<!\w)(?:{parts['orderer']})(?!\w){clause})\Z"
        ),
        no_verb=re.compile(rf"(?<!\w)(?:{parts['noun']}|{paper}|{parts['no_order']}) \Z"),
        past=re.compile(rf"(?<!\w)(?:{parts['past']}) \Z"),
        urgent=re.compile(rf"(?<!\w)(?:{parts['urgent']})(?!\w)"),
        director=re.compile(rf"(?<!\w)(?:{parts['directs']})(?!\w)[^;:.,“\"]{{0,{_CLOSE_BY}}}\Z"),
        no_direct=re.compile(rf"(?:(?<!\w)(?:{parts['no_direct']}) |, )\Z"),
        task=re.compile(rf" (?:{parts['task']})(?!\w)"),
    )


def orders_outright(words: str) -> bool:
    """Tell a bare sentence in which somebody orders a body to do something: "… yêu cầu Sở Y tế rà soát …".

    "Chỉ đạo" orders right behind who directs others: "đã, tập trung, quyết liệt chỉ đạo" tell what was done; so does
    "đã yêu cầu" but for what is urgent.
    """
    if not any(map(words.__contains__, _ORDERING)):
        return False
    found = _ordering_patterns()
    said = _said(words, _ORDER, found.no_verb)
    return any(_orders(match, before, found, is_to_body=is_to_body) for match, before, is_to_body in said)


def _orders(match: re.Match[str], before: str, found: _Ordering, *, is_to_body: bool) -> bool:
    if found.past.search(before):
        still = found.urgent.search(match.string, match.end(), match.end() + _REACH) is not None
        return still and is_to_body and match[0].startswith("yêu cầu") and found.director.search(before) is not None
    if is_to_body and not match[0].startswith("chỉ đạo"):
        return found.orderer.search(before) is not None
    if not is_to_body and not found.task.match(match.string, match.end()):
        return False
    return not found.no_direct.search(before) and found.director.search(before) is not None
