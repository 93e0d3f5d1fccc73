"""Communes, wards and special zones of today, and the districts, towns and provincial cities until 30 June 2025."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from vanban.lexicon.provinces import Province, provinces
from vanban.lexicon.rows import read_rows
from vanban.lexicon.words import PhraseBook


class Unit(NamedTuple):
    """An administrative unit below the province."""

    name: str  # without its kind: "An Viễn"
    kind: str  # xã, phường, đặc khu; huyện, quận, thị xã, thành phố
    province: str  # code of today's province
    code: str | None  # of the commune; None for a district


@cache
def communes() -> tuple[Unit, ...]:
    return tuple(Unit(row["name"], row["kind"], row["province"], row["code"]) for row in read_rows("communes.tsv"))


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
    """Find communes, wards and special zones by name; several share one."""
    return _book(communes())


@cache
def district_book() -> PhraseBook[list[Unit]]:
    return _book(districts())


@cache
def province_book() -> PhraseBook[Province]:
    """Find provinces, today's and former, by any of their names."""
    return PhraseBook((name, province) for province in provinces() for name in (province.name, *province.aliases))
