"""Finds persons: after a form of address or a post, before a post, on a signature line, in a table cell."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from vanban.extract.areas import is_capital, match_area
from vanban.extract.bylines import find_byline
from vanban.extract.organization_parts import form_at
from vanban.extract.organizations import match_organization
from vanban.lexicon.organizations import address_book, head_book, post_book, surnames
from vanban.lexicon.places import district_book, province_book, todays_commune_book
from vanban.lexicon.words import Words
from vanban.text import is_syllable

_STREETS = {"đường", "phố", "cầu", "hẻm", "ngõ", "trường", "giải", "quỹ", "quận", "huyện", "xã", "phường", "thôn", "bản", "ấp", "xóm", "khu",
            "làng", "lăng", "đền", "chùa", "tượng", "tưởng", "vườn", "công viên", "chợ", "núi", "sông", "hồ", "đèo", "đảo", "hang", "động", "thpt", "thcs"}  # fmt: skip
_KIN = {"anh", "chị", "em", "cô", "chú", "cụ"}
_HIGHLAND = {"Rơ", "Siu", "Ksor", "Kpă", "Rcom", "Rmah", "Rah", "Niê", "Ayun", "Mlô", "Byă", "Y", "H", "K"}
_OF_PLACES = {"cử tri", "nông dân", "đại biểu"}  # "Cử tri Hà Nội": a place stands behind these as well
# "giáo viên Tiếng Anh", "bà Sở Tài", "Cử tri Xã Lâm"
_NO_NAMES = {"tiếng", "ngữ", "tin", "toán", "bộ", "sở", "xã", "phường", "huyện", "thôn", "ấp", "thị", "tỉnh"}
_NOUNS = {"hồ", "sơn", "hà", "đèo", "cù"}
_MAX_POST_WORDS = 14  # on the line of a post above a signature
_CREDITS = {("ảnh", ":"), ("bài", ":"), ("hiện", ":"), ("giả", ":")}  # "T/hiện:", "Tác giả:"


class Person(NamedTuple):
    """A mention; `first` and `stop` are indexes of words, `title` as the text gives it there."""

    first: int
    stop: int
    rule: str
    title: str | None = None


def _is_name_word(words: Words, index: int) -> bool:
    form = words.forms[index]
    if not form[0].isupper() or not form.isalpha():
        return False
    return len(form) == 1 or (form[1:].islower() and len(form) <= 7)


def name_end(words: Words, index: int, *, limit: int = 5) -> int:
    """Give the index after capitalised syllables on one line; a post or an organisation's opening words end them."""
    size, at = len(words.forms), index
    while at < size and at - index < limit and _is_name_word(words, at):
        if at > index and words.starts[at] - words.ends[at - 1] != 1:
            break
        if at > index and at - index >= 2 and (_starts_post(words, at) or _starts_organization(words, at)):
            break
        at += 1
        if (
            at + 1 < size
            and words.forms[at] in "'’"
            and words.starts[at] == words.ends[at - 1]
            and words.starts[at + 1] == words.ends[at]
        ):
            at += 1  # H'Linh
            if not words.forms[at][0].isalpha():
                return at - 1
            at += 1
    return at


def _starts_post(words: Words, index: int) -> bool:
    return post_book().longest(words.keys, index) is not None


def _starts_organization(words: Words, index: int) -> bool:
    return words.keys[index] in head_book() and match_organization(words, index) is not None


def _place_stop(words: Words, index: int) -> int:
    """Give the index after the longest name of a province, district or commune at a word; the index itself for none."""
    books = (province_book(), district_book(), todays_commune_book())
    return max((found[0] for found in (book.longest(words.keys, index) for book in books) if found), default=index)


def is_known_place(words: Words, first: int, stop: int) -> bool:
    """Tell whether capitals are the whole name of a place, also behind a common noun in capitals ("Hồ Ba Bể")."""
    return _place_stop(words, first) == stop or (words.keys[first] in _NOUNS and _place_stop(words, first + 1) == stop)


def _is_province(words: Words, first: int, stop: int) -> bool:
    found = province_book().longest(words.keys, first)
    return found is not None and found[0] == stop


def looks_like_name(words: Words, first: int, stop: int) -> bool:
    """Tell whether capitalised syllables have the shape of a full name: a family name, then one to three syllables."""
    form = form_at(words, first)
    if not 2 <= stop - first <= 7 or form not in surnames():
        return form in ("H", "Y", "K") and stop - first >= 3
    native = form in _HIGHLAND
    return native or (
        stop - first <= 5 and all(is_syllable(form) or len(form) == 1 for form in words.forms[first:stop])
    )


def _title(words: Words, first: int, stop: int) -> str:
    return " ".join(words.text[words.starts[first] : words.ends[stop - 1]].split())


