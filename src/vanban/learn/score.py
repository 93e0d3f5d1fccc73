"""Compares found facts with gold facts, both in the JSON of docs/annotation.md, and counts.

Every kind has a key or a similarity under which a found fact is the gold one; pairs are made one to one, best first.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from math import sqrt
from typing import Any

from vanban.learn.align import similarity, words
from vanban.model import LABELS

Row = dict[str, Any]
KINDS = ("document", "citations", "dates", "figures", "indicators", "organizations", "persons", "places", "tables")


@dataclass(slots=True)
class Count:
    """Hits, gold and found facts of one kind; adds up over documents."""

    hits: int = 0
    gold: int = 0
    found: int = 0

    def add(self, other: Count) -> None:
        self.hits += other.hits
        self.gold += other.gold
        self.found += other.found

    @property
    def precision(self) -> float:
        return self.hits / self.found if self.found else float(not self.gold)

    @property
    def recall(self) -> float:
        return self.hits / self.gold if self.gold else 1.0

    @property
    def f1(self) -> float:
        total = self.gold + self.found
        return 2 * self.hits / total if total else 1.0

    def interval(self) -> tuple[float, float]:
        """Give the 95% interval of F1: Wilson's, with F1 read as the share hits of the mean of gold and found."""
        n = (self.gold + self.found) / 2
        if not n:
            return 0.0, 1.0
        p, z = self.f1, 1.96
        middle = (p + z * z / (2 * n)) / (1 + z * z / n)
        half = z * sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n)
        return max(0.0, middle - half), min(1.0, middle + half)


@dataclass(slots=True)
class Comparison:
    counts: dict[str, Count] = field(default_factory=dict)
    errors: dict[str, list[tuple[str, Any]]] = field(default_factory=dict)  # by kind: ("missed" | "extra" | …, what)
    confusion: Counter[tuple[str, str]] = field(default_factory=Counter)  # (gold label, found label)

    def add(self, other: Comparison) -> None:
        for kind, count in other.counts.items():
            self.counts.setdefault(kind, Count()).add(count)
        for kind, rows in other.errors.items():
            self.errors.setdefault(kind, []).extend(rows)
        self.confusion.update(other.confusion)

    @property
    def statements_f1(self) -> float:
        """The mean of the F1 of the five labels that are met."""
        used = [
            c.f1 for label in LABELS if label != "other" and (c := self.counts.get(f"statements.{label}")) and c.gold
        ]
        return sum(used) / len(used) if used else 1.0


def compare(gold: Row, found: Row, *, kinds: Sequence[str] = KINDS) -> Comparison:
    """Compare one document. `kinds` leaves out what the gold does not annotate; statements are always compared."""
    result = Comparison()
    if "document" in kinds:
        _compare_document(result, gold.get("document") or {}, found.get("document") or {})
    keys: dict[str, Callable[[Row], Hashable]] = {"citations": _cite_key, "dates": _date_key, "figures": _figure_key}
    for kind, key in keys.items():
        if kind in kinds:
            _compare_keys(result, kind, gold.get(kind) or [], found.get(kind) or [], key)
    if "indicators" in kinds:
        _compare_indicators(result, gold.get("indicators") or [], found.get("indicators") or [])
    for kind in ("organizations", "persons", "places"):
        if kind in kinds:
            mine, theirs = ((row.get("entities") or {}).get(kind) or [] for row in (gold, found))
            _compare_names(result, kind, mine, theirs)
    _compare_statements(result, gold.get("statements") or [], found.get("statements") or [])
    return result


def _plain(value: object) -> str:
    text = unicodedata.normalize("NFC", "" if value is None else str(value)).casefold()
    return " ".join(re.findall(r"\w+", text))


def _number(value: object) -> float | None:
    return None if value is None or value == "" else round(float(str(value)), 6)


def _cite_key(row: Row) -> Hashable:
    if row.get("number"):
        return row["doc_type"], str(row["number"]).lstrip("0"), _plain(row.get("symbol")), row.get("date")
    return row["doc_type"], _plain(row.get("title") or row.get("text")), row.get("date")


def _date_key(row: Row) -> Hashable:
    return row["start"], row["end"]


def _figure_key(row: Row) -> Hashable:
    unit = _plain(row.get("unit")).split() or [str(row.get("unit"))]
    return _number(row["value"]), _number(row.get("value2")), unit[0]


def _compare_keys(
    result: Comparison, kind: str, gold: Sequence[Row], found: Sequence[Row], key: Callable[[Row], Hashable]
) -> None:
    mine, theirs = Counter(map(key, gold)), Counter(map(key, found))
    result.counts[kind] = Count((mine & theirs).total(), len(gold), len(found))
    errors = result.errors.setdefault(kind, [])
    for name, rows, left in (("missed", gold, mine - theirs), ("extra", found, theirs - mine)):
        for row in rows:
            if left[key(row)] > 0:
                left[key(row)] -= 1
                errors.append((name, row))


