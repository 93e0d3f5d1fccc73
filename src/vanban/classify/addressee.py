"""Who is asked: the addressee of a proposal, in its own sentence, its lead-in, or the heading above it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from vanban.classify.requests import body_patterns
from vanban.model import Span
from vanban.text import canonical, leading_marker

_MAX_NAME = 220  # code points
_ASK = re.compile(
    r"(?<!\w)(?:đề nghị|kiến nghị|đề xuất|kính mong|"
    r"(?:mong|cần)(?: muốn)?(?: tiếp tục)? nhận được (?:sự )?[^,;.]{3,60}? (?:của|từ)(?: phía)?(?: tất cả)?|"
    r"mong (?:muốn|mỏi|chờ|đợi|được)|trông (?:mong|chờ|đợi)|mong|muốn|ước|kính trình|xin ý kiến|xin|yêu cầu|góp ý|"
    r"cần(?: có)?(?: sự [^,;.]{3,60}? của)?)"
    r"(?: với| tới| đến| được| rằng,?| cho| gửi(?: tới| đến)?|,? đối với)?(?!\w)(?:,? (?:trong )?thời gian tới,?)?\s*"
)
_ASSIGN = re.compile(r"giao(?: cho)?\s+")
# "cho rằng Sở Y tế cần …": an opinion asks where the body must do something
_SAYS = re.compile(r"(?:cho rằng|ý kiến rằng|thấy rằng|nhận định|theo [^,]{3,40}),? ")
_MUST = re.compile(r",? (?:cần|nên|phải|sớm|khẩn trương|không được)(?!\w)")
_ASKER = re.compile(
    r"\s*(?:trân trọng|kính|xin|đã|cũng|thì|chỉ|rất)?\s*(?:đề nghị|kiến nghị|đề xuất|mong|trông|trân trọng|kính|đã|"
    r"cho (?:rằng|biết|hay)|phản ánh|muốn|nói|thấy|xin|khuyến nghị|(?:cần|phải|nên) được)(?!\w)"
)
_WORKING_BODY = re.compile(
    r"(?<!tập )(?:đoàn|tổ|ban|hội đồng|ủy ban)$"
)  # "Đoàn giám sát", "Tổ kiểm tra": a verb inside the name
_DONE = re.compile(r"(?:đã|được|các|những|nội dung|ý kiến|theo|văn bản|tổng hợp|báo cáo|trả lời|giải quyết) $")
_PASSES_ON = re.compile(r"(?:tham mưu|báo cáo),? $")  # "Sở A …; báo cáo, đề xuất với UBND tỉnh …" asks Sở A
Ends = Mapping[int, int]  # where a recognised organisation begins → where it ends
_JOIN_WORD = re.compile(r"(?:và |cùng )?(?:quý |quí |giám đốc |bộ trưởng |chủ tịch |thường trực |lãnh đạo )?")
_OPENING = re.compile(r"(?:[-–*]\s*)?(?:đối với|về phía|kính gửi|gửi|với|trình(?=[^.;]{3,80}:))\s+|")
_HEADING_OPENING = re.compile(
    r"(?:[^:]{0,80}?(?<!\w)(?:đối với|với|gửi|về phía)\s+|"
    r"[^:]{0,80}?(?<!\w)(?P<whose>(?<!nghị )(?<!đề xuất )(?<!ý kiến )(?<!phản ánh )của|cho)\s+|"
    r"(?:kiến nghị|đề nghị|đề xuất),?\s+(?:đề xuất |kiến nghị |đề nghị )?|)"
)
_END = re.compile(r"\s*(?:[:;.…”]|$|\(| nơi | như )")
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
# "Ban Chỉ huy báo cáo, trình Chính phủ:" asks the Government
_PRESENTS = re.compile(r"(?<!\w)(?:báo cáo,? )?(?:trình|báo cáo)(?: với| lên)?\s+")
_COUNTED = re.compile(
    r",? (?:một số|mấy|các|hai|ba|bốn|năm|\d+)(?: nhóm)? (?:nội dung|việc|vấn đề|ý kiến|kiến nghị)\b.*", re.DOTALL
)
_CLAUSE = re.compile(r"[,;:] |[“\"]")
_QUOTES = " “\"‘'"
_JOINS = re.compile(
    r"\s*(?:[,;\-–/(\d]|(?:và|cùng|hoặc|của|các|tại|cấp|tỉnh|huyện|xã|phường|thành phố|trung ương|khu vực|"
    r"số|quốc gia|nhà nước|nhân dân|việt nam)\b)"
)  # what may go on a name behind an organisation that was recognised
_PEOPLE = ("người dân", "nhân dân", "bà con", "cử tri", "hộ ", "các hộ", "đại biểu", "thành viên", "doanh nghiệp")
# answers to voters go to these, who passed the request on
_FORWARDS = re.compile(r"(?:Văn phòng )?Đoàn (?:ĐBQH|[Đđ]ại biểu)|Cử tri|Ban Dân nguyện|Ủy ban Dân nguyện")
_BRACKETS = re.compile(r"\((?P<name>[^()]{4,120})\)\s*[.;]?\s*\Z")
_ASKING_VERBS = ("đề nghị", "kiến nghị", "đề xuất", "mong")
_KIND_VERBS = ("xem xét", "quan tâm")  # what only somebody who is asked does
_NO_TASKS = (
    *_ASKING_VERBS, "đã", "được", "sẽ", "báo cáo", "trả lời", "có", "không", "cũng", "về", "theo", "tại", "với"
)  # fmt: skip
_DIRECTS = re.compile(r"(?:chỉ đạo|giao|yêu cầu|phối hợp|cùng với|báo cáo|trình) ")
_ORDINAL = re.compile(r"(?:một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười|thứ \w+|\w+ là)\Z")
_TASKS = (
    "chỉ đạo", "xem xét", "quan tâm", "tiếp tục", "tăng cường", "đẩy nhanh", "đẩy mạnh", "hướng dẫn", "rà soát",
    "bố trí", "ban hành", "tổ chức", "thực hiện", "tập trung", "chủ trì", "chủ động", "phối hợp", "kiểm tra",
    "giám sát", "thanh tra", "tháo gỡ", "nghiên cứu", "khẩn trương", "thường xuyên", "sớm",
)  # fmt: skip
_NEW_SENTENCE = re.compile(r"[.:;“\"]")
# behind a body that opens a title or a lead-in: it is named alone, or what it shall do follows
_CLOSES_NAME = re.compile(r"\s*(?:[:.;(,]|$|(?:cần|phải|nên|sớm|xem xét|quan tâm|chỉ đạo|tiếp tục|tập trung)(?!\w))")
_BETWEEN = re.compile(r"(?:[,;] {0,2}(?:và )?| và )(?=\w)")  # several names
_BARE = frozenset((
    "tập đoàn", "tổng công ty", "cục", "bộ", "sở", "ủy ban", "ubnd", "hđnd", "ban", "giám đốc sở", "bộ trưởng",
    "tỉnh", "huyện",
))  # fmt: skip

_REPORTS = " phản ánh"  # "Cử tri xã A phản ánh …"


def find_addressee(
    text: str,
    *,
    lead_in: str | None,
    headings: tuple[str, ...],
    organizations: Sequence[Span] = (),
    before: str | None = None,
    recipients: Sequence[str] = (),
    outer_lead: str | None = None,
) -> str | None:
    """Find who is asked, as written; None where nobody is named.

    `text` is the sentence, `lead_in` the block that announces its list, `outer_lead` what announces that, `headings`
    the titles above it, innermost first; `organizations` are the names recognised in the sentence, as spans of `text`;
    `before` is who the item before it in the same list asks, `recipients` to whom the document is sent: they serve
    where nothing nearer names anybody.
    """
    body = _without_marker(text)
    words = canonical(body)
    shift = len(text) - len(body)
    ends = {span.start - shift: span.end - shift for span in organizations}
    announced = _announced(lead_in, outer_lead, headings)
    name = None if announced and _is_task_of_another(words) else _own(body, words, ends)
    name = (
        name or announced or _assigned(body, words, ends)
    )  # under "Đối với Chính phủ", "Giao Bộ Y tế …" asks the same
    if name is None:
        return before or (recipients[0] if len(recipients) == 1 and not _FORWARDS.match(recipients[0]) else None)
    if name.casefold() in _BARE:
        name = _fuller(name, (lead_in or "", *headings), recipients) or _named_before(name, body, ends) or name
    return _joined(name)


def _own(body: str, words: str, ends: Ends) -> str | None:
    """Find who is named in the sentence itself."""
    asked = _ASK.search(words)
    if asked and ";" in words[: asked.start()] and (name := _subject(body, words, ends)):
        return name  # "Sở Y tế chỉ đạo …; yêu cầu các trạm …" asks the first
    name = _said(body, words, ends) or _asked(body, words, ends) or _subject(body, words, ends)
    name = name or _must_act(body, words, ends) or _asked(body, words, ends, reported=True)
    return name or _in_brackets(body, words)


def _announced(lead_in: str | None, outer_lead: str | None, headings: tuple[str, ...]) -> str | None:
    """Find who is named above the sentence, the nearest first."""
    for above in (lead_in, outer_lead):
        if above is not None:
            lead = _without_marker(above)
            name = _asked(lead, canonical(lead), {}) or _presented(lead) or _named_by_heading(lead)
            if name:
                return name
    for title in headings:
        name = _presented(title) or _named_by_heading(title)
        if name:
            return name
    return None


def _is_task_of_another(words: str) -> bool:
    """Tell an item that opens with what somebody shall do: whom that body asks in turn is not asked here.

    "Chỉ đạo các xã rà soát, yêu cầu chủ đầu tư cam kết" under "Đối với UBND tỉnh:" asks the province.
    """
    asked = _ASK.search(words) if words.startswith(_TASKS) else None
    return asked is not None and not _NEW_SENTENCE.search(words, 0, asked.start())


def _in_brackets(body: str, words: str) -> str | None:
    """Find the body that stands in brackets behind what it is asked: "Cho tuyển thêm hai y sĩ (Sở Nội vụ)."."""
    match = _BRACKETS.search(body)
    unit, verb = body_patterns()
    if match is None or not unit.match(words, match.start("name")):
        return None
    return None if verb.search(words, match.start("name"), match.end("name")) else match["name"]


def _joined(names: str) -> str:
    """Join several that are asked with "; "; a comma or "và" inside one name stays."""
    unit, _ = body_patterns()
    found: list[str] = []
    start = 0
    for match in _BETWEEN.finditer(names):
        if names[match.end()].isupper() and unit.match(canonical(names[match.end() : match.end() + 80])):
            found.append(names[start : match.start()])
            start = match.end()
    return "; ".join([*found, names[start:]])


def _fuller(name: str, places: Sequence[str], recipients: Sequence[str]) -> str | None:
    """Find what a bare "Bộ" or "Sở" stands for: the body named above, or the only recipient, that begins with it."""
    opening = name.casefold() + " "
    for place in places:
        found = _named_by_heading(place) or ""
        if found.casefold().startswith(opening):
            return found
    alone = recipients[0] if len(recipients) == 1 else ""
    return alone if alone.casefold().startswith(opening) else None


def _named_before(name: str, body: str, ends: Ends) -> str | None:
    """Find what a bare "Bộ" stands for among the bodies named before it in its sentence."""
    alone = next((m.start() for m in re.finditer(rf"\b{name}\b", body) if m.start() not in ends), 0)
    found = [body[start:end] for start, end in sorted(ends.items()) if end <= alone]
    return next((full for full in reversed(found) if full.startswith(f"{name} ")), None)


def _presented(title: str) -> str | None:
    """Find the body to which somebody presents what follows."""
    words = canonical(title)
    unit, _ = body_patterns()
    for match in _PRESENTS.finditer(words, 1):
        if unit.match(words, match.end()):
            return _name_from(title, words, match.end(), {}, whole=True)
    return None


def _must_act(body: str, words: str, ends: Ends) -> str | None:
    """Find the subject of a clause that must act: "…, Bộ Xây dựng cần sớm ban hành …", "…, Sở Y tế xem xét …"."""
    unit, verb = body_patterns()
    for match in _CLAUSE.finditer(words):
        if unit.match(words, match.end()):
            name = _name_from(body, words, match.end(), ends)
            if name is None or _REPORTS in canonical(name):
                continue
            end = match.end() + len(name)
            if _MUST.match(words, end):
                return name
            act = verb.match(words, end)
            if act is None or match.start() in ends.values() or _DIRECTS.match(words):
                continue  # "Chỉ đạo Sở A, Sở B sớm tham mưu …" asks neither
            is_name = body[match.end()].isupper() or _ORDINAL.match(words, 0, match.start()) is not None
            is_kind = " " in name and act["verb"] in _KIND_VERBS and not words.startswith(_TASKS)
            if (is_name or is_kind) and not act["verb"].startswith(_NO_TASKS):
                return name
    return None


def _asked(body: str, words: str, ends: Ends, *, reported: bool = False) -> str | None:
    """Find the body named after "đề nghị" and its like, at its first place that asks; `reported`: or tells of it."""
    unit, _ = body_patterns()
    for match in _ASK.finditer(words):
        if not reported and _DONE.search(words[max(0, match.start() - 12) : match.start()]):
            continue
        if not reported and match[0].startswith("đề xuất với") and _PASSES_ON.search(words, 0, match.start()):
            continue
        if unit.match(words, match.end()) or match.end() in ends:
            name = _name_from(body, words, match.end(), ends)
            return _name_behind(body, words, match.end() + len(name or ""), ends) or name
    return None


def _name_behind(body: str, words: str, colon: int, ends: Ends) -> str | None:
    """Find the body that a colon sets under a larger one: "Kiến nghị với tỉnh: Sở Y tế sớm mua …"."""
    unit, verb = body_patterns()
    start = colon + 2
    if words[colon:start] != ": " or not body[start : start + 1].isupper() or not unit.match(words, start):
        return None
    name = _name_from(body, words, start, ends)
    return name if name and verb.match(words, start + len(name)) else None


def _said(body: str, words: str, ends: Ends) -> str | None:
    """Find the body of which somebody says that it must act."""
    unit, _ = body_patterns()
    asked = _ASK.search(words)
    for match in _SAYS.finditer(words, 0, asked.start() if asked else len(words)):
        if unit.match(words, match.end()) and _MUST.search(words, match.end(), match.end() + _MAX_NAME):
            return _name_from(body, words, match.end(), ends)
    return None


def _subject(body: str, words: str, ends: Ends) -> str | None:
    """Find the body that opens the sentence: "Bộ Y tế sớm ban hành …", "Đối với Sở Tài chính: …"."""
    unit, _ = body_patterns()
    opening = _OPENING.match(words)
    start = opening.end() if opening else 0
    if not unit.match(words, start) and start not in ends:
        return None
    name = _name_from(body, words, start, ends)
    if name is None or (
        start == 0 and (_ASKER.match(words, len(name)) or _ASK.search(words, 1, _clause_end(words, name)))
    ):
        return None  # "Tỉnh kiến nghị …", "Phòng đã đề nghị …": who asks
    return None if _REPORTS in canonical(name) else name


def _clause_end(words: str, name: str) -> int:
    """Give how far a word of asking makes the body that opens a sentence the one who asks: to the comma for people."""
    return max(words.find(","), len(name)) if words.startswith(_PEOPLE) else len(name)


def _assigned(body: str, words: str, ends: Ends) -> str | None:
    match = _ASSIGN.match(words)
    unit, _ = body_patterns()
    return _name_from(body, words, match.end(), ends) if match and unit.match(words, match.end()) else None


def _named_by_heading(title: str) -> str | None:
    words = canonical(title)
    unit, _ = body_patterns()
    for match in (_OPENING.match(words), _HEADING_OPENING.match(words)):
        if not match or not unit.match(words, match.end()) or words.startswith("cử tri", match.end()):
            continue
        name = _name_from(title, words, match.end(), {}, whole=True)
        is_whole = _CLOSES_NAME.match(words, match.end() + len(name)) if name else None
        if is_whole or (match.end() and not match.groupdict().get("whose")):
            return name
    return None


def _name_from(body: str, words: str, start: int, ends: Ends, *, whole: bool = False) -> str | None:
    """Read the name from `start` to the verb of what is asked; where no known verb ends it, to its likely end."""
    unit, verb = body_patterns()
    limit = min(len(words), start + _MAX_NAME)
    stop: int | None = None
    closed = whole
    end = _END.search(words, start)
    if end is not None and end.start() <= limit:
        stop = end.start()
    known = _known_end(words, start, ends)
    if known > start and not _JOINS.match(words, known):
        stop, closed, limit = known, True, known
    head = unit.match(words, start)
    for match in verb.finditer(words, max(known, head.end()) if head else known, limit):
        # "Bộ Xây dựng", "Ban Tổ chức": a capital makes the word a part of the name
        is_new_item = words[match.start("verb") - 2 : match.start("verb")] in ("- ", "– ")
        if (body[match.start("verb")].islower() or is_new_item) and not (whole and body.isupper()):
            asks = match["verb"].startswith(_ASKING_VERBS)
            if _WORKING_BODY.search(words[start : match.start()]) and not asks:
                continue
            closed = True
            stop = match.start() if stop is None else min(stop, match.start())
            # "Đối với UBND huyện, đoàn đề nghị …": behind the comma stands who asks
            comma = words.rfind(", ", start, stop) if asks and start else -1
            stop = comma if comma > start else stop
            break
    if stop is None:
        stop, closed = limit, False
    name = " ".join(body[start:stop].split()).strip(" ,;:.-–*")
    n_words = len(name.split())
    if not whole and ((not closed and n_words > _LONG_NAME) or (name.islower() and n_words > _LONG_SMALL_NAME)):
        name = _likely_head(name, at_least=len(head[0].split()) if head else 1)
    name = re.sub(r",? (?:và|cùng)$", "", _COUNTED.sub("", name))
    return name or None


def _known_end(words: str, start: int, ends: Ends) -> int:
    """Give the end of the last of the organisations that stand at `start`, each joined to the next; `start` if none."""
    end, at = start, start
    while True:
        at += len(words[at:]) - len(words[at:].lstrip(" ,;"))
        at += len(_JOIN_WORD.match(words, at)[0])  # type: ignore[index]
        if at not in ends:
            return end
        end = at = ends[at]


def _likely_head(name: str, *, at_least: int) -> str:
    """Cut a run that no known verb closed, at the first small word that does not go on with the name."""
    words = name.split()
    capital = next((i for i, word in enumerate(words) if word[0].isupper()), 0)
    for i in range(max(capital + 1, at_least), len(words)):
        small = words[i][0].islower() and (words[i - 1][0].islower() or not words[capital][0].isupper())
        if small and words[i].strip(",;") not in _NAME_WORDS:
            return " ".join(words[:i])
    return name


def _without_marker(text: str) -> str:
    marker = leading_marker(text)
    return (text[marker.length :] if marker else text).lstrip(_QUOTES)
