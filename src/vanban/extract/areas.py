"""Finds at a word the name of a province, district or commune, or the bare word for its level ("tỉnh")."""

from __future__ import annotations

from typing import NamedTuple

from vanban.lexicon.organizations import post_book, surnames
from vanban.lexicon.places import Unit, commune_book, district_book, province_book
from vanban.lexicon.provinces import Province
from vanban.lexicon.words import PhraseBook, Words

_LEVELS: dict[tuple[str, ...], str] = {
    ("tỉnh",): "tỉnh", ("thành", "phố"): "thành phố", ("tp", "."): "thành phố", ("tp",): "thành phố",
    ("thủ", "đô"): "thành phố", ("huyện",): "huyện", ("quận",): "quận", ("thị", "xã"): "thị xã",
    ("thị", "trấn"): "thị trấn", ("tt", "."): "thị trấn", ("tt",): "thị trấn",
    ("xã",): "xã", ("phường",): "phường", ("đặc", "khu"): "đặc khu",
}  # fmt: skip
LEVEL_KEYS = {keys[0] for keys in _LEVELS}
MAX_NAME_WORDS = 4
_POST_REACH = 12  # words from a name back to the post
_BREAKS = {"\n", "\t", ".", ";", ":", "“", "”", "(", ")"}
# in a heading in capitals: what is done, no name ("HĐND HUYỆN GIÁM SÁT …")
_DEEDS = {
    ("giám", "sát"), ("tiếp", "xúc"), ("tổ", "chức"), ("triển", "khai"), ("tăng", "cường"), ("đẩy", "mạnh"),
    ("kiểm", "tra"), ("làm", "việc"), ("phối", "hợp"), ("thực", "hiện"), ("tập", "trung"), ("ban", "hành"),
    ("tiếp", "tục"), ("khai", "mạc"), ("tổng", "kết"), ("sơ", "kết"), ("thông", "qua"), ("hội", "nghị"),
    ("chỉ", "đạo"), ("hoàn", "thành"), ("lần", "thứ"), ("nhiệm", "kì"), ("tháo", "gỡ"),
    ("phấn", "đấu"), ("quyết", "tâm"), ("đối", "thoại"), ("trả", "lời"), ("khảo", "sát"), ("thẩm", "tra"),
    ("xem", "xét"), ("giải", "quyết"), ("nâng", "cao"), ("xây", "dựng"), ("phát", "động"), ("tiếp", "nhận"),
    ("phản", "ánh"), ("kiến", "nghị"), ("đề", "nghị"), ("đề", "xuất"),
}  # fmt: skip
_NO_NAME = {"khóa"}  # "HĐND huyện Khóa XI"
_NUMBERED = {"xã", "phường", "thị trấn", "quận"}  # levels whose names may end in a number


class Area(NamedTuple):
    """A level, and the name where one is given; `first` and `stop` are indexes of words."""

    first: int
    name_first: int  # == stop where no name is given
    stop: int
    level: str
    province: Province | None = None

    @property
    def is_named(self) -> bool:
        return self.name_first < self.stop


def level_at(words: Words, index: int) -> tuple[int, str] | None:
    """Give (index after it, level) of a word for a level; None in "xã hội", "hợp tác xã", "Thông tấn xã"."""
    keys = words.keys
    if index >= len(keys) or keys[index] not in LEVEL_KEYS:
        return None
    if keys[index] == "xã" and (
        keys[index - 1] in ("tác", "tấn") or (index + 1 < len(keys) and keys[index + 1] == "hội")
    ):
        return None
    for size in (2, 1):
        level = _LEVELS.get(tuple(keys[index : index + size]))
        if level and index + size <= len(keys):
            return None if keys[index] == "tt" and not _is_town(words, index + size) else (index + size, level)
    return None


def _is_town(words: Words, index: int) -> bool:
    """Tell whether a known place of two syllables or more begins at a word: "TT" may be a centre, too."""
    return _known_unit_end(words, index) > index + 1


def is_capital(words: Words, index: int) -> bool:
    return index < len(words.forms) and words.forms[index][0].isupper()


def capital_run(words: Words, index: int, *, limit: int = MAX_NAME_WORDS) -> int:
    """Give the index after capitalised syllables that begin at a word, with ' inside ("Đắk R'lấp"), at most `limit`."""
    size, count, at = len(words.forms), 0, index
    while at < size and count < limit and words.forms[at][0].isupper() and words.forms[at].isalpha():
        at += 1
        count += 1
        if (
            at + 1 < size
            and words.forms[at] in "'’"
            and words.starts[at + 1] == words.ends[at] == words.ends[at - 1] + 1
        ):
            at += 2
    return at