def pair(
    gold: Sequence[Any], found: Sequence[Any], alike: Callable[[Any, Any], float], *, floor: float
) -> list[tuple[int, int]]:
    """Pair gold and found one to one, best first, where their likeness reaches the floor."""
    scored = sorted(
        ((-s, i, j) for i, a in enumerate(gold) for j, b in enumerate(found) if (s := alike(a, b)) >= floor)
    )
    used_gold, used_found, pairs = set[int](), set[int](), []
    for _, i, j in scored:
        if i not in used_gold and j not in used_found:
            used_gold.add(i)
            used_found.add(j)
            pairs.append((i, j))
    return pairs


def _compare_document(result: Comparison, gold: Row, found: Row) -> None:
    errors = result.errors.setdefault("document", [])
    hits = total = 0
    fields = [(k, gold.get(k), found.get(k)) for k in ("doc_type", "number", "symbol", "issuer", "place", "issued_on",
                                                       "subject", "province")]  # fmt: skip
    for key in ("name", "title"):
        fields.append((f"signer.{key}", (gold.get("signer") or {}).get(key), (found.get("signer") or {}).get(key)))
    for key, mine, theirs in fields:
        if mine:
            total += 1
            right = similarity(words(str(mine)), words(str(theirs or ""))) >= 0.8
            hits += right
            if not right:
                errors.append((key, {"gold": mine, "found": theirs}))
    if gold.get("recipients"):
        total += 1
        mine, theirs = gold["recipients"], found.get("recipients") or []
        pairs = pair(mine, theirs, lambda a, b: similarity(words(a), words(b)), floor=0.7)
        right = len(pairs) == len(mine) == len(theirs)
        hits += right
        if not right:
            errors.append(("recipients", {"gold": mine, "found": theirs}))
    result.counts["document"] = Count(hits, total, total)


def _compare_names(result: Comparison, kind: str, gold: Sequence[Any], found: Sequence[Any]) -> None:
    mine, theirs = ([row["name"] if isinstance(row, dict) else row for row in rows] for rows in (gold, found))
    pairs = pair([words(x) for x in mine], [words(x) for x in theirs], similarity, floor=0.8)
    result.counts[kind] = Count(len(pairs), len(mine), len(theirs))
    _note_unpaired(result, kind, mine, theirs, pairs)


def _note_unpaired(
    result: Comparison, kind: str, gold: Sequence[Any], found: Sequence[Any], pairs: Sequence[tuple[int, int]]
) -> None:
    errors = result.errors.setdefault(kind, [])
    hit_gold, hit_found = {i for i, _ in pairs}, {j for _, j in pairs}
    errors += [("missed", row) for i, row in enumerate(gold) if i not in hit_gold]
    errors += [("extra", row) for j, row in enumerate(found) if j not in hit_found]


def _compare_indicators(result: Comparison, gold: Sequence[Row], found: Sequence[Row]) -> None:
    def alike(a: Row, b: Row) -> float:
        if any(_number(a.get(k)) != _number(b.get(k)) for k in ("value", "value2")):
            return 0.0
        if a.get("value") is None and _number(a.get("target")) != _number(b.get("target")):
            return 0.0
        return similarity(words(str(a.get("name"))), words(str(b.get("name"))))

    pairs = pair(gold, found, alike, floor=0.5)
    result.counts["indicators"] = Count(len(pairs), len(gold), len(found))
    judged = [(gold[i]["status"], found[j].get("status")) for i, j in pairs if gold[i].get("status")]
    result.counts["indicators.status"] = Count(sum(a == b for a, b in judged), len(judged), len(judged))
    _note_unpaired(result, "indicators", gold, found, pairs)


def _compare_statements(result: Comparison, gold: Sequence[Row], found: Sequence[Row]) -> None:
    pairs = dict(
        pair([words(row["text"]) for row in gold], [words(row["text"]) for row in found], similarity, floor=0.6)
    )
    errors = result.errors.setdefault("statements", [])
    labels = {label: Count() for label in LABELS}
    for row in found:
        labels[row["label"]].found += 1
    topics, addressees = Count(), Count()
    for i, row in enumerate(gold):
        match = found[pairs[i]] if i in pairs else None
        label = row["label"]
        labels[label].gold += 1
        right = match is not None and match["label"] == label
        labels[label].hits += right
        result.confusion[label, match["label"] if match else "-"] += 1
        if not right:
            around = {"before": gold[i - 1]["text"] if i else "", "text": row["text"]}
            around["after"] = gold[i + 1]["text"] if i + 1 < len(gold) else ""
            errors.append((f"{label} as {match['label'] if match else '-'}", around))
        if label in ("difficulty", "cause", "proposal"):
            mine = set(row.get("topics") or ())
            theirs = set(match.get("topics") or ()) if match is not None and right else set()
            topics.add(Count(len(mine & theirs), len(mine), len(theirs)))
            if right and mine != theirs:
                result.errors.setdefault("topics", []).append((f"{sorted(mine)} as {sorted(theirs)}", row["text"]))
        if label == "proposal" and row.get("addressee"):
            asked = match.get("addressee") if match else None
            hit = similarity(words(row["addressee"]), words(asked or "")) >= 0.6
            addressees.add(Count(hit, 1, 1))
            if not hit:
                result.errors.setdefault("addressee", []).append((f"{row['addressee']} as {asked}", row["text"]))
    result.counts.update({f"statements.{label}": count for label, count in labels.items()})
    result.counts["topics"], result.counts["addressee"] = topics, addressees
