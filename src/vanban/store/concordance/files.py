"""A concordance in a folder: segments and columns as arrays to be mapped into memory, and of which archive they are."""

from __future__ import annotations

import contextlib
import json
import shutil
import time
import uuid
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from sqlalchemy import Connection, func, select

from vanban.store.columns import Columns, Numbers, Pairs, Values
from vanban.store.concordance.segment import Segment
from vanban.store.concordance.vocabulary import Vocabulary
from vanban.store.schema import documents

FORM = 1  # rises when older files cannot be read
STATE = "state.json"
SAMPLED = 16  # documents by which an archive is known again
LEFT_ALONE_S = 3600  # parts that nobody names are deleted when they are older: another process may be writing them
_ARRAYS = ("starts", "tokens", "offsets", "rows", "places")


class Kept(NamedTuple):
    """What a folder holds."""

    segments: tuple[Segment, ...]
    change: int  # of the archive, up to which they go
    columns: Columns  # empty, if another version wrote others


def stamp_of(folder: Path) -> int:
    """Give a number that changes when the folder is written to; 0 where nothing is."""
    try:
        return (folder / STATE).stat().st_mtime_ns
    except OSError:
        return 0


def load(folder: Path, connection: Connection) -> Kept | None:
    """Read what is kept of this archive; None if there is nothing, or it is of another archive."""
    try:
        state = json.loads((folder / STATE).read_text("utf-8"))
        if state["form"] != FORM or not _is_of(connection, state):
            return None
        segments = tuple(_load_segment(folder / name) for name in state["segments"])
        return Kept(segments, state["change"], _load_columns(folder / state["columns"], state["change"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def save(
    folder: Path, connection: Connection, segments: tuple[Segment, ...], columns: Columns, old: Kept | None
) -> None:
    """Write segments and columns, those of `old` only once; the last step puts them in force."""
    folder.mkdir(parents=True, exist_ok=True)
    names = dict(zip(map(id, old.segments), _state(folder).get("segments", ()), strict=False)) if old else {}
    written = [names.get(id(segment)) or _save_segment(folder, segment) for segment in segments]
    kept = _save_columns(folder, columns)
    state = {
        "form": FORM,
        "change": columns.change,
        "samples": _samples(connection),
        "segments": written,
        "columns": kept,
    }
    new = folder / f"{STATE}.{uuid.uuid4().hex}"
    new.write_text(json.dumps(state), "utf-8")
    new.replace(folder / STATE)
    _clean(folder, {*written, kept})


def _state(folder: Path) -> dict[str, Any]:
    found = json.loads((folder / STATE).read_text("utf-8"))
    return found if isinstance(found, dict) else {}


def _clean(folder: Path, kept: set[str]) -> None:
    with contextlib.suppress(OSError):
        for path in folder.iterdir():
            if path.is_dir() and path.name not in kept and time.time() - path.stat().st_mtime > LEFT_ALONE_S:
                shutil.rmtree(path, ignore_errors=True)


def _samples(connection: Connection) -> dict[str, str]:
    """Give the hashes of some documents, the first and the last among them."""
    first, last = connection.execute(select(func.min(documents.c.id), func.max(documents.c.id))).one()
    if first is None:
        return {}
    wanted = {round(number) for number in np.linspace(first, last, SAMPLED)}
    found = connection.execute(select(documents.c.id, documents.c.sha256).where(documents.c.id.in_(wanted)))
    return {str(row.id): row.sha256 for row in found}


def _is_of(connection: Connection, state: dict[str, Any]) -> bool:
    if (connection.execute(select(func.max(documents.c.change))).scalar() or 0) < state["change"]:
        return False  # a copy of the archive from before
    samples = {int(number): sha256 for number, sha256 in state["samples"].items()}
    found = connection.execute(select(documents.c.id, documents.c.sha256).where(documents.c.id.in_(samples)))
    return {row.id: row.sha256 for row in found} == samples


def _save_segment(folder: Path, segment: Segment) -> str:
    name, place = _new_part(folder, f"words-{segment.first}")
    for array in _ARRAYS:
        np.save(place / f"{array}.npy", getattr(segment, array))
    words = segment.vocabulary
    np.save(place / "folded_of.npy", words.folded_of)
    (place / "words.txt").write_text("\n".join(words.words), "utf-8", newline="")
    (place / "folded.txt").write_text("\n".join(words.folded), "utf-8", newline="")
    (place / "about.json").write_text(json.dumps({"first": segment.first, "change": segment.change}), "utf-8")
    return name


def _load_segment(place: Path) -> Segment:
    about = json.loads((place / "about.json").read_text("utf-8"))
    words = Vocabulary(_lines(place / "words.txt"), _lines(place / "folded.txt"), np.load(place / "folded_of.npy"))
    starts, tokens, offsets, rows, places = (_mapped(place / f"{array}.npy") for array in _ARRAYS)
    return Segment(about["first"], about["change"], starts, tokens, words, rows, offsets, places)


def _mapped(path: Path) -> Numbers:
    found: Numbers = np.load(path, mmap_mode="r").view(np.ndarray)  # numpy is slow with its own kind of array
    return found


def _lines(path: Path) -> list[str]:
    text = path.read_text("utf-8")
    return text.split("\n") if text else []


def _new_part(folder: Path, name: str) -> tuple[str, Path]:
    name = f"{name}-{uuid.uuid4().hex[:12]}"
    (folder / name).mkdir()
    return name, folder / name


def _save_columns(folder: Path, columns: Columns) -> str:
    name, place = _new_part(folder, "columns")
    for array, numbers in _arrays_of(columns).items():
        np.save(place / f"{array}.npy", numbers)
    values = {name: [known.keys, known.names] for name, known in columns.values.items()}
    (place / "values.json").write_text(json.dumps(values, ensure_ascii=False), "utf-8")
    return name


def _arrays_of(columns: Columns) -> dict[str, Numbers]:
    found = {"document": columns.document, "label": columns.label, "topics": columns.topics}
    for name, pairs in (("addressees", columns.addressees), ("cited", columns.cited)):
        found |= {f"{name}.owners": pairs.owners, f"{name}.codes": pairs.codes}
    return found | {f"document.{name}": numbers for name, numbers in columns.of_document.items()}


def _load_columns(place: Path, change: int) -> Columns:
    values: dict[str, Values] = {}
    for name, (keys, names) in json.loads((place / "values.json").read_text("utf-8")).items():
        values[name] = Values.of(keys, names)
    empty = Columns()
    arrays = {name: _mapped(place / f"{name}.npy") for name in _arrays_of(empty) if (place / f"{name}.npy").exists()}
    if values.keys() != empty.values.keys() or arrays.keys() != _arrays_of(empty).keys():
        return empty
    addressees, cited = (Pairs(arrays[f"{name}.owners"], arrays[f"{name}.codes"]) for name in ("addressees", "cited"))
    of_document = {name: arrays[f"document.{name}"] for name in empty.of_document}
    return Columns(
        change, arrays["document"], arrays["label"], arrays["topics"], of_document, addressees, cited, values
    )
