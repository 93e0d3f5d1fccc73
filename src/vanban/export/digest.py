"""The compiled report: what many documents say of difficulties and ask of whom, brought together as offices do by hand.

Statements of several documents that say nearly the same become one entry. A proposal stands beside a difficulty where
the same document tells both, on one topic and with words in common; that pairing is the program's, and the report says
so. `digest_docx` and `digest_xlsx` lay it out.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple, Unpack

from vanban.errors import UsageError
from vanban.export.alike import group_alike, similarities, weigh
from vanban.export.digest_sources import Measures, Source, list_measures, make_source
from vanban.export.office_names import asked_bodies
from vanban.lexicon.labels import LABEL_NAMES, TOPIC_NAMES
from vanban.lexicon.office_names import body_rank, placed_name
from vanban.store import Archive, FilterOptions
from vanban.store.filters import make_filters
from vanban.store.words import body_words
from vanban.text import leading_marker, squeeze
from vanban.wording import office_day

Row = dict[str, Any]
COLUMNS = (
    "STT",
    "Nội dung",
    "Đơn vị phản ánh",
    "Số đơn vị",
    "Kiến nghị",
    "Cơ quan giải quyết",
    "Văn bản nguồn",
)
NO_TOPIC, NO_BODY = "Chưa rõ chủ đề", "Chưa rõ cơ quan được kiến nghị"
PAIRED = 0.12  # cosine from which a proposal answers a difficulty: of 21 pairs in the demo corpus 20 did
MAX_PAIRED = 3  # texts beside an entry
_LABELS = ("difficulty", "proposal")
_OTHER_TOPIC = "khac"
_ENDS = ";,. /"
_LISTED = ("number", "letter", "bullet", "roman", "upper")  # markers of list items


class Mention(NamedTuple):
    """Where an entry is said."""

    source: Source
    page: int | None


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the compiled table; of a table of proposals, `content` is what they answer."""

    content: tuple[str, ...]
    units: tuple[str, ...]
    asks: tuple[str, ...]
    bodies: tuple[str, ...]  # who is asked
    mentions: tuple[Mention, ...]
    topics: tuple[str, ...]  # names


class Section(NamedTuple):
    title: str  # a topic, or a body that is asked
    entries: tuple[Entry, ...]

    @property
    def units(self) -> set[str]:
        return {unit for entry in self.entries for unit in entry.units}


class Count(NamedTuple):
    """What an overview says of a topic or a body: a statement of several counts under each, an entry under one."""

    title: str
    statements: frozenset[int]  # which, by their order
    entries: int  # in the section of that title
    units: frozenset[str]


@dataclass(frozen=True, slots=True)
class Digest:
    made_on: dt.date
    scope: tuple[tuple[str, str], ...]  # filters: what, which
    difficulties: tuple[Section, ...]  # by topic
    proposals: tuple[Section, ...]  # by the body that is asked; one that asks several stands under each
    measures: Measures  # indicators with plan and result, by unit
    sources: tuple[Source, ...]  # what the report rests on; numbered from 1 in this order
    topics: tuple[Count, ...]  # of difficulties
    bodies: tuple[Count, ...]  # that proposals ask
    n_difficulties: int  # statements before they were brought together
    n_proposals: int
    n_other_measures: int  # indicators left out, for they have no plan or no result

    @property
    def units(self) -> set[str]:
        return {source.unit for source in self.sources}

    def numbers(self) -> dict[int, int]:
        """Give the number of each source by its document."""
        return {source.document_id: number for number, source in enumerate(self.sources, 1)}


@dataclass(frozen=True, slots=True)
class _Said:
    """A statement, cleaned for a table."""

    document_id: int
    text: str
    topics: tuple[str, ...]
    bodies: tuple[str, ...]
    page: int | None


def build_digest(archive: Archive, *, made_on: dt.date, **filters: Unpack[FilterOptions]) -> Digest:
    """Bring together what the filters leave; with `addressee`, the difficulties behind the proposals to that body.

    Raises UsageError for a label that the report does not compile, and where nothing is left.
    """
    labels = make_filters(filters).labels or _LABELS
    if wrong := [label for label in labels if label not in _LABELS]:
        names = ", ".join(LABEL_NAMES[label].lower() for label in wrong)
        raise UsageError(
            f"--label: bản tổng hợp chỉ có khó khăn (difficulty) và kiến nghị (proposal), không có {names}"
        )
    unlabelled: FilterOptions = {**filters, "label": None}
    documents = {row["id"]: row for row in archive.rows("documents", **unlabelled)}
    proposals = _read(archive, documents, **{**unlabelled, "label": "proposal"})
    difficulties = _read(archive, documents, **{**unlabelled, "label": "difficulty", "addressee": None})
    compiler = _Compiler(documents, difficulties, proposals, only_paired=bool(filters.get("addressee")))
    measures, n_other = list_measures(archive.rows("indicators", **unlabelled), compiler.sources)
    digest = Digest(
        made_on=made_on,
        scope=_scope(filters),
        difficulties=compiler.by_topic() if "difficulty" in labels else (),
        proposals=compiler.by_body() if "proposal" in labels else (),
        measures=measures,
        sources=(),
        topics=(),
        bodies=(),
        n_difficulties=len(compiler.difficulties) if "difficulty" in labels else 0,
        n_proposals=len(proposals) if "proposal" in labels else 0,
        n_other_measures=n_other,
    )
    if not digest.difficulties and not digest.proposals:
        raise UsageError("không có khó khăn, kiến nghị nào thỏa bộ lọc; bỏ bớt bộ lọc hoặc nhập thêm văn bản")
    counted = replace(
        digest,
        topics=compiler.count(compiler.difficulties, digest.difficulties, _topic_names),
        bodies=compiler.count(proposals, digest.proposals, lambda said: said.bodies or (NO_BODY,)),
    )
    return _with_sources(counted, compiler.sources.values())


