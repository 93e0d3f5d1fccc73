"""What a compiled report rests on: its source documents, named as offices cite them, and their indicators."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from vanban.export.columns import type_names
from vanban.lexicon.labels import STATUS_NAMES
from vanban.lexicon.office_names import unit_name, usual_name
from vanban.store.words import spelling
from vanban.text import squeeze
from vanban.wording import document_code, office_day, period, quantity

Row = dict[str, Any]
Measures = tuple[tuple[str, tuple["Measure", ...]], ...]


@dataclass(frozen=True, slots=True)
class Source:
    """A document that is compiled."""

    document_id: int
    name: str  # "Báo cáo số 45/BC-SKHCN"
    cited: str  # "Báo cáo số 45/BC-SKHCN ngày 20/6/2025"; without number and day the file
    issued_on: dt.date | None
    unit: str  # who issued it, or the file where nobody is named
    subject: str
    province: str
    file: str


@dataclass(frozen=True, slots=True)
class Measure:
    """An indicator with its plan and result, written out."""

    name: str
    period: str
    target: str
    value: str
    status: str
    source: Source
    page: int | None


def make_source(row: Row) -> Source:
    """Name a document by its row in the archive's list."""
    file = PurePath(row["source"]).name
    province = row["province"] or row["province_now"]
    about = squeeze(row["subject"] or "")
    unit = unit_name(row["issuer"], parent=row["parent_issuer"], province=province)
    kind = type_names().get(row["doc_type"] or "", "Văn bản")
    code = document_code(row["number"], row["symbol"], row["issued_on"]) if row["number"] else ""
    name = f"{kind} số {code}" if code else f"{kind} không rõ số"
    issued_on = row["issued_on"]
    if issued_on is not None:
        cited = f"{name} ngày {office_day(issued_on)}"
    else:
        cited = f"{name} (không rõ ngày)" if code else f"{kind} không rõ số và ngày, tệp {file}"
    return Source(
        document_id=row["id"],
        name=name,
        cited=cited,
        issued_on=issued_on,
        unit=unit or f"{kind} “{file}”",
        subject=about[:1].upper() + about[1:],
        province=row["province_now"] or row["province"] or "",
        file=file,
    )


def list_measures(rows: Iterable[Row], sources: Mapping[int, Source]) -> tuple[Measures, int]:
    """Give the indicators that have both a plan and a result or state, by unit, and the number of the others."""
    by_unit: dict[str, list[Measure]] = defaultdict(list)
    others = 0
    for row in rows:
        source = sources.get(row["document_id"])
        if source is None or row["target"] is None or (row["value"] is None and row["status"] is None):
            others += 1
        else:
            by_unit[source.unit].append(_measure(row, source))
    return tuple((unit, tuple(measures)) for unit, measures in by_unit.items()), others


def _measure(row: Row, source: Source) -> Measure:
    value = quantity(row["value"], row["unit"], comparator=row["comparator"])
    if row["value2"] is not None:
        value = f"{quantity(row['value'], None)}/{quantity(row['value2'], row['unit'])}"
    return Measure(
        name=_measured(squeeze(row["name"]), row["subject"], source),
        period=period(row["period_start"], row["period_end"]),
        target=quantity(row["target"], row["target_unit"]),
        value=value,
        status=STATUS_NAMES.get(row["status"] or "", ""),
        source=source,
        page=row["page"],
    )


def _measured(name: str, subject: str | None, source: Source) -> str:
    """Give the name of an indicator with the place or body that it is about, where that is not the unit."""
    name = name[:1].upper() + name[1:]
    if not subject:
        return name
    about = usual_name(subject)
    known = spelling(f"{source.unit} {source.province} {name}")
    return name if spelling(about) in known else f"{name} ({about})"
