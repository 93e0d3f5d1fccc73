"""The annotated corpus: reads documents in the format of corpora/README.md and checks them.

`python -m vanban.learn.corpus check FILE…` prints every fault with file and line; exit 1 if there is one.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from vanban.errors import UsageError
from vanban.model import LABELS, TOPICS
from vanban.text import leading_marker, nfc, squeeze

LABEL_OF = {label[0]: label for label in LABELS}
LABEL_OF["d"] = "difficulty"
TOPIC_LABELS = ("difficulty", "cause", "proposal")
SECTIONS = ("citations", "dates", "figures", "indicators", "organizations", "persons", "places")
META = ("genre", "sector", "level", "about", "year", "split", "facts")
FIELDS: dict[str, tuple[str, ...]] = {
    "citations": ("text", "doc_type", "number", "year", "symbol", "date", "issuer", "title"),
    "dates": ("text", "start", "end", "mod"),
    "figures": ("text", "kind", "value", "value2", "unit", "comparator", "amount"),
    "indicators": (
        "name", "value", "value2", "unit", "comparator", "target", "target_unit", "period", "subject", "status",
        "source",
    ),
    "persons": ("name", "title"),
}  # fmt: skip
_NUMBERS = {"value", "value2", "target", "amount"}
_BODY = re.compile(
    r"(?P<label>[ordcps])(?P<topics>(?: +[a-z_]+(?:, ?[a-z_]+)*)?)(?: +@(?P<addressee>[^|]+?))? *\| ?(?P<text>.*)"
)
# Lines that every letterhead shares by decree. Source: Nghị định 30/2020/NĐ-CP, Phụ lục I.
_LETTERHEAD = re.compile(
    r"(?i)cộng h(?:òa|oà) xã hội|độc lập\s*-\s*tự do|, ngày .{0,12}tháng .{0,8}năm|^\(?(?:ban hành )?kèm theo"
)
MAX_SHARED_WORDS = 0.7
MIN_WORDS = 8


@dataclass(frozen=True, slots=True)
class GoldLine:
    line: int  # in the file, from 1
    text: str  # as in the document, bullet included
    label: str
    topics: tuple[str, ...] = ()
    addressee: str | None = None

    @property
    def statement(self) -> str:
        """The text that the statement quotes: the bullet left out."""
        marker = leading_marker(self.text)
        return self.text[marker.length :] if marker and marker.kind == "bullet" else self.text


@dataclass(slots=True)
class GoldDocument:
    path: Path
    meta: dict[str, str] = field(default_factory=dict)
    document: dict[str, Any] = field(default_factory=dict)
    blocks: list[list[GoldLine] | list[list[str]]] = field(default_factory=list)  # a paragraph, or the rows of a table
    facts: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    faults: list[tuple[int, str]] = field(default_factory=list)

    @property
    def lines(self) -> list[GoldLine]:
        return [line for block in self.blocks for line in block if isinstance(line, GoldLine)]

    def render(self) -> str:
        """Give the document as plain text, as an office would have it: a paragraph a line, tables tab-separated."""
        parts: list[str] = []
        for block in self.blocks:
            if isinstance(block[0], GoldLine):
                parts.append(" ".join(line.text for line in block if isinstance(line, GoldLine)))
            else:
                parts.append("\n".join("\t".join(row) for row in block if isinstance(row, list)))
        return "\n\n".join(parts) + "\n"

    def to_json(self) -> dict[str, Any]:
        """Give the document in the JSON shape of docs/annotation.md (tables left out)."""
        statements = []
        for line in self.lines:
            row: dict[str, Any] = {"text": line.statement, "label": line.label}
            if line.label in TOPIC_LABELS:
                row["topics"] = list(line.topics)
            if line.label == "proposal":
                row["addressee"] = line.addressee
            statements.append(row)
        facts = self.facts
        return {
            "source": self.path.name,
            "document": self.document,
            **{kind: facts.get(kind, []) for kind in ("citations", "dates", "figures", "indicators")},
            "statements": statements,
            "entities": {
                "organizations": [row["name"] for row in facts.get("organizations", [])],
                "persons": facts.get("persons", []),
                "places": [row["name"] for row in facts.get("places", [])],
            },
            "tables": [],
        }


def load_document(path: Path) -> GoldDocument:
    """Read one document; what is wrong stands in its `faults` as (line, message)."""
    gold = GoldDocument(path)
    lines = nfc(path.read_text("utf-8")).splitlines()
    if not lines or lines[0].strip() != "---" or "---" not in [x.strip() for x in lines[1:]]:
        gold.faults.append((1, "no header between --- lines"))
        return gold
    end = next(i for i, x in enumerate(lines[1:], 1) if x.strip() == "---")
    _read_header(gold, lines[1:end])
    section: str | None = None
    block: list[Any] = []
    for number, line in enumerate(lines[end + 1 :], end + 2):
        if line.startswith("== "):
            section = line[3:].strip()
            if section not in SECTIONS:
                gold.faults.append((number, f"unknown section {section!r}"))
            gold.facts.setdefault(section, [])
        elif section is not None:
            if line.strip():
                _read_fact(gold, section, line, number)
        elif not line.strip():
            if block:
                gold.blocks.append(block)
            block = []
        else:
            _read_body_line(gold, block, line, number)
    if block:
        gold.blocks.append(block)
    return gold


def _null(value: str) -> str | None:
    value = value.strip()
    return None if value in ("", "-") else value


def _read_header(gold: GoldDocument, lines: Sequence[str]) -> None:
    fields: dict[str, Any] = dict.fromkeys(
        ("doc_type", "number", "symbol", "issuer", "parent_issuer", "place", "issued_on", "subject", "recipients", "cc",
         "signer", "province")
    )  # fmt: skip
    for number, line in enumerate(lines, 2):
        key, colon, value = line.partition(":")
        key = key.strip()
        if not line.strip():
            continue
        if not colon or key not in (*META, *fields):
            gold.faults.append((number, f"unknown header line {line!r}"))
        elif key in META:
            gold.meta[key] = value.strip()
        elif key in ("recipients", "cc"):
            fields[key] = [part.strip() for part in value.split(" | ")] if _null(value) else None
        elif key == "signer" and _null(value):
            parts = [_null(part) for part in value.split("|")] + [None, None]
            fields[key] = {"name": parts[0], "title": parts[1], "authority": parts[2]}
        else:
            fields[key] = _null(value)
    gold.document = fields
    for key in META:
        if key not in gold.meta:
            gold.faults.append((1, f"header lacks {key}"))


def _read_fact(gold: GoldDocument, section: str, line: str, number: int) -> None:
    names = FIELDS.get(section, ("name",))
    parts = [_null(part) for part in line.split(" | ")]
    if len(parts) > len(names):
        gold.faults.append((number, f"{section}: {len(parts)} fields, at most {len(names)}"))
        return
    row: dict[str, Any] = dict(zip(names, [*parts, *[None] * (len(names) - len(parts))], strict=True))
    for key in _NUMBERS & row.keys():
        if row[key] is not None:
            try:
                value = float(row[key])
            except ValueError:
                gold.faults.append((number, f"{section}: {key} {row[key]!r} is no number"))
                continue
            row[key] = int(value) if value.is_integer() else value
    if section == "citations" and row["year"] is not None:
        row["year"] = int(row["year"]) if str(row["year"]).isdigit() else row["year"]
    if row.get("period"):
        start, _, stop = str(row["period"]).partition("..")
        row["period"] = {"start": start, "end": stop or start}
    gold.facts[section].append(row)


def _read_body_line(gold: GoldDocument, block: list[Any], line: str, number: int) -> None:
    if line.startswith("|"):
        cells = [squeeze(cell) for cell in line.strip().removeprefix("|").removesuffix("|").split("|")]
        if block and isinstance(block[0], GoldLine):
            gold.faults.append((number, "a table needs a blank line before it"))
            return
        block.append(cells)
        return
    match = _BODY.fullmatch(line.strip())
    if match is None:
        gold.faults.append((number, f"not a body line: {line[:60]!r}"))
        return
    if block and not isinstance(block[0], GoldLine):
        gold.faults.append((number, "a table needs a blank line after it"))
        return
    label = LABEL_OF[match["label"]]
    topics = tuple(t.strip() for t in (match["topics"] or "").split(",") if t.strip())
    if bad := [t for t in topics if t not in TOPICS]:
        gold.faults.append((number, f"unknown topics {bad}"))
    if (label in TOPIC_LABELS) != bool(topics):
        gold.faults.append((number, f"label {label} {'needs' if label in TOPIC_LABELS else 'takes no'} topics"))
    if match["addressee"] and label != "proposal":
        gold.faults.append((number, "only a proposal has an addressee"))
    block.append(GoldLine(number, squeeze(match["text"]), label, topics, match["addressee"]))


def check_facts(gold: GoldDocument) -> None:
    """Add a fault for every fact whose text does not stand in the document."""
    body = squeeze(gold.render())
    folded = body.casefold()
    for section in ("citations", "dates", "figures"):
        for row in gold.facts.get(section, []):
            if row["text"] and squeeze(row["text"]) not in body:
                gold.faults.append((0, f"{section}: {row['text']!r} does not stand in the document"))
    for section in ("organizations", "persons", "places"):
        for row in gold.facts.get(section, []):
            if row["name"] and squeeze(row["name"]).casefold() not in folded:
                gold.faults.append((0, f"{section}: {row['name']!r} does not stand in the document"))
    for line in gold.lines:
        if line.addressee:
            for part in line.addressee.split("; "):
                if squeeze(part).casefold() not in folded:
                    gold.faults.append((line.line, f"addressee {part!r} does not stand in the document"))


class Twins(NamedTuple):
    first: GoldDocument
    first_line: GoldLine
    second: GoldDocument
    second_line: GoldLine
    share: float


def find_twins(documents: Sequence[GoldDocument]) -> Iterator[Twins]:
    """Find pairs of sentences of different documents that share too many of their words.

    The share counts common words over the words of the longer sentence; under MIN_WORDS words it is passed over.
    """
    rows: list[tuple[int, GoldLine, frozenset[tuple[str, int]]]] = []  # a word with the number of its occurrence
    for place, gold in enumerate(documents):
        for line in gold.lines:
            words = Counter(re.findall(r"\w+", line.text.casefold()))
            if words.total() >= MIN_WORDS and not (line.label == "other" and _LETTERHEAD.search(line.text)):
                rows.append((place, line, frozenset((word, k) for word in words for k in range(words[word]))))
    frequency = Counter(token for _, _, tokens in rows for token in tokens)
    index: dict[tuple[str, int], list[int]] = {}
    for i, (place, line, tokens) in enumerate(rows):
        size = len(tokens)
        # two that share over 70% have one of the rarest 30% and one more of each in common (prefix filtering)
        keys = sorted(tokens, key=lambda t: (frequency[t], t))[: int(size * (1 - MAX_SHARED_WORDS)) + 1]
        candidates = {j for key in keys for j in index.get(key, ())}
        for j in sorted(candidates):
            other_place, other_line, other = rows[j]
            share = len(tokens & other) / max(size, len(other))
            if share > MAX_SHARED_WORDS and other_place != place:
                yield Twins(documents[other_place], other_line, documents[place], line, share)
        for key in keys:
            index.setdefault(key, []).append(i)


def corpus_files(paths: Iterable[Path]) -> list[Path]:
    """List document files; folders are searched."""
    files: list[Path] = []
    for path in paths:
        files.extend(sorted(path.rglob("*.txt")) if path.is_dir() else [path])
    return files


def load_corpus(folder: Path, *, split: str | None = None) -> list[GoldDocument]:
    """Load all documents of a folder, sorted by name; only those of one split if it is named.

    Raises UsageError if one has a fault.
    """
    documents = [load_document(path) for path in corpus_files([folder])]
    for gold in documents:
        if gold.faults:
            line, message = gold.faults[0]
            raise UsageError(f"{gold.path}:{line}: {message}; run python -m vanban.learn.corpus check")
    return [gold for gold in documents if split is None or gold.meta["split"] == split]


def main(argv: Sequence[str]) -> int:
    if len(argv) < 2 or argv[0] != "check":
        sys.stderr.write("usage: python -m vanban.learn.corpus check PATH…\n")
        return 2
    documents = [load_document(path) for path in corpus_files(map(Path, argv[1:]))]
    for gold in documents:
        check_facts(gold)
    faults = 0
    for gold in documents:
        for line, message in gold.faults:
            faults += 1
            sys.stdout.write(f"{gold.path}:{line}: {message}\n")
    for a, x, b, y, share in find_twins(documents):
        faults += 1
        sys.stdout.write(f"{b.path}:{y.line}: {share:.0%} of its words as {a.path.name}:{x.line}: {y.text[:80]!r}\n")
    labels = Counter(line.label for gold in documents for line in gold.lines)
    sys.stdout.write(f"{len(documents)} documents, {sum(labels.values())} lines {dict(labels)}, {faults} faults\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
