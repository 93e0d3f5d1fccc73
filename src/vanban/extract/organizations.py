"""Finds at a word the name of an organisation, from the words that open it to its end."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from vanban.extract.areas import Area, is_capital, level_at, match_area
from vanban.lexicon.organizations import Head, department_book, function_words, head_book, name_words, post_book
from vanban.lexicon.places import province_book
from vanban.lexicon.words import Words

_PLURALS = {"các", "những", "mỗi", "từng", "nhiều", "mọi", "số"}
_LINKS = {"và", "-", "&", ","}
_HOSTS = {"Văn phòng", "Ban Pháp chế", "Ban Kinh tế - Ngân sách", "Ban Văn hóa - Xã hội", "Ban Đô thị", "Ban Dân tộc", "Thanh tra",
          "Đảng ủy", "Đảng bộ", "Chi bộ", "Công đoàn", "Đoàn Thanh niên", "Phòng", "Ban Cán sự đảng", "Đảng đoàn", "Ban", "Cơ quan",
          "Tổ công tác", "Hội đồng", "Chi đoàn", "Đoàn"}  # fmt: skip
_LISTERS = {"Ban Chỉ đạo", "Ban Chỉ huy", "Tổ công tác", "Tổ giúp việc", "Tiểu ban"}
_NOT_AFTER = {
    "Ban": {"giám", "lãnh", "hành", "thư", "thường", "chấp", "tổ", "cán", "ngành"},
    "Chính phủ": {"số", "điện", "kiến"}, "Báo": {"cáo"}, "Hội": {"nghị", "thảo", "thi", "đồng", "trường", "viên", "chợ"},
    "Trường": {"hợp", "các"}, "Hội đồng": {"nhân"}, "Khoa": {"học"}, "Trung tâm": {"hành"}, "Quỹ": {"đất"}, "Cơ quan": {"chủ", "đảng"},
    "Phòng": {"họp", "chống", ","}, "Đoàn": {"kiểm", "giám", "thanh", "công", "đại", "liên", "viên"}, "Thanh tra": {"viên"},
}  # fmt: skip
_LOWER_HEADS = {"Công ty", "Trường", "Trung tâm", "Bệnh viện", "Sở", "Hợp tác xã", "Chi nhánh", "Ngân hàng", "Văn phòng Đăng ký đất đai",
                "Công an", "Đảng ủy", "Hội Nông dân", "Hội Liên hiệp Phụ nữ", "Ủy ban nhân dân", "Chi cục", "Tập đoàn", "Viện",
                "Trạm Y tế", "Tỉnh ủy", "Huyện ủy", "Báo", "Trường Đại học", "Phòng"}  # fmt: skip
_MAX_WORDS = 24


class Organization(NamedTuple):
    """A name in a text; `first` and `stop` are indexes of words."""

    first: int
    stop: int
    head: Head
    area: Area | None = None
    inherited: str = ""  # what the text says once for several: "tỉnh" in "HĐND, UBND tỉnh", "Sở" in "các Sở: Y tế, Tài chính"
    symbol: str = ""

    def name(self, words: Words) -> str:
        name = " ".join(words.text[words.starts[self.first] : words.ends[self.stop - 1]].split())
        if not self.inherited:
            return name
        return f"{self.inherited} {name}" if self.head.tail in ("so", "bo") else f"{name} {self.inherited}"


def _form(words: Words, index: int) -> str:
    return words.forms[index] if index < len(words.forms) else "\n"


def _key(words: Words, index: int) -> str:
    return words.keys[index] if index < len(words.keys) else "\n"


def is_class(words: Words, area: Area) -> bool:
    """Tell whether a bare level is one of several ("xã, phường", "xã/phường"), so that no single body is meant."""
    if area.is_named:
        return False
    sign, after = _key(words, area.stop), level_at(words, area.stop + 1)
    return sign in (",", "/", "-", "và") and after is not None and after[1] != area.level


def _area_after(words: Words, index: int) -> Area | None:
    """Find the level or place that ends a name: "tỉnh", "xã X", "khu vực 5", or a province by its bare name."""
    area = match_area(words, index)
    if area is not None:
        return None if is_class(words, area) else area
    key, form = _key(words, index), _form(words, index)
    if key == "khu" and _key(words, index + 1) == "vực":
        stop = index + 2
        if _form(words, stop)[0].isdigit() or is_capital(words, stop):
            from vanban.extract.areas import capital_run

            return Area(index, stop, max(capital_run(words, stop), stop + 1), "khu vực")
        return Area(index, stop, stop, "khu vực")
    if form[0].isupper():
        province = province_book().longest(words.keys, index)
        if province:
            return Area(index, index, province[0], "tỉnh", province[1])
    if key == "trung" and _key(words, index + 1) == "ương":
        return Area(index, index + 2, index + 2, "trung ương")
    if key == "việt" and _key(words, index + 1) == "nam" and form[0].isupper():
        return Area(index, index + 2, index + 2, "quốc gia")
    return None


def _open_end(words: Words, index: int, head: Head) -> int:
    """Give the index after the free words of a name that begin at a word; the index itself where none belong to it."""
    known, ends, posts, heads = name_words(), function_words(), post_book(), head_book()
    keys, forms = words.keys, words.forms
    size = min(len(keys), index + _MAX_WORDS)
    capitals = is_all_capitals(words, index - 1) and is_capital(words, index) and forms[index].isupper()
    lists = head.name in _LISTERS
    done = at = index
    while at < size:
        form, key = forms[at], keys[at]
        first = form[0]
        area = match_area(words, at) if at > index or head.name in _HOSTS else None
        if area is not None and (area.is_named or not first.isupper() or area.level != "thành phố" or at > index):
            return done if is_class(words, area) and done > index else (area.stop if not is_class(words, area) else done)
        if first.isupper() or (first.isdigit() and at == index):
            if at > index and posts.longest(keys, at):
                break
            if key in heads and at > index and not capitals:
                inner = match_organization(words, at)
                if inner is not None and inner.head.tail not in ("open", "open?"):
                    break
                if inner is not None and keys[at - 1] in _LINKS:
                    break
            phrase = known.longest(keys, at)
            at = phrase[0] if phrase else at + 1
            if not phrase and at < size and forms[at][0].islower() and not capitals and not ends.longest(keys, at) and not known.longest(keys, at) and _completes(words, at):
                at += 1
            done = at
        elif first.isdigit():
            if not (lists or keys[at - 1] in ("số", "khu")) or (at + 1 < size and forms[at + 1][0].islower() and not level_at(words, at + 1)):
                break
            at += 1
            done = at
        elif key == "số" and _form(words, at + 1)[0].isdigit():
            at += 1
        elif first.isalpha():
            phrase = known.longest(keys, at)
            if phrase and (lists or at == index or not ends.longest(keys, at)):
                at = phrase[0]
                done = at if lists or at <= index + 3 or forms[index][0].isupper() else done
            elif lists and key in ("về", "và", "thực", "triển", "đề"):
                at += 2 if key in ("thực", "triển", "đề") else 1
            elif key == "và":
                at += 1
                if not (is_capital(words, at) or known.longest(keys, at)) or _opens_other(words, at):
                    break
            else:
                break
        elif key in ("-", "&") or (key == "," and (lists or _closes_list(words, at))):
            at += 1
            if not (is_capital(words, at) or lists) or _opens_other(words, at) or posts.longest(keys, at):
                break
        elif form in "'’" or (form == "." and _form(words, at - 1) in ("P", "C", "TP", "St")):
            at += 1
        else:
            break
    return done


def _completes(words: Words, index: int) -> bool:
    """Tell whether a small syllable after a capital one is its second half: it follows at once, and a name goes on or ends."""
    return words.starts[index] == words.ends[index - 1] + 1 and len(words.forms[index]) > 1


def _opens_other(words: Words, index: int) -> bool:
    found = head_book().longest(words.keys, index) if is_capital(words, index) else None
    return found is not None and match_organization(words, index) is not None


def _closes_list(words: Words, comma: int) -> bool:
    """Tell whether a comma stands inside a name such as "Kinh tế, Hạ tầng và Đô thị": "và" and a capital follow soon."""
    if not is_capital(words, comma + 1) or _opens_other(words, comma + 1):
        return False
    for at in range(comma + 2, min(comma + 8, len(words.keys) - 1)):
        key = words.keys[at]
        if key == "và":
            return is_capital(words, at + 1) and not _opens_other(words, at + 1)
        if not words.forms[at][0].isalpha():
            return False
    return False


def match_organization(words: Words, index: int) -> Organization | None:
    """Find the organisation whose name begins at a word; None for a class ("UBND cấp xã") or a bare head ("Sở")."""
    found = head_book().longest(words.keys, index)
    if found is None:
        return None
    after, head = found
    if not words.forms[index][0].isupper() and not _lower_head(words, index, after, head):
        return None
    tail = head.tail.rstrip("?")
    capitals = is_all_capitals(words, index)
    if _key(words, after) in _NOT_AFTER.get(head.name, ()) and (capitals or not is_capital(words, after) or head.name == "Chính phủ"):
        return None
    if capitals and tail == "open" and not _stands_apart(words, index):
        return None
    if tail in ("so", "bo"):
        return _match_department(words, index, after, head)
    if tail in ("area", "party"):
        return _match_seated(words, index, after, head)
    if tail == "open":
        stop = _match_inner(words, after, head) or _open_end(words, after, head)
        if stop == after and not head.tail.endswith("?"):
            return None
        return _with_area(words, Organization(index, stop, head, symbol=head.symbol))
    return Organization(index, after, head, symbol=head.symbol)


def is_all_capitals(words: Words, index: int) -> bool:
    """Tell whether a word stands in a line of capitals, where case says nothing about names."""
    form = words.forms[index]
    if not (form.isupper() and len(form) > 1):
        return False
    after = _form(words, index + 1)
    before = words.forms[index - 1] if index else "\n"
    return any(other.isupper() and len(other) > 1 and other.isalpha() and len(form) <= 7 for other in (after, before)) and form not in _CAPITAL_HEADS


_CAPITAL_HEADS = {"UBND", "HĐND", "UBMTTQ", "MTTQ", "HTX", "LĐLĐ", "BHXH", "VNPT", "FPT", "EVN", "BIDV", "TAND", "VKSND", "KBNN", "NHNN", "BQL", "BCĐ", "CDC"}


def _stands_apart(words: Words, index: int) -> bool:
    return index == 0 or words.keys[index - 1] in ("\n", "\t", "của", "tại", "do", "*", "(", ";", "giữa")


def _lower_head(words: Words, index: int, after: int, head: Head) -> bool:
    if head.name not in _LOWER_HEADS:
        return False
    return is_capital(words, after) or (head.tail.startswith("area") and level_at(words, after) is not None)


def _match_inner(words: Words, index: int, head: Head) -> int | None:
    """Find the body to which an office belongs: "Văn phòng" + "UBND tỉnh", "Ban Pháp chế" + "HĐND tỉnh"."""
    if head.name not in _HOSTS or not is_capital(words, index):
        return None
    inner = match_organization(words, index)
    return inner.stop if inner is not None and inner.head.tail.rstrip("?") in ("area", "so", "bo", "none") else None


def _with_area(words: Words, found: Organization) -> Organization:
    if found.area is not None:
        return found
    area = _area_after(words, found.stop)
    if area is None or (area.first == area.name_first and area.is_named and words.starts[area.first] != words.ends[found.stop - 1] + 1):
        return found
    return found._replace(stop=area.stop, area=area)


def _match_department(words: Words, index: int, after: int, head: Head) -> Organization | None:
    field = department_book(head.tail).longest(words.keys, after)
    if field is None or not (is_capital(words, index) or is_capital(words, after)):
        return None
    found = Organization(index, field[0], head, symbol=field[1].symbol)
    return _with_area(words, found) if head.tail == "so" else found


def _match_seated(words: Words, index: int, after: int, head: Head) -> Organization | None:
    """Find a body that sits at a level or place; "HĐND và UBND tỉnh" gives the first its level from the second."""
    area = _area_after(words, after)
    if area is not None:
        return Organization(index, area.stop, head, area, symbol=head.symbol)
    if level_at(words, after) or _key(words, after) in ("cấp", "các"):
        return None
    if _key(words, after) in (",", "và", "-", "&", "/") and head.tail == "area" and head.name != "Đoàn":
        other = match_organization(words, after + 1)
        if other is not None and other.area is not None and other.head.tail.startswith("area"):
            level = words.text[words.starts[other.area.first] : words.ends[other.area.stop - 1]]
            return Organization(index, after, head, other.area, inherited=" ".join(level.split()), symbol=head.symbol)
    inner = _match_inner(words, after, head)
    if inner is not None:
        return Organization(index, inner, head)
    if head.tail == "party" or head.tail.endswith("?"):
        return Organization(index, after, head, symbol=head.symbol)
    return None


def match_issuer(words: Words, index: int) -> int | None:
    """Give the index after who issued a document: an organisation, or the post of its head ("Bộ trưởng Bộ Y tế")."""
    post = post_book().longest(words.keys, index)
    if post is not None and (is_capital(words, index)):
        found = match_organization(words, post[0])
        if found is not None:
            return found.stop
        if words.keys[index] in ("thủ", "chủ", "phó", "tổng") and _form(words, post[0]) not in (".",):
            return post[0] if post[1] in _POSTS_ALONE else None
        return None
    found = match_organization(words, index)
    return found.stop if found is not None else None


_POSTS_ALONE = {"Thủ tướng", "Thủ tướng Chính phủ", "Phó Thủ tướng", "Chủ tịch nước", "Chủ tịch Quốc hội", "Tổng Bí thư"}


def is_plural(words: Words, index: int) -> bool:
    """Tell whether the words before say that a class is meant ("các Sở", "75 Trạm Y tế")."""
    if index == 0:
        return False
    key = words.keys[index - 1]
    if key in _PLURALS:
        return key != "số" or (index > 1 and words.keys[index - 2] == "một")
    return key.isdigit() and index > 1 and words.keys[index - 2] not in ("\n", "\t", "-", ".", "/") and words.ends[index - 1] + 1 == words.starts[index]


def find_organizations(words: Words) -> Iterator[Organization]:
    """Give the organisations of a text, left to right."""
    heads = head_book()
    index, size = 0, len(words.keys)
    while index < size:
        if words.keys[index] not in heads:
            index += 1
            continue
        found = match_organization(words, index)
        plural = is_plural(words, index)
        if found is None or (plural and found.head.tail not in ("so", "bo", "none")):
            if plural or _colon_after(words, index):
                members = list(_members(words, index))
                yield from members
                index = members[-1].stop if members else index + 1
            else:
                index += 1
            continue
        yield found
        index = found.stop
        if plural and found.head.tail in ("so", "bo"):
            for member in _more_fields(words, found.stop, found.head):
                yield member
                index = member.stop


def _colon_after(words: Words, index: int) -> bool:
    return words.keys[index] in ("sở", "bộ") and _key(words, index + 1) == ":"


def _members(words: Words, index: int) -> Iterator[Organization]:
    """Give the departments of "các Sở: Y tế, Tài chính" or "các Bộ, Công an, Tư pháp"."""
    if words.keys[index] not in ("sở", "bộ"):
        return
    head = Head("Sở" if words.keys[index] == "sở" else "Bộ", "so" if words.keys[index] == "sở" else "bo")
    start = index + 2 if _key(words, index + 1) == ":" else index + 1
    yield from _more_fields(words, start, head, first=True)


def _more_fields(words: Words, index: int, head: Head, *, first: bool = False) -> Iterator[Organization]:
    while True:
        if not first:
            if _key(words, index) not in (",", ";", "và", "-"):
                return
            index += 1
        field = department_book(head.tail).longest(words.keys, index) if is_capital(words, index) else None
        if field is None or level_at(words, field[0]) is not None:
            return
        yield Organization(index, field[0], head, inherited=head.name, symbol=field[1].symbol)
        index, first = field[0], False