def _read(archive: Archive, documents: dict[int, Row], **filters: Any) -> list[_Said]:
    provinces = {row["province_now"] for row in documents.values() if row["province_now"]}
    found: list[_Said] = []
    for row in archive.rows("statements", **filters):
        document = documents.get(row["document_id"])
        text = clean_item(row["text"])
        if document is None or not text:
            continue
        bodies = asked_bodies(row["addressee"] or "")
        if len(provinces) > 1:  # else "UBND tỉnh" is clear
            bodies = tuple(placed_name(body, document["province"] or document["province_now"]) for body in bodies)
        found.append(_Said(row["document_id"], text, tuple(row["topics"]), bodies, row["page"]))
    return found


def clean_item(text: str) -> str:
    """Give a statement without the number of its list, without quotation marks around it, ended by a full stop.

    >>> clean_item("“a) thiếu kinh phí;”")
    'Thiếu kinh phí.'
    """
    text = squeeze(text).rstrip(_ENDS)
    if text.startswith("“") and (text.endswith("”") or "”" not in text) and text.count("“") == 1:
        text = text.strip("“” ")
    if text.endswith("”") and text.count("”") > text.count("“"):
        text = text[:-1]
    if (marker := leading_marker(text)) and marker.kind in _LISTED:
        text = text[marker.length :]
    text = text.rstrip(_ENDS)
    if not any(char.isalpha() for char in text):
        return ""
    return f"{text[0].upper()}{text[1:]}{'' if text[-1] in '?!…:' else '.'}"


class _Compiler:
    """Groups statements, pairs difficulties with proposals, and makes entries of them."""

    def __init__(
        self, documents: dict[int, Row], difficulties: list[_Said], proposals: list[_Said], *, only_paired: bool
    ) -> None:
        self.sources = {number: make_source(row) for number, row in documents.items()}
        weights: Any = weigh([said.text for said in (*difficulties, *proposals)])
        size = len(difficulties)
        self._asks = _pairs(weights, difficulties, proposals) if difficulties and proposals else {}
        kept = [place for place in range(size) if not only_paired or place in self._asks]
        self.difficulties = [difficulties[place] for place in kept]
        self._asks = {new: self._asks[old] for new, old in enumerate(kept) if old in self._asks}
        self._proposals = proposals
        self._groups = group_alike(weights[kept]) if kept else []
        self._proposal_groups = group_alike(weights[size:]) if proposals else []

    def by_topic(self) -> tuple[Section, ...]:
        """Give the difficulties under their first topics; topics and entries that most units tell come first."""
        heads = {row: group[0] for group in self._proposal_groups for row in group}
        sections: dict[str, list[Entry]] = defaultdict(list)
        for group in self._groups:
            asked = [self._asks[row] for row in group if row in self._asks]
            texts = [self._proposals[heads[row]].text for row in asked]
            entry = self._entry([self.difficulties[row] for row in group])
            bodies = _distinct(body for row in asked for body in self._proposals[row].bodies)
            entry = replace(entry, asks=_distinct(texts)[:MAX_PAIRED], bodies=bodies)
            sections[entry.topics[0] if entry.topics else NO_TOPIC].append(entry)
        last = (NO_TOPIC, TOPIC_NAMES[_OTHER_TOPIC])
        found = [Section(title, _by_units(entries)) for title, entries in sections.items()]
        return tuple(sorted(found, key=lambda s: (s.title in last, -len(s.units), -len(s.entries), s.title)))

    def by_body(self) -> tuple[Section, ...]:
        """Give the proposals under each body that they ask, national bodies first."""
        heads = {row: group[0] for group in self._groups for row in group}
        answered: dict[int, list[str]] = defaultdict(list)
        for difficulty, proposal in self._asks.items():
            answered[proposal].append(self.difficulties[heads[difficulty]].text)
        names: dict[str, Counter[str]] = defaultdict(Counter)  # one body is written in several ways
        sections: dict[str, list[Entry]] = defaultdict(list)
        for group in self._proposal_groups:
            by_key: dict[str, list[int]] = defaultdict(list)
            for row in group:
                for body in self._proposals[row].bodies or (NO_BODY,):
                    names[body_words(body)][body] += 1
                    by_key[body_words(body)].append(row)
            for key, rows in by_key.items():
                entry = self._entry([self._proposals[row] for row in _distinct(rows)])
                content = _distinct(text for row in rows for text in answered[row])[:MAX_PAIRED]
                sections[key].append(replace(entry, content=content, asks=entry.content))
        found = [Section(_usual(names[key]), _by_units(entries)) for key, entries in sections.items()]
        return tuple(sorted(found, key=lambda s: (s.title == NO_BODY, body_rank(s.title), -len(s.entries), s.title)))

    def count(
        self, said: Sequence[_Said], sections: Sequence[Section], titles: Callable[[_Said], Iterable[str]]
    ) -> tuple[Count, ...]:
        """Count statements under each of their titles; those without a section come last."""
        if not sections:
            return ()
        named = {body_words(section.title): section.title for section in sections}
        entries = {section.title: len(section.entries) for section in sections}
        rows: dict[str, set[int]] = {title: set() for title in entries}
        for place, one in enumerate(said):
            for title in titles(one):
                rows.setdefault(named.get(body_words(title), title), set()).add(place)
        return tuple(
            Count(title, frozenset(places), entries.get(title, 0), frozenset(self._units(said, places)))
            for title, places in rows.items()
        )

    def _units(self, said: Sequence[_Said], places: Iterable[int]) -> Iterator[str]:
        return (self.sources[said[place].document_id].unit for place in places)

    def _entry(self, group: Sequence[_Said]) -> Entry:
        places = _distinct((said.document_id, said.page) for said in group)
        mentions = tuple(Mention(self.sources[number], page) for number, page in places)
        counted = Counter(topic for said in group for topic in said.topics)
        return Entry(
            content=(group[0].text,),
            units=_distinct(mention.source.unit for mention in mentions),
            asks=(),
            bodies=_distinct(body for said in group for body in said.bodies),
            mentions=mentions,
            topics=tuple(TOPIC_NAMES.get(topic, topic) for topic, _ in counted.most_common()),
        )