def _is_person(words: Words, index: int, stop: int) -> bool:
    """Tell whether capitals after a bare level are a person ("UBND xã Nguyễn Văn A"): a family name and two syllables more."""
    if stop - index < 3 or words.forms[index] not in surnames():
        return False
    return surnames()[words.forms[index]] == "frequent" or _post_before(words, index)


def _post_before(words: Words, index: int) -> bool:
    """Tell whether a post stands shortly before, so that a name with a rare family name may follow."""
    for at in range(index - 2, max(index - _POST_REACH, -1), -1):
        if words.forms[at] in _BREAKS:
            return False
        found = post_book().longest(words.keys, at)
        if found is not None and found[0] < index:
            return True
    return False


def _goes_on_small(words: Words, index: int) -> bool:
    """Tell whether a word in small letters follows at once, so that one capital is no whole name: "xã An toàn khu"."""
    return index < len(words.forms) and words.forms[index][0].islower()


def _known_end(words: Words, index: int, book: PhraseBook[list[Unit]]) -> int:
    """Give the index after a name of the lexicon in capitals; the index itself for none ("An toàn" is not An Toàn)."""
    found = book.longest(words.keys, index)
    if found is None:
        return index
    last = found[0] - 1
    in_capitals = not words.forms[last][0].islower() or words.forms[last - 1] in "'’"
    return found[0] if in_capitals else index


def _known_unit_end(words: Words, index: int) -> int:
    """Give the same for communes and districts."""
    return max(_known_end(words, index, commune_book()), _known_end(words, index, district_book()))


def _unit_name_end(words: Words, index: int, level: str) -> int:
    """Give the index after the name of a commune or district that begins at a word; the index itself where none does."""
    forms, size = words.forms, len(words.forms)
    if index >= size:
        return index
    known = _known_unit_end(words, index)
    if forms[index].isdigit():
        return max(known, index + 1) if len(forms[index]) <= 2 and level in ("quận", "phường") else index
    if not forms[index][0].isupper() or words.keys[index] in _NO_NAME:
        return index
    run = capital_run(words, index, limit=8)
    if run - index > 1 and tuple(words.keys[run - 1 : run + 1]) in _DEEDS:
        run -= 1  # "phường Lâm Thành Phản ánh …"
    goes_on = known - index > 1 and run - known > 1  # "thị trấn Lưu Vệ Phạm Văn An": a name behind the place's
    if known < run and not goes_on and _is_person(words, index, run):
        return index  # "thành phố Lê Hồng Tá", though Lê Hồng is a commune
    if known == index and run == index + 1 and level != "thị trấn" and _goes_on_small(words, run):
        return index
    if known > index and (run - index > 3 or known >= run):
        end = known
    elif forms[index].isupper() and len(forms[index]) > 1 and index + 1 < size and forms[index + 1].isupper():
        if known == index and tuple(words.keys[index : index + 2]) in _DEEDS:
            return index
        end = known if known > index else min(run, index + 2)  # capitals throughout: no telling where the name ends
    else:
        is_long = run - index > 3 and not {"'", "’"} & set(forms[index:run])  # "Đắk G'Long" is not
        end = index + 3 if is_long else run
    if end < size and forms[end].isdigit() and len(forms[end]) <= 2 and words.starts[end] == words.ends[end - 1] + 1:
        known_with_number = commune_book().longest(words.keys, index)
        if known_with_number and known_with_number[0] == end + 1:
            return end + 1
        if level not in _NUMBERED or _is_decimal(words, end):
            return end
        follows = forms[end + 1] if end + 1 < size else "\n"
        return end + 1 if follows in "\n\t,;.)/" else end
    return end


def _is_decimal(words: Words, index: int) -> bool:
    """Tell whether a number goes on behind its comma or point: "58,3%"."""
    after = index + 2
    return after < len(words.forms) and words.forms[after][0].isdigit() and words.starts[after] == words.ends[index] + 1


def match_area(words: Words, index: int) -> Area | None:
    """Find an area that begins at a word: "tỉnh Sơn La", "TP. Vinh", "xã An Viễn", "Phường 7", or a bare "tỉnh"."""
    level = level_at(words, index)
    if level is None:
        return None
    after, kind = level
    if kind in ("tỉnh", "thành phố"):
        known = province_book().longest(words.keys, after)
        if known and is_capital(words, after):
            return Area(index, after, known[0], kind, known[1])
        if kind == "tỉnh":
            return Area(index, after, after, kind)
    stop = _unit_name_end(words, after, kind)
    return Area(index, after, stop, kind)
