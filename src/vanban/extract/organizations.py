"""Finds the names of organisations, from the words that open them to their ends."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from vanban.extract.areas import is_capital, level_at
from vanban.extract.localities import hamlet_end
from vanban.extract.organization_parts import (
    Organization,
    area_after,
    form_at,
    is_all_capitals,
    is_joined,
    is_plural,
    key_at,
)
from vanban.extract.organization_tails import TailReader
from vanban.lexicon.organizations import Head, department_book, head_book, name_words
from vanban.lexicon.places import commune_book, district_book, province_book
from vanban.lexicon.words import Words

# bodies of the Party and unions, which sit at offices and also at firms, schools and hospitals
_WITHIN = {"Đảng ủy", "Đảng bộ", "Chi bộ", "Chi đoàn", "Công đoàn", "Đoàn Thanh niên"}
_HOSTS = {
    "Văn phòng", "Ban Pháp chế", "Ban Kinh tế - Ngân sách", "Ban Văn hóa - Xã hội", "Ban Đô thị", "Ban Dân tộc", "Thanh tra",
    "Phòng", "Ban Cán sự đảng", "Đảng đoàn", "Ban", "Hội đồng", "Đoàn",
}  # fmt: skip  # offices that are named by the body they belong to
_NOT_AFTER = {
    "Vụ": {"đông", "xuân", "hè", "mùa", "thu"},
    "Ban": {"gđ", "giám", "lãnh", "hành", "thư", "thường", "chấp", "tổ", "cán", "ngành"},
    "Chính phủ": {"số", "điện", "kiến", "cách"},
    "Báo": {"cáo"},
    "Hội": {"nghị", "thảo", "thi", "đồng", "trường", "viên", "chợ"},
    "Trường": {"hợp", "các"},
    "Hội đồng": {"nhân"},
    "Khoa": {"học"},
    "Trung tâm": {"hành"},
    "Quỹ": {"đất"},
    "Phòng": {"họp", "chống", ","},
    "Đoàn": {"kiểm", "giám", "thanh", "công", "đại", "liên", "viên"},
    "Thanh tra": {"viên"},
}
# words before that make it no body of its own: Thủ tướng Chính phủ, Ủy viên Trung ương Đảng, "ngành Thuế"
_POST_BEFORE = {
    "Chính phủ": {"tướng", "trực"}, "Ban Chấp hành Trung ương Đảng": {"viên", "khuyết"}, "Thuế": {"ngành"},
    "Thống kê": {"ngành"},
}  # fmt: skip
_ALWAYS_NOT = {"Chính phủ", "Ban", "Vụ"}  # even before a capital: "Ban Giám đốc", "Vụ Đông"
_LOWER_HEADS = {
    "Công ty", "Trung tâm", "Trường Trung học phổ thông", "Trường Trung học cơ sở", "Trường Tiểu học", "Trường Mầm non",
    "Bưu điện", "Bệnh viện", "Sở", "Hợp tác xã", "Chi nhánh", "Ngân hàng", "Văn phòng Đăng ký đất đai", "Đảng ủy", "Hội Nông dân",
    "Hội Liên hiệp Phụ nữ", "Ủy ban nhân dân", "Chi cục", "Tập đoàn", "Trạm Y tế", "Tỉnh ủy", "Huyện ủy", "Báo", "Trường Đại học",
}  # fmt: skip  # met in small letters where a name follows
_MAX_SHORT_FORM = 8  # words, signs included
_APART = {"\n", "\t", "của", "tại", "do", "*", "(", ";", "giữa"}
_ITEM = {"\n", "\t", "-", "+", "*", ":"}
_POST_ENDS = {"tịch", "thư", "viên", "trưởng"}
_PARTY = {"Tỉnh ủy", "Thành ủy", "Huyện ủy", "Thị ủy", "Quận ủy"}
_OF_UNITS = {"Đoàn đại biểu Quốc hội", "Tổ đại biểu Hội đồng nhân dân"}  # "đơn vị tỉnh …"
_MAX_DEPTH = 2
_CLOSED = {"area", "so", "bo", "none", "party"}


def match_organization(words: Words, index: int, depth: int = 0) -> Organization | None:
    """Find the organisation whose name begins at a word; None for a class ("UBND cấp xã") or a bare head ("Sở").

    `depth` counts the names that this one stands in.
    """
    found = head_book().longest(words.keys, index) if depth <= _MAX_DEPTH else None
    if found is None or _is_lookalike(words, index, *found):
        return None
    after, head = found
    after = _past_abbreviation(words, after)
    tail = head.tail.rstrip("?")
    if tail in ("so", "bo"):
        return _match_department(words, index, after, head)
    if tail in ("area", "party"):
        return _match_seated(words, index, after, head, depth + 1)
    if tail == "open":
        return _match_open(words, index, after, head, depth + 1)
    return Organization(index, after, head, symbol=head.symbol)


def _past_abbreviation(words: Words, after: int) -> int:
    """Step over an abbreviation in brackets inside a name: "Đoàn đại biểu Quốc hội (ĐBQH) tỉnh …", "(KH&CN) tỉnh"."""
    stop = _after_short_form(words, after)
    goes_on = stop > after and (area_after(words, stop) or form_at(words, stop) == "đơn")
    return stop if goes_on else after


def _after_short_form(words: Words, index: int) -> int:
    """Give the index after an abbreviation in brackets; the index itself where none stands there."""
    if form_at(words, index) != "(":
        return index
    for at in range(index + 1, min(index + _MAX_SHORT_FORM, len(words.forms))):
        if words.forms[at] == ")":
            return at + 1 if at > index + 1 else index
        if not (words.forms[at].isupper() or words.forms[at] in "&-,.'"):
            return index
    return index


def _is_lookalike(words: Words, index: int, after: int, head: Head) -> bool:
    """Tell whether the words of a head are no name here: "báo cáo", "Ban Giám đốc", "Trạm Tấu", a heading in capitals."""
    if not words.forms[index][0].isupper() and not _may_be_lower(words, index, after, head):
        return True
    if form_at(words, index - 1) == "/" and index > 1 and words.forms[index - 2][0].isdigit():
        return True  # in the symbol of a paper: "8070/VPCP-KGVX"
    if head.name.startswith("Thường trực") and index and words.keys[index - 1] in _POST_ENDS:
        return True  # "Phó Chủ tịch Thường trực HĐND tỉnh": the council
    if (
        head.name.startswith("Thường trực")
        and head.name.endswith("ủy")
        and (not index or words.keys[index - 1] in _ITEM)
    ):
        return True  # who gets a copy, among "Thường trực Tỉnh ủy, HĐND tỉnh": the party body
    capitals = is_all_capitals(words, index)
    case_tells_not = capitals or not is_capital(words, after) or head.name in _ALWAYS_NOT
    numbered = (
        key_at(words, after) == "số" and form_at(words, after + 1)[0].isdigit()
    )  # "Nghị định của Chính phủ số 3/…"
    if case_tells_not and not numbered and key_at(words, after) in _NOT_AFTER.get(head.name, ()):
        return True
    if capitals and head.tail.startswith("open") and index and words.keys[index - 1] not in _APART:
        return True
    return after == index + 1 and len(words.forms[index]) <= 6 and is_capital(words, after) and _is_place(words, index)


def _is_place(words: Words, index: int) -> bool:
    return any(
        book.longest(words.keys, index) is not None for book in (district_book(), commune_book(), province_book())
    )


def _may_be_lower(words: Words, index: int, after: int, head: Head) -> bool:
    if head.name[0] == "Ủ" and any(form[0].isupper() for form in words.forms[index + 1 : after]):
        return True  # TCVN3 has no capital Ủ
    if head.name == "Phòng" or (head.name.startswith("Ban ") and is_capital(words, index + 1)):
        is_named = is_capital(words, after) or head.name != "Phòng"  # "Trưởng ban Pháp chế HĐND tỉnh"
        return is_named and index > 0 and words.keys[index - 1] == "trưởng"
    if head.name not in _LOWER_HEADS:
        return False
    return is_capital(words, after) or (head.tail.startswith("area") and level_at(words, after) is not None)


def _match_open(words: Words, index: int, after: int, head: Head, depth: int) -> Organization | None:
    shared = head.name == "Trung tâm" and words.keys[index] == "tt"
    if shared and (level_at(words, index) is not None or match_organization(words, after, depth) is not None):
        return None  # a town; "TT. HĐND tỉnh": its standing committee
    stop = _host_end(words, after, head, depth) or TailReader(words, after, head, match_organization, depth).read()
    if head.name == "Ủy ban" and words.keys[stop : stop + 3] == ["của", "quốc", "hội"]:
        stop += 3
    if stop == after and not head.tail.endswith("?"):
        return None
    return _with_area(words, Organization(index, stop, head, symbol=head.symbol))


def _host_end(words: Words, index: int, head: Head, depth: int) -> int | None:
    """Find the body to which an office belongs: "Văn phòng" + "UBND tỉnh", "Ban Pháp chế" + "HĐND tỉnh"."""
    anywhere = _sits_anywhere(head)
    if not is_capital(words, index) or not (anywhere or head.name in _HOSTS):
        return None
    host = match_organization(words, index, depth)
    return host.stop if host is not None and (anywhere or host.head.tail.rstrip("?") in _CLOSED) else None


def _sits_anywhere(head: Head) -> bool:
    return head.name in _WITHIN or head.name.endswith("Đảng ủy")


def _with_area(words: Words, found: Organization) -> Organization:
    area = area_after(words, found.stop)
    if area is None or (area.first == area.name_first and area.is_named and not is_joined(words, area.first)):
        return found
    return found._replace(stop=area.stop, area=area)


def _match_department(words: Words, index: int, after: int, head: Head) -> Organization | None:
    """Find "Sở" or "Bộ" with its field, and the place of a Sở."""
    of = head.tail.rstrip("?")
    field = department_book(of).longest(words.keys, after)
    if field is None:
        return Organization(index, after, head) if head.tail.endswith("?") else None
    if not (is_capital(words, index) or is_capital(words, after)):
        return None
    found = Organization(index, field[0], head, symbol=field[1].symbol)
    return _with_area(words, found._replace(stop=_past_abbreviation(words, field[0]))) if of == "so" else found


def _match_seated(words: Words, index: int, after: int, head: Head, depth: int) -> Organization | None:
    """Find a body that sits at a level or place; "HĐND và UBND tỉnh" gives the first its level from the second."""
    party = head_book().longest(words.keys, after) if head.tail == "area" and is_capital(words, after) else None
    if party is not None and party[1].name in _PARTY:
        return _with_area(words, Organization(index, party[0], head))  # "Ủy ban Kiểm tra (UBKT) Tỉnh ủy"
    unit = 2 if head.name in _OF_UNITS and words.keys[after : after + 2] == ["đơn", "vị"] else 0
    area = area_after(words, after + unit)
    if area is not None:
        return Organization(index, area.stop, head, area, symbol=head.symbol)
    hamlet = hamlet_end(words, after)
    if hamlet is not None:
        return Organization(index, hamlet, head)
    if level_at(words, after) or key_at(words, after) in ("cấp", "các"):
        return None
    if key_at(words, after) in (",", "và", "-", "&", "/") and head.tail == "area" and head.name != "Đoàn":
        other = match_organization(words, after + 1, depth)
        if other is not None and other.area is not None and other.head.tail.startswith("area"):
            level = words.text[words.starts[other.area.first] : words.ends[other.area.stop - 1]]
            return Organization(index, after, head, other.area, " ".join(level.split()), head.symbol)
    host = _host_end(words, after, head, depth)
    if host is not None:
        return Organization(index, host, head)
    if _sits_anywhere(head) and is_capital(words, after) and name_words().longest(words.keys, after):
        stop = TailReader(words, after, head, match_organization, depth).read()  # "Công đoàn Dầu khí Việt Nam"
        if stop > after:
            return Organization(index, stop, head)
    alone = head.tail == "party" or head.tail.endswith("?")
    return Organization(index, after, head, symbol=head.symbol) if alone else None


# -- over a text -------------------------------------------------------------------------------------------------------


def find_organizations(words: Words) -> Iterator[Organization]:
    """Give the organisations of a text, left to right."""
    reach = 0
    for index in head_book().candidates(words):
        if index < reach:
            continue
        for found in _found_at(words, index):
            yield found
            reach = found.stop


def _found_at(words: Words, index: int) -> Iterable[Organization]:
    found = match_organization(words, index)
    if found is None:
        if words.keys[index] in ("sở", "bộ") and (is_plural(words, index) or key_at(words, index + 1) == ":"):
            return _listed_departments(words, index)
        return ()
    if index and words.keys[index - 1] in _POST_BEFORE.get(found.head.name, ()):
        return ()
    if not is_plural(words, index):
        return (found,)
    if found.head.tail in ("so", "bo"):
        return (found, *_more_fields(words, found.stop, found.head))
    return (found,) if found.head.tail == "none" else ()


def _listed_departments(words: Words, index: int) -> Iterator[Organization]:
    """Give the departments of "các Sở: Y tế, Tài chính"."""
    head = Head("Sở", "so") if words.keys[index] == "sở" else Head("Bộ", "bo")
    start = index + 2 if key_at(words, index + 1) == ":" else index + 1
    return _more_fields(words, start, head, first=True)


def _more_fields(words: Words, index: int, head: Head, *, first: bool = False) -> Iterator[Organization]:
    while True:
        if not first:
            if key_at(words, index) not in (",", ";", "và", "-"):
                return
            index += 1
        field = department_book(head.tail).longest(words.keys, index) if is_capital(words, index) else None
        if field is None or level_at(words, field[0]) is not None:
            return
        yield Organization(index, field[0], head, inherited=head.name, symbol=field[1].symbol)
        index, first = field[0], False