def post_end(words: Words, index: int) -> int | None:
    """Give the index after a post and the organisation or place that it belongs to; None where no post begins."""
    found = post_book().longest(words.keys, index)
    if found is None:
        return None
    stop = _organization_stop(words, index, found[0])
    size = len(words.keys)
    for _ in range(3):
        if stop >= size:
            break
        key = words.keys[stop]
        if key in ("thường", "phụ", "chuyên") and stop + 1 < size and words.keys[stop + 1] in ("trực", "trách"):
            stop += 2
            continue
        organization = match_organization(words, stop) if key in head_book() else None
        if organization is not None:
            stop = _before_person(words, stop, organization.stop)
            continue
        head = head_book().longest(words.keys, stop)
        if head is not None and looks_like_name(words, head[0], name_end(words, head[0])):
            return head[0]  # "giám đốc hợp tác xã Lê Thị B"
        area = match_area(words, stop)
        if area is not None:
            stop = area.stop
            continue
        if key in ("kiêm", ",", "-", "kiêm,") and stop + 1 < size:
            more = post_book().longest(words.keys, stop + 1)
            if more is not None and words.forms[stop + 1][0].isupper():
                stop = more[0]
                continue
        break
    return stop


def _organization_stop(words: Words, index: int, stop: int) -> int:
    """Give the index after an organisation that begins with the last words of a post: "Chủ tịch Hội đồng Dân tộc"."""
    for at in range(max(index + 1, stop - 2), stop):
        organization = match_organization(words, at) if words.keys[at] in head_book() else None
        if organization is not None and organization.stop > stop:
            return _before_person(words, at, organization.stop)
    return stop


def _before_person(words: Words, first: int, stop: int) -> int:
    """Take a full name off the end of an organisation's name that swallowed it ("Công ty Hòa Phát Trần Văn B")."""
    for at in range(max(first + 2, stop - 4), stop - 2):
        if (
            words.forms[at] in surnames()
            and looks_like_name(words, at, stop)
            and surnames()[words.forms[at]] == "frequent"
        ):
            return at
    return stop


def find_persons(words: Words) -> Iterator[Person]:
    """Give the persons of a text, left to right; short later mentions ("bà Quyên") too."""
    reach = 0
    for index in sorted({*address_book().candidates(words), *post_book().candidates(words), *words.capitals}):
        found = _person_at(words, index) if index >= reach else None
        if found is not None:
            yield found
            reach = found.stop
    byline = find_byline(words)
    if byline is not None and byline[0] >= reach and not _is_province(words, *byline):
        yield Person(*byline, "person.byline")


def _person_at(words: Words, index: int) -> Person | None:
    key, form = words.keys[index], words.forms[index]
    found = _addressed(words, index) if key in address_book() else None
    if found is None and key in post_book():
        found = _after_post(words, index)
    if found is not None or not form[0].isupper():
        return found
    names = surnames()
    if form in names or form in _HIGHLAND:
        found = _by_shape(words, index)
    elif form.isupper() and len(form) > 1 and form.capitalize() in names:
        found = _capital_line(words, index)
    if found is None and words.keys[index - 1] == ":" and tuple(words.keys[index - 2 : index]) in _CREDITS:
        in_capitals = len(form) > 1 and form.isupper() and form.capitalize() in names
        stop = _capitals_end(words, index) if in_capitals else name_end(words, index)
        found = Person(index, stop, "person.credit") if 2 <= stop - index <= 4 else None
    return found


def _addressed(words: Words, index: int) -> Person | None:
    """Read "bà Nguyễn Thị A", "đồng chí Phó Chủ tịch UBND tỉnh Nguyễn Văn B", and the short "ông Sửu"."""
    match = address_book().longest(words.keys, index)
    if match is None or (is_capital(words, index) and _place_stop(words, index) > match[0]):  # Bà Rịa, Cô Tô
        return None
    address = match[1].lower()
    start, title = _skip_titles(words, match[0])
    if start >= len(words.keys) or words.starts[start] - words.ends[start - 1] > 2 or words.keys[start] in "\n\t":
        return None
    end = name_end(words, start)
    count = end - start
    if (
        count == 0
        or words.keys[start] in _NO_NAMES
        or (address in _KIN and (words.forms[start] not in surnames() or count < 2))
    ):
        return None
    if count == 1:
        short = address in ("ông", "bà", "đồng chí", "đ/c") and len(words.forms[start]) > 1
        return Person(start, end, "person.short") if short else None
    surname = words.forms[start] in surnames()
    personal = surname and address not in _OF_PLACES
    # "đại biểu Hà Tân Hòa": three syllables are no place but as the whole name of one
    place = _place_stop(words, start) == end if surname and count > 2 else is_known_place(words, start, end)
    if not personal and place:
        return None
    return Person(start, end, "person.addressed", title or _title_after(words, end))


