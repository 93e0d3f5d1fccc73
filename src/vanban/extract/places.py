"""Finds places: typed ones ("xã An Viễn"), provinces by their bare names, and units of the document's own province."""

from __future__ import annotations

from collections.abc import Iterator

from vanban.extract.areas import LEVEL_KEYS, Area, capital_run, match_area
from vanban.extract.place_lists import Place, is_counted, read_enumeration, read_list
from vanban.lexicon.organizations import head_book, post_book
from vanban.lexicon.places import Unit, commune_book, district_book, province_book, todays_commune_book
from vanban.lexicon.words import Words

_NOT_BEFORE_NAME = {"tế", "sông", "hồ", "suối", "núi", "đường", "phố", "cầu", "cảng", "đèo", "sân", "bay", "ga", "lộ", "giải", "khách", "sạn", "kênh", "chợ",
                    "tuyến", "tưởng", "chùa", "đền", "quốc", "dòng", "vịnh", "đập", "thủy", "điện", "trường", "lăng", "đoàn", "hiệu", "tượng"}  # fmt: skip
_DELEGATES = (["(", "đoàn"], ["điểm", "cầu"])  # "đại biểu Lò Văn Tá (đoàn Sơn La)"
_WHERE = {"tại", "ở"}  # behind them the name of a unit of any province is a place


def _code(words: Words, area: Area) -> str | None:
    if area.province is not None:
        return area.province.code
    if area.level in ("xã", "phường", "đặc khu"):
        found = todays_commune_book().longest(words.keys, area.name_first)
        if found is not None and found[0] == area.stop:
            units = [unit for unit in found[1] if unit.kind == area.level]
            return units[0].code if len(units) == 1 else None
    return None


def find_typed_places(words: Words) -> Iterator[Place]:
    """Give places named with their level, and the further names of a list ("các xã An Viễn, Bình Minh và Hố Nai")."""
    reach = 0
    for index in [index for index, key in enumerate(words.keys) if key in LEVEL_KEYS]:
        area = match_area(words, index) if index >= reach else None
        if area is None:
            continue
        if area.is_named and _opens_name(words, area):
            yield Place(index, area.stop, area.level, area.province.name if area.province else None, _code(words, area))
            yield from read_list(words, area.stop, area.level)
        elif is_counted(words, index):
            yield from read_enumeration(words, area.stop, area.level)
        reach = area.stop


def _opens_name(words: Words, area: Area) -> bool:
    """Tell whether the capitals after a level are a name, not the post or organisation that follows a bare level."""
    if area.province is not None:
        return True
    if any(
        found is not None and found[0] == area.stop
        for found in (
            commune_book().longest(words.keys, area.name_first),
            district_book().longest(words.keys, area.name_first),
        )
    ):
        return True
    first = area.name_first
    return post_book().longest(words.keys, first) is None and head_book().longest(words.keys, first) is None


def find_bare_provinces(words: Words) -> Iterator[Place]:
    """Give provinces by their names alone; those inside longer capitalised names are left out."""
    book = province_book()
    reach = 0
    for index in words.capitals:
        found = book.longest(words.keys, index) if index >= reach else None
        if found is None:
            continue
        stop, province = found
        is_man = province.name == "Hồ Chí Minh" and words.keys[index] == "hồ"  # the city's name always has its level
        if not is_man and _stands_alone(words, index, stop):
            yield Place(index, stop, "", province.name, province.code, "place.province")
        reach = stop


def _stands_alone(words: Words, first: int, stop: int) -> bool:
    forms = words.forms
    if first > 1 and words.keys[first - 2 : first] == ["miền", "núi"]:
        return True
    if _in_route(words, first, stop):
        return False
    if first and (
        (words.keys[first - 1] in _NOT_BEFORE_NAME and words.keys[max(first - 2, 0) : first] not in _DELEGATES)
        or (_is_joined(words, first) and forms[first - 1][0].isupper() and not _opens_sentence(words, first - 1))
    ):
        return False
    if stop < len(forms) and forms[stop][0].isupper() and _is_joined(words, stop):
        return post_book().longest(words.keys, stop) is not None or head_book().longest(words.keys, stop) is not None
    return not (stop - first == 1 and len(forms[first]) < 3)


def _in_route(words: Words, first: int, stop: int) -> bool:
    """Tell whether a name is one end of a road ("cao tốc Châu Đốc - Cần Thơ - Sóc Trăng")."""
    beside = (words.keys[first - 1] if first else "\n", words.keys[stop] if stop < len(words.keys) else "\n")
    return "-" in beside and not _ROUTES.isdisjoint(words.keys[max(0, first - 9) : first])


_ROUTES = {"tốc", "tuyến", "đường", "lộ", "sắt"}


def _is_joined(words: Words, index: int) -> bool:
    return words.starts[index] - words.ends[index - 1] == 1 and words.forms[index - 1] not in "\n\t"


def _opens_sentence(words: Words, index: int) -> bool:
    return words.keys[index] in (
        "tại",
        "ở",
        "từ",
        "đến",
        "và",
        "như",
        "riêng",
        "về",
        "theo",
        "còn",
        "với",
        "trong",
        "tỉnh",
        "tp",
    )


def find_bare_units(words: Words, provinces: set[str]) -> Iterator[Place]:
    """Give districts and communes of the named provinces (codes) where their names stand alone; two syllables at least."""
    communes, districts = todays_commune_book(), district_book()
    reach = 0
    for index in words.capitals:
        if index < reach:
            continue
        run = capital_run(words, index, limit=8)
        if words.keys[index] in _WHERE and run - index >= 3:
            index += 1  # "Tại Đắk Song, …"
        if run - index >= 2 and _stands_alone(words, index, run):
            small, large = communes.longest(words.keys, index), districts.longest(words.keys, index)
            unit = _unit_of(small, run, provinces) or _unit_of(large, run, provinces)
            if unit is None and _is_where(words, index):
                unit = _unit_of(large, run, None) or _unit_of(small, run, None)
            if unit is None and _is_bracketed(words, index, run):
                unit = _unit_of(large, run, None)
            if unit is not None:
                yield Place(index, run, "", None, unit.code, "place.unit")
        reach = run


def _is_where(words: Words, index: int) -> bool:
    """Tell whether a place is to be expected: "tại …", "cử tri …"."""
    return index > 0 and (words.keys[index - 1] in _WHERE or words.keys[max(index - 2, 0) : index] == ["cử", "tri"])


def _is_bracketed(words: Words, first: int, stop: int) -> bool:
    """Tell whether a name stands alone in brackets: "xã Sơn Hải (Nho Quan)"."""
    return first > 0 and stop < len(words.forms) and words.forms[first - 1] == "(" and words.forms[stop] == ")"


def _unit_of(found: tuple[int, list[Unit]] | None, stop: int, provinces: set[str] | None) -> Unit | None:
    """Choose the unit of the provinces, or a city; without provinces, the first."""
    if found is None or found[0] != stop:
        return None
    return next((u for u in found[1] if provinces is None or u.province in provinces or u.kind == "thành phố"), None)