def _topic_names(said: _Said) -> Iterable[str]:
    return [TOPIC_NAMES.get(topic, topic) for topic in said.topics] or (NO_TOPIC,)


def _pairs(weights: Any, difficulties: list[_Said], proposals: list[_Said]) -> dict[int, int]:
    """Give for a difficulty the proposal of the same document that answers it best, if one does."""
    by_document: dict[int, list[int]] = defaultdict(list)
    for place, said in enumerate(proposals):
        by_document[said.document_id].append(place)
    told: dict[int, list[int]] = defaultdict(list)
    for place, said in enumerate(difficulties):
        told[said.document_id].append(place)
    found: dict[int, int] = {}
    for number in told.keys() & by_document.keys():
        rows, others = told[number], by_document[number]
        table = similarities(weights, rows, [len(difficulties) + place for place in others])
        for row, scores in zip(rows, table, strict=True):
            topics = set(difficulties[row].topics) - {_OTHER_TOPIC}
            fitting = [(s, -p) for s, p in zip(scores, others, strict=True) if topics & set(proposals[p].topics)]
            score, place = max(fitting, default=(0.0, 0))
            if score >= PAIRED:
                found[row] = -place
    return found


def _distinct(values: Iterable[Any]) -> tuple[Any, ...]:
    return tuple(dict.fromkeys(values))


def _usual(written: Counter[str]) -> str:
    return max(written.items(), key=lambda pair: (pair[1], len(pair[0]), pair[0]))[0]


def _by_units(entries: list[Entry]) -> tuple[Entry, ...]:
    return tuple(sorted(entries, key=lambda entry: -len(entry.units)))  # the newest documents first among equals


def _with_sources(digest: Digest, sources: Iterable[Source]) -> Digest:
    """Add the documents that the report rests on, in the archive's order."""
    sections = (*digest.difficulties, *digest.proposals)
    used = {mention.source for section in sections for entry in section.entries for mention in entry.mentions}
    used |= {measure.source for _, measures in digest.measures for measure in measures}
    return replace(digest, sources=tuple(source for source in sources if source in used))


_SCOPE: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("topic", "Chủ đề", TOPIC_NAMES),
    ("province", "Tỉnh, thành phố", {}),
    ("issuer", "Cơ quan ban hành", {}),
    ("addressee", "Cơ quan được kiến nghị", {}),
    ("doc_type", "Loại văn bản", {}),
    ("cites", "Viện dẫn", {}),
    ("since", "Ban hành từ", {}),
    ("until", "Ban hành đến", {}),
)


def _scope(filters: FilterOptions) -> tuple[tuple[str, str], ...]:
    """Say in words what the report is narrowed to."""
    found: list[tuple[str, str]] = []
    for key, title, names in _SCOPE:
        given: Any = filters.get(key)
        words = [given] if isinstance(given, str | dt.date) else given or ()
        if words:
            shown = (office_day(word) if isinstance(word, dt.date) else names.get(word, word) for word in words)
            found.append((title, "; ".join(shown)))
    return tuple(found)