def _skip_titles(words: Words, index: int) -> tuple[int, str | None]:
    """Step over degrees and posts between a form of address and a name; give also the post."""
    title = None
    size = len(words.keys)
    for _ in range(3):
        if index >= size:
            break
        if words.forms[index] in ".:,":
            index += 1
            continue
        more = address_book().longest(words.keys, index)
        if more is not None:
            index = more[0]
            continue
        end = post_end(words, index) if is_capital(words, index) else None
        if end is None or end >= size:
            break
        title = _title(words, index, end)
        index = end
    return index, title


def _after_post(words: Words, index: int) -> Person | None:
    end = post_end(words, index)
    if end is None or end >= len(words.keys):
        return None
    stop = end + 1 if words.keys[end] in (":", "-") else end
    while stop < len(words.keys) and words.keys[stop] in ("đồng", "chí", "ông", "bà", "ts", "ths", "."):
        stop += 1
    if stop >= len(words.keys) or words.keys[stop] in "\n\t" or words.starts[stop] - words.ends[stop - 1] > 2:
        return None
    last = name_end(words, stop)
    if not looks_like_name(words, stop, last) or is_known_place(words, stop, last):
        return None
    return Person(stop, last, "person.post", _title(words, index, end))


def _title_after(words: Words, index: int) -> str | None:
    """Read a post after a name: "Nguyễn Văn A - Giám đốc Sở X", "…, thành viên HTX Y", "… (Chủ tịch UBND xã)"."""
    if index + 1 >= len(words.keys) or words.keys[index] not in (",", "-", "("):
        return None
    start = index + 1
    while start + 1 < len(words.keys) and words.keys[start] in ("nguyên", "hiện", "là", "quyền"):
        start += 1
    end = post_end(words, start)
    return _title(words, index + 1, end) if end is not None else None


def _line_edges(words: Words, first: int, stop: int) -> tuple[bool, bool]:
    """Tell whether nothing but marks stands before and after on the line or in the table cell."""
    before, after = first - 1, stop
    while before >= 0 and words.forms[before] in "*_#|>":
        before -= 1
    while after < len(words.forms) and words.forms[after] in "*_#|<":
        after += 1
    return before < 0 or words.forms[before] in "\n\t", after >= len(words.forms) or words.forms[after] in "\n\t"


def _by_shape(words: Words, index: int) -> Person | None:
    stop = name_end(words, index)
    if not looks_like_name(words, index, stop):
        return None
    count = stop - index
    frequent = surnames().get(words.forms[index]) == "frequent"
    opens, closes = _line_edges(words, index, stop)
    if opens and closes:
        title = _post_above(words, index)
        if title is not None:
            return Person(index, stop, "person.signer", title)
        plain = count >= 3 and frequent and not is_known_place(words, index, stop)
        return Person(index, stop, "person.line") if plain else None
    title = _title_after(words, stop)
    if title is not None and not is_known_place(words, index, stop):
        return Person(index, stop, "person.titled", title)
    previous = words.keys[index - 1] if index else "\n"
    if not frequent or count < 3 or count > 4 or previous in _STREETS or is_known_place(words, index, stop):
        return None
    if index and words.forms[index - 1][0].isupper() and words.starts[index] - words.ends[index - 1] == 1:
        return None
    if words.forms[stop - 1].isupper() and len(words.forms[stop - 1]) > 1:
        return None
    return Person(index, stop, "person.shape")


def _capitals_end(words: Words, index: int) -> int:
    at = index
    while at < len(words.forms) and at - index < 5 and words.forms[at].isupper() and words.forms[at].isalpha():
        at += 1
    return at


def _capital_line(words: Words, index: int) -> Person | None:
    """Read a name in capitals that fills a line below a post."""
    at = _capitals_end(words, index)
    if not 2 <= at - index <= 4 or _line_edges(words, index, at) != (True, True) or is_known_place(words, index, at):
        return None
    if (
        not all(is_syllable(form) for form in words.forms[index:at])
        or post_book().longest(words.keys, index) is not None
    ):
        return None
    title = _post_above(words, index)
    return Person(index, at, "person.signer", title) if title is not None else None


def _post_above(words: Words, index: int) -> str | None:
    """Give the post on one of the lines above a signature ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC")."""
    at, lines = index - 1, 0
    while at >= 0 and lines < 4:
        end = at
        while end >= 0 and words.forms[end] in "\n\t*_#()":
            end -= 1
        start = end
        while start > 0 and words.forms[start - 1] not in "\n\t" and end - start <= _MAX_POST_WORDS:
            start -= 1
        if end < 0 or end - start > _MAX_POST_WORDS:
            return None
        lines += 1
        for first in range(start, end + 1):
            found = post_book().longest(words.keys, first)
            if found is not None and words.forms[first][0].isupper() and first - start <= 3:
                stop = end + 1
                while stop > found[0] and words.forms[stop - 1] in "*_#.,;":
                    stop -= 1
                return _title(words, first, stop)
        at = start - 1
    return None
