"""Units below the province, of today and until 30 June 2025; regions of the country, and other countries."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from vanban.lexicon.provinces import Province, provinces
from vanban.lexicon.rows import read_rows
from vanban.lexicon.words import PhraseBook


class Unit(NamedTuple):
    """An administrative unit below the province."""

    name: str  # without its kind: "An Viễn"
    kind: str  # xã, phường, đặc khu, thị trấn; huyện, quận, thị xã, thành phố
    province: str  # code of today's province
    code: str | None  # of a commune of today; None for others


@cache
def communes() -> tuple[Unit, ...]:
    return tuple(Unit(row["name"], row["kind"], row["province"], row["code"]) for row in read_rows("communes.tsv"))


@cache
def former_communes() -> tuple[Unit, ...]:
    """Give communes, wards and townships that went into others on 1 July 2025."""
    return tuple(Unit(row["name"], row["kind"], row["province"], None) for row in read_rows("former_communes.tsv"))


@cache
def districts() -> tuple[Unit, ...]:
    return tuple(Unit(row["name"], row["kind"], row["province"], None) for row in read_rows("districts.tsv"))


def _book(units: tuple[Unit, ...]) -> PhraseBook[list[Unit]]:
    by_name: dict[str, list[Unit]] = {}
    for unit in units:
        by_name.setdefault(unit.name, []).append(unit)
    return PhraseBook(by_name.items())


@cache
def commune_book() -> PhraseBook[list[Unit]]:
    """Find communes, wards, townships and special zones by name, today's first; several share one."""
    return _book(communes() + former_communes())


@cache
def todays_commune_book() -> PhraseBook[list[Unit]]:
    """Find communes, wards and special zones of today by name."""
    return _book(communes())


@cache
def district_book() -> PhraseBook[list[Unit]]:
    return _book(districts())


@cache
def province_book() -> PhraseBook[Province]:
    """Find provinces, today's and former, by any of their names."""
    return PhraseBook((name, province) for province in provinces() for name in (province.name, *province.aliases))


@cache
def region_book() -> PhraseBook[str]:
    """Find regions of Viet Nam ("vùng") and other countries ("nước") by name."""
    return PhraseBook((row["name"], row["kind"]) for row in read_rows("regions.tsv"))
