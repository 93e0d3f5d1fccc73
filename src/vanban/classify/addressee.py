"""Who is asked: the addressee of a proposal, in its own sentence, its lead-in, or the heading above it."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources

from vanban.text import canonical, leading_marker

_MAX_NAME = 220  # code points
_ASK = re.compile(
    r"(?<!\w)(?:đề nghị|kiến nghị|đề xuất|kính mong|mong muốn|mong|ước|kính trình|xin ý kiến|xin|yêu cầu|góp ý)"
    r"(?: với| tới| đến| được| rằng| cho)?(?!\w)\s*"
)
_ASSIGN = re.compile(r"giao(?: cho)?\s+")
# "cho rằng Sở Y tế cần …": an opinion asks where the body must do something
_SAYS = re.compile(r"(?:cho rằng|thấy rằng|nhận định|theo [^,]{3,40}),? ")
_MUST = re.compile(r",? (?:cần|nên|phải)(?!\w)")
_WORKING_BODY = re.compile(
    r"(?:đoàn|tổ|ban|hội đồng|ủy ban)$"
)  # "Đoàn giám sát", "Tổ kiểm tra": a verb inside the name
_DONE = re.compile(r"(?:đã|được|các|những|nội dung|ý kiến|theo|văn bản|tổng hợp|báo cáo|trả lời|giải quyết) $")
_OPENING = re.compile(r"(?:[-–*]\s*)?(?:đối với|về phía|kính gửi|gửi|với)\s+|")
_HEADING_OPENING = re.compile(
    r"(?:[^:]{0,80}?(?<!\w)(?:đối với|với|gửi|về phía|của|cho)\s+|"
    r"(?:kiến nghị|đề nghị|đề xuất),?\s+(?:đề xuất |kiến nghị |đề nghị )?|)"
)
_END = re.compile(r"\s*(?:[:;.…]|$|\()")
_LONG_SMALL_NAME = 4  # the same for names without a capital
_LONG_NAME = 6  # words; longer runs may have swallowed a verb that is not in the list
_NAME_WORDS = frozenset(
    re.split(
        " ",
        "và các cấp tỉnh xã phường huyện thành phố thị trấn của trung ương liên quan địa phương ban ngành sở bộ "
        "đơn vị có giám sát thẩm quyền chức năng với công ty chi nhánh khu vực nhân dân "
        "nhà nước quốc gia ủy uỷ hội đồng đoàn hai một viên",
    )
)
_QUANTIFIER = r"(?:các |những |một số |quý |quí |toàn thể )?"


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    text = resources.files(__package__).joinpath("data/addressee.tsv").read_text("utf-8")
    parts: dict[str, list[str]] = {"unit": [], "verb": []}
    for line in text.splitlines():
        if line and not line.startswith("#"):
            part, pattern, *_ = line.split("\t")
            parts[part].append(canonical(pattern))
    unit = re.compile(rf"{_QUANTIFIER}(?:{'|'.join(parts['unit'])})(?!\w)")
    verb = re.compile(rf"(?:,\s*|\s+)(?P<verb>{'|'.join(parts['verb'])})(?!\w)")
    return unit, verb


def find_addressee(text: str, *, lead_in: str | None, headings: tuple[str, ...]) -> str | None:
    """Find who is asked, as written; None where nobody is named.

    `text` is the sentence, `lead_in` the block that announces its list, `headings` the titles above it, innermost
    first.
    """
    body = _without_marker(text)
    words = canonical(body)
    name = _asked(body, words) or _said(body, words) or _subject(body, words)
    if name is None and lead_in is not None:
        lead = _without_marker(lead_in)
        name = _asked(lead, canonical(lead)) or _named_by_heading(lead)
    for title in headings:
        name = name or _named_by_heading(title)
    return name or _assigned(body, words)  # under "Đối với Chính phủ", "Giao Bộ Y tế …" still asks the Government


def _asked(body: str, words: str) -> str | None:
    """Find the body named after "đề nghị" and its like, at its first place that asks."""
    unit, _ = _patterns()
    for match in _ASK.finditer(words):
        if _DONE.search(words[max(0, match.start() - 12) : match.start()]):
            continue
        if unit.match(words, match.end()):
            return _name_from(body, words, match.end())
    return None


def _said(body: str, words: str) -> str | None:
    """Find the body of which somebody says that it must act."""
    unit, _ = _patterns()
    for match in _SAYS.finditer(words):
        if unit.match(words, match.end()) and _MUST.search(words, match.end(), match.end() + _MAX_NAME):
            return _name_from(body, words, match.end())
    return None


def _subject(body: str, words: str) -> str | None:
    """Find the body that opens the sentence: "Bộ Y tế sớm ban hành …", "Đối với Sở Tài chính: …"."""
    unit, _ = _patterns()
    opening = _OPENING.match(words)
    start = opening.end() if opening else 0
    if not unit.match(words, start):
        return None
    return _name_from(body, words, start)


def _assigned(body: str, words: str) -> str | None:
    match = _ASSIGN.match(words)
    unit, _ = _patterns()
    return _name_from(body, words, match.end()) if match and unit.match(words, match.end()) else None


def _named_by_heading(title: str) -> str | None:
    words = canonical(title)
    unit, _ = _patterns()
    for match in (_OPENING.match(words), _HEADING_OPENING.match(words)):
        if match and unit.match(words, match.end()):
            return _name_from(title, words, match.end(), whole=True)
    return None


def _name_from(body: str, words: str, start: int, *, whole: bool = False) -> str | None:
    """Read the name from `start` to the verb of what is asked; where no known verb ends it, to its likely end."""
    _, verb = _patterns()
    limit = min(len(words), start + _MAX_NAME)
    stop: int | None = None
    closed = whole
    end = _END.search(words, start)
    if end is not None and end.start() <= limit:
        stop = end.start()
    for match in verb.finditer(words, start, limit):
        # "Bộ Xây dựng", "Ban Tổ chức": a capital makes the word a part of the name
        if body[match.start("verb")].islower() and not (whole and body.isupper()):
            if _WORKING_BODY.search(words[start : match.start()]):
                continue
            closed = True
            stop = match.start() if stop is None else min(stop, match.start())
            break
    if stop is None:
        stop, closed = limit, False
    name = " ".join(body[start:stop].split()).strip(" ,;:.-–*")
    n_words = len(name.split())
    if not whole and ((not closed and n_words > _LONG_NAME) or (name.islower() and n_words > _LONG_SMALL_NAME)):
        name = _likely_head(name)
    name = re.sub(r",? (?:và|cùng)$", "", name)
    return name or None


def _likely_head(name: str) -> str:
    """Cut a run that no known verb closed, at the first small word that does not go on with the name."""
    words = name.split()
    capital = next((i for i, word in enumerate(words) if word[0].isupper()), 0)
    for i in range(capital + 1, len(words)):
        small = words[i][0].islower() and (words[i - 1][0].islower() or not words[capital][0].isupper())
        if small and words[i].strip(",;") not in _NAME_WORDS:
            return " ".join(words[:i])
    return name


def _without_marker(text: str) -> str:
    marker = leading_marker(text)
    return text[marker.length :] if marker else text
