"""What the Word and the Excel form of a compiled report share: its words, its tables, the blanks of its letterhead."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count as count_from
from typing import Any, NamedTuple

from vanban.export.digest import COLUMNS, NO_BODY, NO_TOPIC, Count, Digest, Entry, Section
from vanban.export.digest_sources import Source
from vanban.lexicon.labels import STATUS_NAMES
from vanban.wording import number, office_day

NATION, MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"
TYPE_NAME = "BÁO CÁO"
BLANK = "…………"
NOTE = (
    "Bảng do phần mềm lập từ các văn bản nguồn. Nội dung gần giống nhau của nhiều văn bản được gộp thành một dòng. "
    "Kiến nghị đứng cạnh khó khăn khi cùng văn bản, cùng chủ đề và có từ ngữ chung; cần đối chiếu với văn bản nguồn "
    "trước khi sử dụng."
)
TOPICS_NOTE = (
    "Số ý kiến: mỗi ý kiến được đếm một lần ở từng chủ đề của nó, nên cộng các dòng có thể lớn hơn tổng số ý kiến. "
    "Số nội dung: sau khi gộp các ý kiến gần giống nhau, mỗi nội dung xếp vào một chủ đề chính."
)
BODIES_NOTE = (
    "Kiến nghị gửi nhiều cơ quan được đếm một lần ở từng cơ quan, nên cộng các dòng có thể lớn hơn tổng số kiến nghị. "
    "Số nội dung: sau khi gộp các kiến nghị gần giống nhau."
)
MEASURE_COLUMNS = ("STT", "Chỉ tiêu", "Kỳ", "Kế hoạch", "Kết quả", "Trạng thái", "Văn bản nguồn")
SOURCE_COLUMNS = ("Số", "Văn bản", "Ngày ban hành", "Cơ quan ban hành", "Trích yếu", "Tỉnh, thành phố", "Tệp")
MAX_COUNTED = 12  # rows of an overview
Cell = tuple[str, ...]  # its paragraphs


@dataclass(frozen=True, slots=True)
class Heading:
    """Who issues the report; what is not given is left blank for the office to fill in, its number always."""

    office: str | None = None
    parent_office: str | None = None
    place: str | None = None


class Grid(NamedTuple):
    """A table of the report: its rows under the titles of groups."""

    title: str
    columns: tuple[str, ...]
    widths: tuple[float, ...]  # shares of the page
    centered: tuple[int, ...]
    groups: tuple[tuple[str, tuple[tuple[Cell, ...], ...]], ...]
    note: str = ""  # under the table: what is counted

    @property
    def n_rows(self) -> int:
        return sum(len(rows) for _, rows in self.groups)


def subject(digest: Digest) -> str:
    """Give what the report is about, as under the name of its type."""
    parts = [words for words, part in (("khó khăn, vướng mắc", digest.difficulties),
                                       ("đề xuất, kiến nghị", digest.proposals)) if part]  # fmt: skip
    return f"Tổng hợp {' và '.join(parts)} của các cơ quan, đơn vị, địa phương"


def date_line(heading: Heading, made_on: dt.date) -> str:
    return f"{heading.place or BLANK}, ngày …… tháng …… năm {made_on.year}"


def paragraphs(digest: Digest) -> list[str]:
    """Give the body of the report: what was compiled, and what it comes to."""
    days = [source.issued_on for source in digest.sources if source.issued_on]
    when = f", ban hành từ ngày {office_day(min(days))} đến ngày {office_day(max(days))}" if days else ""
    found = [
        f"1. Phạm vi: {number(len(digest.sources))} văn bản của {number(len(digest.units))} cơ quan, đơn vị{when}."
        + "".join(f" {what}: {which}." for what, which in digest.scope)
    ]
    if digest.difficulties:
        entries = sum(len(section.entries) for section in digest.difficulties)
        found.append(
            f"{len(found) + 1}. Khó khăn, vướng mắc: {number(digest.n_difficulties)} ý kiến, gộp thành "
            f"{number(entries)} nội dung; nhiều đơn vị phản ánh nhất về {_foremost(digest.topics)}."
        )
    if digest.proposals:
        found.append(
            f"{len(found) + 1}. Đề xuất, kiến nghị: {number(digest.n_proposals)} kiến nghị; "
            f"nhiều đơn vị kiến nghị nhất đến {_foremost(digest.bodies, keep_case=True)}."
        )
    if digest.measures:
        measures = [measure for _, part in digest.measures for measure in part]
        states = Counter(measure.status for measure in measures)
        told = ", ".join(f"{number(states[name])} {name.lower()}" for name in STATUS_NAMES.values() if states[name])
        left = f"; {number(digest.n_other_measures)} số liệu khác không đủ kế hoạch và kết quả nên không nêu"
        found.append(
            f"{len(found) + 1}. Chỉ tiêu: {number(len(measures))} chỉ tiêu có kế hoạch và kết quả"
            f"{f' ({told})' if told else ''}{left if digest.n_other_measures else ''}."
        )
    return found


def _foremost(counts: Sequence[Count], *, keep_case: bool = False) -> str:
    named = [count for count in counts if count.title not in (NO_TOPIC, NO_BODY)]
    ranked = sorted(named or counts, key=lambda count: -len(count.units))[:3]
    return "; ".join(
        f"{count.title if keep_case else count.title.lower()} ({number(len(count.units))} đơn vị)" for count in ranked
    )


def overviews(digest: Digest) -> list[Grid]:
    """Count difficulties by topic and proposals by the body that is asked; beyond the first few bodies in one row."""
    found = []
    for title, columns, counts, note in (
        ("Khó khăn, vướng mắc theo chủ đề", ("STT", "Chủ đề", "Số ý kiến"), digest.topics, TOPICS_NOTE),
        ("Kiến nghị theo cơ quan được kiến nghị", ("STT", "Cơ quan", "Số kiến nghị"), digest.bodies, BODIES_NOTE),
    ):
        ranked = sorted(counts, key=lambda count: -len(count.units))
        shown = ranked if len(ranked) <= MAX_COUNTED else ranked[: MAX_COUNTED - 1]
        kept = [count for count in counts if count in shown]
        rest = [count for count in counts if count not in shown]
        if rest:
            kept.append(_together(f"{number(len(rest))} cơ quan khác", rest))
        rows = tuple(
            ((str(place),), (name,), (number(len(statements)),), (number(entries),), (number(len(units)),))
            for place, (name, statements, entries, units) in enumerate(kept, 1)
        )
        if rows:
            all_columns = (*columns, "Số nội dung", "Số đơn vị")
            found.append(Grid(title, all_columns, (0.1, 0.42, 0.16, 0.16, 0.16), (0, 2, 3, 4), (("", rows),), note))
    return found


def _together(title: str, counts: Sequence[Count]) -> Count:
    nothing: frozenset[Any] = frozenset()
    return Count(
        title,
        nothing.union(*(count.statements for count in counts)),
        sum(count.entries for count in counts),
        nothing.union(*(count.units for count in counts)),
    )


def annexes(digest: Digest, *, shown: int | None = None) -> list[Grid]:
    """Give the tables of the report; of an entry's units and sources at most `shown` are named, the rest counted."""
    numbers = digest.numbers()
    widths = (0.04, 0.28, 0.13, 0.05, 0.24, 0.11, 0.15)
    found: list[Grid] = []
    for title, sections, with_topics in (
        ("Tổng hợp khó khăn, vướng mắc theo chủ đề", digest.difficulties, False),
        ("Tổng hợp đề xuất, kiến nghị theo cơ quan được kiến nghị", digest.proposals, True),
    ):
        if sections:
            groups = tuple(_groups(sections, numbers, shown, with_topics=with_topics))
            found.append(Grid(title, COLUMNS, widths, (0, 3), groups))
    if digest.measures:
        found.append(_measures(digest, numbers))
    found.append(_sources(digest))
    return found


