"""Packages whose XML is whole and says odd things: python tests/fuzz/mutate_parts.py FILE… [--count 1000] [--seed 1] [--keep FOLDER]

Of DOCX, XLSX, PPTX, EPUB, HTML and XML files elements are dropped, doubled, moved and renamed, values and texts put in the place of others;
of PDFs the same with the tokens of their objects. What comes out is well-formed, so it gets deeper into the readers than bytes changed at random do
(mutate_files.py). Each is read and analysed here; a fault of the program, and whatever takes longer than --seconds of the processor, is printed once a
place, and kept with --keep.
"""

from __future__ import annotations

import argparse
import io
import random
import re
import time
import traceback
import zipfile
import zlib
from pathlib import Path

from lxml import etree, html

from vanban.analyse import analyse_document
from vanban.errors import VanbanError
from vanban.read import libreoffice, read_bytes, word97

ODD = (
    "", " ", "0", "-1", "1", "2", "255", "65536", "2147483648", "-2147483649", "9" * 30, "1e308", "1e999", "nan", "-inf", "0x10", "1.5", "1,5",
    "٣", "²", "true", "on", "A1", "ZZZ9", "A1:B", "$A$1:$A$99999999", "rId1", "../x", "/", "#", "http://127.0.0.1:9/", "\u0301", "\u202e", "\ud7ff", "\ufffe",
    "a" * 3000, "1 " * 500, "%", "auto", "none", "100%", "-5pt", "31/02/2025", "Điều", "I", "1." * 50, "12/BC-UBND", "\t", "\n", "\xa0",
)  # fmt: skip
_TOKEN = re.compile(rb"/[A-Za-z0-9.]+|-?\d+ \d+ R|-?\d+(?:\.\d+)?|\([^()]{0,40}\)|\[|\]|<<|>>|\bnull\b|\btrue\b")
_ODD_TOKENS = (
    b"null", b"0", b"-1", b"2147483648", b"1e5", b"99999999999999999999", b".", b"-", b"[]", b"[[]]", b"<<>>", b"()", b"<>", b"<FEFF>", b"/", b"/A", b"true",
    b"0 0 R", b"1 0 R", b"2 0 R", b"3 0 R", b"4 0 R", b"999999 0 R", b"(\\377\\000)", b"[0 0 0 0]", b"[1 0 0 0 0 0]", b"/Identity-H", b"/Type3", b"/Pages",
)  # fmt: skip
_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)


def mutate_tree(root: etree._Element, dice: random.Random) -> None:
    """Change elements, attributes and texts in one to twelve places."""
    for _ in range(dice.choice((1, 1, 2, 3, 6, 12))):
        elements = [e for e in root.iter() if isinstance(e.tag, str)]
        element, other = dice.choice(elements), dice.choice(elements)
        parent = element.getparent()
        match dice.randrange(9):
            case 0 | 1 | 2 if element.attrib:
                element.set(dice.choice(list(element.attrib)), clean(dice.choice(ODD)))
            case 3 if element.attrib:
                del element.attrib[dice.choice(list(element.attrib))]
            case 4 if parent is not None:
                parent.remove(element)
            case 5 if parent is not None:
                for _ in range(dice.choice((1, 2, 200 if len(element) < 20 else 2))):
                    parent.insert(parent.index(element), copied(element))
            case 6 if parent is not None and len(other) < 200:
                parent.replace(element, copied(other))
            case 7:
                element.tag = other.tag
            case _:
                element.text = clean(dice.choice(ODD))


def clean(text: str) -> str:
    return text if all(ord(char) >= 32 and char != "\ufffe" for char in text) else " "


def copied(element: etree._Element) -> etree._Element:
    return etree.fromstring(etree.tostring(element, with_tail=False))


def mutate_package(data: bytes, dice: random.Random) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        names = [n for n in old.namelist() if n.endswith((".xml", ".rels", ".xhtml", ".html", ".opf", ".ncx"))]
        names = [n for n in names if not n.startswith(("word/theme", "docProps"))] or names
        wanted = {dice.choice(names) for _ in range(dice.choice((1, 1, 2)))}
        for name in old.namelist():
            part = old.read(name)
            if name in wanted and dice.random() < 0.97:
                root = etree.fromstring(part)
                mutate_tree(root, dice)
                part = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
            elif name in wanted:
                continue  # a part that is missing
            new.writestr(name, part)
    return packed.getvalue()


def mutate_markup(data: bytes, dice: random.Random) -> bytes:
    if data.lstrip()[:5] == b"<?xml":
        root = etree.fromstring(data)
        mutate_tree(root, dice)
        return etree.tostring(root)
    root = html.document_fromstring(data)
    mutate_tree(root, dice)
    return html.tostring(root, encoding="utf-8")


def mutate_pdf(data: bytes, dice: random.Random) -> bytes:
    """Change tokens of objects, outside and inside of packed streams; the table of places is left to be mended."""
    for _ in range(dice.choice((1, 1, 2, 4, 8))):
        streams = list(_STREAM.finditer(data))
        stream = dice.choice(streams) if streams and dice.random() < 0.5 else None
        if stream is None:
            data = _change_token(data, dice)
            continue
        try:
            inside = zlib.decompress(stream[1])
        except zlib.error:
            continue
        changed = _change_token(inside, dice)
        if dice.random() < 0.1:
            changed *= dice.choice((0, 2, 50))
        data = data[: stream.start(1)] + zlib.compress(changed) + data[stream.end(1) :]
    return data


def _change_token(data: bytes, dice: random.Random) -> bytes:
    start = dice.randrange(max(1, len(data)))
    match = _TOKEN.search(data, start) or _TOKEN.search(data)
    if match is None:
        return data
    new = dice.choice(_ODD_TOKENS)
    if dice.random() < 0.3:
        found = _TOKEN.search(data, dice.randrange(len(data)))
        new = found[0] if found else new
    return data[: match.start()] + b" " + new + b" " + data[match.end() :]


def mutate(name: str, data: bytes, dice: random.Random) -> bytes:
    if data[:4] == b"PK\x03\x04":
        return mutate_package(data, dice)
    return mutate_pdf(data, dice) if name.endswith(".pdf") else mutate_markup(data, dice)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--keep", type=Path)
    options = parser.parse_args()
    for module in (libreoffice, word97):
        module.can_write = lambda target: False  # type: ignore[attr-defined]
    seeds = [(path.name, path.read_bytes()) for path in options.files]
    told: set[str] = set()
    stored = refused = 0
    for number in range(options.seed, options.seed + options.count):
        dice = random.Random(number)
        name, data = dice.choice(seeds)
        data = mutate(name, data, dice)
        start, place = time.process_time(), None
        try:
            analyse_document(read_bytes(data, source=name, ocr="never"))
            stored += 1
        except VanbanError:
            refused += 1
        except Exception as error:
            last = traceback.extract_tb(error.__traceback__)[-1]
            place = f"{type(error).__name__}: {error} at {last.filename}:{last.lineno}"
            if (key := f"{type(error).__name__} {last.filename}:{last.lineno}") not in told:
                told.add(key)
                print(number, name, place, flush=True)
                traceback.print_exc(limit=-6)
        spent = time.process_time() - start
        if spent > options.seconds:
            print(number, name, f"{spent:.1f} s", flush=True)
        if options.keep is not None and (place is not None or spent > options.seconds):
            options.keep.mkdir(exist_ok=True)
            (options.keep / f"{number}-{name}").write_bytes(data)
    print(f"{stored} read, {refused} refused, {len(told)} places of faults")


if __name__ == "__main__":
    main()
