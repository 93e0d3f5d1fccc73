"""Tables of an archive as pandas data frames, for notebooks and statistics."""

from __future__ import annotations

from typing import TYPE_CHECKING, Unpack

from vanban.errors import UsageError
from vanban.export.tables import TABLES, rows_of
from vanban.store import Archive, FilterOptions

if TYPE_CHECKING:
    import pandas as pd

_DAYS = ("issued_on", "document_issued_on", "date", "starts_on", "ends_on", "period_start", "period_end")
_NUMBERS = ("value", "value2", "target", "amount", "base_value", "score")


def to_frame(archive: Archive, what: str, **filters: Unpack[FilterOptions]) -> pd.DataFrame:
    """Give one table of the archive, columns named as in its JSON; days as datetime64, quantities as floats.

    `what` is one of vanban.export.tables.TABLES; `filters` are those of Archive.search.
    Raises UsageError for another table.
    """
    import pandas as pd

    if what not in TABLES:
        raise UsageError(f"{what!r}: no such table; choose one of {', '.join(TABLES)}")
    rows, columns = rows_of(archive, what, **filters)
    frame = pd.DataFrame(list(rows), columns=None if what == "tables" else [column.name for column in columns])
    for name in (n for n in frame.columns if n in _DAYS):
        frame[name] = pd.to_datetime(frame[name])
    for name in (n for n in frame.columns if n in _NUMBERS):
        frame[name] = pd.to_numeric(frame[name].map(lambda value: None if value is None else float(value)))
    return frame