def _groups(
    sections: Sequence[Section], numbers: dict[int, int], shown: int | None, *, with_topics: bool
) -> Iterator[tuple[str, tuple[tuple[Cell, ...], ...]]]:
    places = count_from(1)
    for order, section in enumerate(sections, 1):
        rows = tuple(
            ((str(next(places)),), _content(entry, with_topics=with_topics), _limited(entry.units, shown, "đơn vị"),
             (str(len(entry.units)),), _listed(entry.asks), _listed(entry.bodies),
             _limited([cited(*mention, numbers) for mention in entry.mentions], shown, "văn bản"))
            for entry in section.entries
        )  # fmt: skip
        yield f"{roman(order)}. {section.title} ({number(len(rows))})", rows


def _content(entry: Entry, *, with_topics: bool) -> Cell:
    if not with_topics:
        return _listed(entry.content)
    topics = (f"Về {'; '.join(topic.lower() for topic in entry.topics)}:",) if entry.topics else ()
    return (*topics, *_listed(entry.content)) if entry.content else (topics[0].rstrip(":"),) if topics else ()


def _listed(texts: Sequence[str]) -> Cell:
    return tuple(f"- {text}" for text in texts) if len(texts) > 1 else tuple(texts)


def _limited(texts: Sequence[str], shown: int | None, what: str) -> Cell:
    if shown is None or len(texts) <= shown:
        return _listed(texts)
    return (*_listed(texts[:shown]), f"… và {number(len(texts) - shown)} {what} khác")


def cited(source: Source, page: int | None, numbers: dict[int, int]) -> str:
    """Give "Báo cáo số 45/BC-SKHCN ngày 20/6/2025, tr. 3 [7]"; in brackets its number among the sources."""
    return f"{source.cited}{f', tr. {page}' if page is not None else ''} [{numbers[source.document_id]}]"


def _measures(digest: Digest, numbers: dict[int, int]) -> Grid:
    groups = []
    for order, (unit, measures) in enumerate(digest.measures, 1):
        rows = tuple(
            ((str(place),), (m.name,), (m.period,), (m.target,), (m.value,), (m.status,),
             (cited(m.source, m.page, numbers),))
            for place, m in enumerate(measures, 1)
        )  # fmt: skip
        groups.append((f"{roman(order)}. {unit}", rows))
    widths = (0.05, 0.35, 0.1, 0.12, 0.12, 0.1, 0.16)
    return Grid("Chỉ tiêu theo đơn vị: kế hoạch và kết quả", MEASURE_COLUMNS, widths, (0, 2, 5), tuple(groups))


def _sources(digest: Digest) -> Grid:
    rows = tuple(
        ((str(place),), (s.name,), (office_day(s.issued_on),), (s.unit,), (s.subject,), (s.province,), (s.file,))
        for place, s in enumerate(digest.sources, 1)
    )
    widths = (0.05, 0.16, 0.09, 0.17, 0.28, 0.1, 0.15)
    return Grid("Danh mục văn bản nguồn", SOURCE_COLUMNS, widths, (0, 2), (("", rows),))


_ROMAN = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"),
          (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))  # fmt: skip


def roman(value: int) -> str:
    """Give a positive number in Roman digits.

    >>> roman(14)
    'XIV'
    """
    digits = ""
    for size, letters in _ROMAN:
        digits += letters * (value // size)
        value %= size
    return digits
