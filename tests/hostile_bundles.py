"""OLE files, bundles and mail built by hand after the classes of hostile ones that readers have met."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping

from hostile_office import (
    SAID,
    pack,
    with_count,
    with_flag,
    with_lzma_noise,
    with_method,
    with_names_as_remarks,
    with_sizes,
    with_sums,
)

FREE, END, FAT, DIFAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFC
SECTOR = 512


def compound(
    streams: Mapping[str, bytes], *, fat: Mapping[int, int] | None = None, entries: Mapping[int, Mapping[str, int]] | None = None, head: Mapping[int, bytes] | None = None,
) -> bytes:  # fmt: skip
    """Write an OLE file; `fat`, `entries` (left, right, child, start, size) and `head` (offset: bytes) overrule what is right."""
    chain: dict[int, int] = {0: FAT}
    sectors: list[bytes] = []
    starts = []
    for data in streams.values():
        padded = data.ljust(max(4096, -(-len(data) // SECTOR) * SECTOR), b"\x00")
        count = len(padded) // SECTOR
        first = 1 + len(sectors)
        starts.append((first, len(padded)))
        sectors += [padded[n * SECTOR : (n + 1) * SECTOR] for n in range(count)]
        chain |= {first + n: first + n + 1 for n in range(count - 1)} | {first + count - 1: END}
    directory = 1 + len(sectors)
    names = ["Root Entry", *streams]
    n_directory = -(-len(names) // 4)
    chain |= {directory + n: directory + n + 1 for n in range(n_directory - 1)} | {directory + n_directory - 1: END}
    written = b""
    for number, name in enumerate(names):
        start, size = starts[number - 1] if number else (END, 0)
        fields = {
            "left": FREE,
            "right": number + 1 if 0 < number < len(names) - 1 else FREE,
            "child": FREE if number else 1,
            "start": start,
            "size": size,
            "kind": 2 if number else 5,
        }
        fields |= dict((entries or {}).get(number, {}))
        text = name.encode("utf-16-le") + b"\x00\x00"
        written += text.ljust(64, b"\x00") + struct.pack(
            "<HBBIII", len(text), fields["kind"], 1, fields["left"], fields["right"], fields["child"]
        )
        written += b"\x00" * 36 + struct.pack("<IQ", fields["start"], fields["size"])
    written = written.ljust(n_directory * SECTOR, b"\x00")
    chain |= dict(fat or {})
    table = b"".join(struct.pack("<I", chain.get(n, FREE)) for n in range(SECTOR // 4))
    top = bytearray(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 16 + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\x00" * 6
    )
    top += (
        struct.pack("<IIIIIIIII", 0, 1, directory, 0, 4096, END, 0, END, 0)
        + struct.pack("<I", 0)
        + struct.pack("<I", FREE) * 108
    )
    for offset, value in (head or {}).items():
        top[offset : offset + len(value)] = value
    return bytes(top) + table + b"".join(sectors) + written


def _fib(**fields: int) -> bytes:
    """Give the head of a Word document with fields overruled."""
    fib = bytearray(4096)
    struct.pack_into("<HHHHHHHI", fib, 0, 0xA5EC, 0xC1, 0, 0x42A, 0, fields.get("flags", 0x0200), 0xBF, 0)
    struct.pack_into("<I", fib, 0x18, 0x200)
    struct.pack_into("<I", fib, 0x1C, 0x200 + fields.get("chars", 30))
    struct.pack_into("<H", fib, 0x20, 0x0E)
    struct.pack_into("<H", fib, 0x3E, 0x16)
    struct.pack_into("<i", fib, 0x4C, fields.get("chars", 30))
    struct.pack_into("<H", fib, 0x98, 0x5D)
    struct.pack_into("<II", fib, 0x1A2, fields.get("clx", 0), fields.get("clx_size", 0))
    fib[0x200 : 0x200 + 31] = b"Kinh phi con thieu 2,5 ty dong."
    return bytes(fib)


def _clx(*pieces: tuple[int, int], claimed: int | None = None, ends: tuple[int, ...] | None = None) -> bytes:
    """Give a table of pieces: end of each in characters, and where its text is."""
    places = ends or (0, *(end for end, _ in pieces))
    inside = b"".join(struct.pack("<i", place) for place in places)
    inside += b"".join(struct.pack("<HIH", 0, at, 0) for _, at in pieces)
    return b"\x02" + struct.pack("<I", len(inside) if claimed is None else claimed) + inside


def ole_files() -> dict[str, bytes]:
    whole = {"WordDocument": _fib(clx=0, clx_size=21), "1Table": _clx((30, 0x400 << 1 | 0x40000000))}

    def word(clx: bytes, **fields: int) -> bytes:
        return compound({"WordDocument": _fib(clx_size=len(clx), **fields), "1Table": clx})

    good = compound(whole)
    return {
        "whole.doc": good,
        "sectors-in-a-ring.doc": compound(whole, fat={1: 2, 2: 1}),
        "sector-of-itself.doc": compound(whole, fat={1: 1}),
        "directory-in-a-ring.doc": compound(whole, fat={17: 17}),
        "sector-beyond.doc": compound(whole, fat={1: 0x7FFFFFF0}),
        "streams-share-sectors.doc": compound(whole, entries={1: {"start": 9}, 2: {"start": 9}}),
        "entry-of-itself.doc": compound(whole, entries={1: {"left": 1, "right": 1, "child": 1}}),
        "root-of-itself.doc": compound(whole, entries={0: {"child": 0}}),
        "entry-beyond.doc": compound(whole, entries={1: {"right": 99_999_999}}),
        "stream-of-terabytes.doc": compound(whole, entries={1: {"size": 1 << 42}}),
        "stream-start-beyond.doc": compound(whole, entries={1: {"start": 0x7FFFFFFF}}),
        "sector-size-huge.doc": compound(whole, head={30: b"\x1f\x00"}),
        "sector-size-zero.doc": compound(whole, head={30: b"\x00\x00"}),
        "tables-in-billions.doc": compound(whole, head={44: b"\xff\xff\xff\x7f"}),
        "difat-of-itself.doc": compound(whole, head={68: b"\x00\x00\x00\x00\xff\xff\xff\x7f"}),
        "short-sectors-missing.doc": compound(whole, entries={1: {"size": 100}}),
        "table-is-folder.doc": compound(whole, entries={2: {"kind": 1}}),
        "word-is-folder.doc": compound(whole, entries={1: {"kind": 1}}),
        "entry-of-no-kind.doc": compound(whole, entries={2: {"kind": 99}}),
        "cut.doc": good[:2000],
        "only-head.doc": good[:512],
        "no-word.doc": compound({"KhongCo": b"x"}),
        "pieces-in-billions.doc": word(_clx((30, 0x40000800), claimed=0x7FFFFFFF)),
        "pieces-negative.doc": word(_clx((30, 0x40000800), claimed=-1 & 0xFFFFFFFF)),
        "pieces-turned.doc": word(_clx((30, 0x40000800), ends=(30, 0))),
        "pieces-beyond.doc": word(_clx((2_000_000_000, 0x40000800))),
        "piece-far-away.doc": word(_clx((30, 0x7FFFFFFE))),
        "pieces-all-alike.doc": word(_clx(*((30 * n, 0x40000800) for n in range(1, 40)), ends=tuple(30 * n for n in range(40)))),
        "clx-beyond.doc": compound({"WordDocument": _fib(clx=0x7FFFFFFF, clx_size=0x7FFFFFFF), "1Table": b"\x02"}),
        "clx-without-pieces.doc": word(b"\x01\xff\xff" * 20),
        "encrypted.doc": compound({"WordDocument": _fib(flags=0x0300), "1Table": b"\x01\x00\x01\x00" + b"\xff" * 60}),
        "table-missing.doc": compound({"WordDocument": _fib(clx_size=21)}),
        "book-noise.xls": compound({"Workbook": b"\x09\x08\x10\x00\x00\x06\x05\x00" + b"\xff" * 8 + b"\xfc\x00\xff\xff" * 900}),
        "book-strings-huge.xls": compound({"Workbook": b"\x09\x08\x10\x00\x00\x06\x05\x00" + b"\x00" * 8 + b"\xfc\x00\x08\x00\xff\xff\xff\x7f\xff\xff\xff\x7f" * 90}),
        "slides-noise.ppt": compound({"PowerPoint Document": b"\x0f\x00\xe8\x03\xff\xff\xff\x7f" * 500, "Current User": b"\xff" * 60}),
        "package-encrypted.docx": compound({"EncryptionInfo": b"\x04\x00\x04\x00\x40\x00\x00\x00<encryption/>", "EncryptedPackage": b"\xff" * 600}),
    }  # fmt: skip


def _overlapping(count: int) -> bytes:
    """Give a ZIP whose entries all lie on one and the same packed part of 20 MB."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    raw = b"a" * (20 << 20)
    data = packer.compress(raw) + packer.flush()
    sizes = struct.pack("<III", zlib.crc32(raw), len(data), len(raw))
    local = b"PK\x03\x04" + struct.pack("<HHHHH", 20, 0, 8, 0, 33) + sizes + struct.pack("<HH", 5, 0) + b"0.txt"
    central = b"".join(
        b"PK\x01\x02" + struct.pack("<HHHHHH", 20, 20, 0, 8, 0, 33) + sizes + struct.pack("<HHHHHII", 9, 0, 0, 0, 0, 0, 0) + b"%05d.txt" % n
        for n in range(count)
    )  # fmt: skip
    end = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, count, count, len(central), len(local) + len(data), 0)
    return local + data + central + end


def _in_itself(levels: int) -> bytes:
    data = pack({"a.txt": SAID})
    for level in range(levels):
        data = pack({f"{level}.zip": data})
    return data


def _zip64(entries: int) -> bytes:
    """Give a ZIP whose 64-bit end speaks of very many entries at a place beyond the file."""
    data = pack({"a.txt": SAID})
    at = data.rindex(b"PK\x05\x06")
    wide = b"PK\x06\x06" + struct.pack("<QHHIIQQQQ", 44, 45, 45, 0, 0, entries, entries, 1 << 60, 1 << 60)
    finder = b"PK\x06\x07" + struct.pack("<IQI", 0, at, 1)
    return (
        data[:at]
        + wide
        + finder
        + b"PK\x05\x06"
        + struct.pack("<HHHHIIH", 0xFFFF, 0xFFFF, 0xFFFF, 0xFFFF, FREE, FREE, 0)
    )


def _mail(inside: str, kind: str = "text/plain; charset=utf-8", more: str = "") -> bytes:
    return f"From: a@vi-du.vn\nTo: b@vi-du.vn\nSubject: Báo cáo\nMIME-Version: 1.0\n{more}Content-Type: {kind}\n\n{inside}".encode()


def _parts(depth: int) -> bytes:
    opened = "".join(f'--b{n}\nContent-Type: multipart/mixed; boundary="b{n + 1}"\n\n' for n in range(depth))
    return _mail(f"{opened}--b{depth}\nContent-Type: text/plain\n\n{SAID}\n", 'multipart/mixed; boundary="b0"')


def bundle_files(*, bombs: bool = True) -> dict[str, bytes]:
    whole = pack({"a.txt": SAID, "b.txt": SAID.replace("2", "3")})
    mails = _mail(SAID).decode()
    for _ in range(200):
        mails = _mail(mails, "message/rfc822").decode()
    heavy: dict[str, Callable[[], bytes]] = {
        "overlapping.zip": lambda: _overlapping(2000),
        "entries-fifty-thousand.zip": lambda: pack({f"{n}.txt": "" for n in range(50_000)}),
        "bomb.zip": lambda: pack({"a.txt": b" " * (280 << 20)}),
        "bombs.zip": lambda: pack({f"{n}.zip": pack({"a.txt": b" " * (30 << 20)}) for n in range(20)}),
    }
    files = {
        "in-itself.zip": _in_itself(60),
        "zip64-lies.zip": _zip64(1 << 50),
        "names-twice.zip": pack({"a.txt": SAID, "b.txt": SAID}).replace(b"b.txt", b"a.txt"),
        "names-climb.zip": pack(
            {
                "../../../../tmp/vanban-thoat.txt": SAID,
                "/etc/vanban-thoat.txt": SAID,
                "..\\..\\a.txt": SAID,
                "C:/a.txt": SAID,
            }
        ),
        "names-odd.zip": pack(
            {"\x01\x02.txt": SAID, "a" * 5000 + ".txt": SAID, "con.txt": SAID, " .txt": SAID, "a/./b/../c.txt": SAID}
        ),
        "name-empty.zip": pack({"x": SAID, "/": "", "a//b.txt": SAID}).replace(
            b"\x01\x00\x00\x00x", b"\x00\x00\x00\x00x"
        ),
        "name-nothing.zip": with_names_as_remarks(whole),
        "lzma-noise.zip": with_lzma_noise({"a.txt": SAID, "b.txt": SAID * 50}),
        "flag-encrypted.zip": with_flag(whole, 1),
        "method-unknown.zip": with_method(whole, 99),
        "sums-wrong.zip": with_sums(whole),
        "sizes-lie.zip": with_sizes(whole, 4),
        "count-lies.zip": with_count(whole, 3),
        "link.zip": _link("/etc/passwd"),
        "cut.zip": whole[:-30],
        "empty.zip": b"PK\x05\x06" + b"\x00" * 18,
        "disk-two.zip": whole[: whole.rindex(b"PK\x05\x06") + 4]
        + b"\x02\x00\x02\x00"
        + whole[whole.rindex(b"PK\x05\x06") + 8 :],
        "noise.rar": b"Rar!\x1a\x07\x01\x00" + bytes(range(256)) * 20,
        "noise.7z": b"7z\xbc\xaf\x27\x1c\x00\x04" + bytes(range(256)) * 20,
        "header-beyond.7z": b"7z\xbc\xaf\x27\x1c\x00\x04" + b"\x00" * 4 + struct.pack("<QQI", 1 << 60, 1 << 60, 0),
        "parts-deep.eml": _parts(10_000),
        "parts-of-same-name.eml": _mail("--a\n" * 50_000, 'multipart/mixed; boundary="a"'),
        "parts-never-begin.eml": _mail(SAID, "multipart/mixed"),
        "mails-in-mails.eml": mails.encode(),
        "charset-unknown.eml": _mail(SAID, "text/plain; charset=khong-co"),
        "charset-of-code.eml": _mail(SAID, "text/plain; charset=zlib_codec"),
        "coding-unknown.eml": _mail(SAID, more="Content-Transfer-Encoding: khong-co\n"),
        "coding-uu-open.eml": _mail("begin 666 ../../a\n" + "M" * 3000, more="Content-Transfer-Encoding: x-uuencode\n"),
        "coding-base64-noise.eml": _mail("====" * 9000, more="Content-Transfer-Encoding: base64\n"),
        "head-of-a-million.eml": _mail(SAID, more="X-A: " + "a" * 1_000_000 + "\n"),
        "heads-hundred-thousand.eml": _mail(SAID, more="X-A: b\n" * 100_000),
        "head-words-broken.eml": _mail(SAID, more="Subject: =?khong-co?Q?=ZZ?= =?utf-8?B?!!!?=\nDate: khi nào đó\n"),
        "boundary-huge.eml": _mail("--" + "a" * 100_000 + "\n", f'multipart/mixed; boundary="{"a" * 100_000}"'),
        "parameters-split.eml": _mail(SAID, "text/plain; " + "; ".join(f'name*{n}*="a%ZZ"' for n in range(20_000))),
        "name-climbs.eml": _mail(
            f'--a\nContent-Disposition: attachment; filename="../../../../tmp/vanban-thoat.txt"\n\n{SAID}\n--a--',
            'multipart/mixed; boundary="a"',
        ),
        "addresses-hundred-thousand.eml": _mail(SAID, more="Cc: " + ", ".join(["a@vi-du.vn"] * 100_000) + "\n"),
        "nulls.eml": _mail(SAID + "\x00" * 5000),
    }
    return {**files, **{name: build() for name, build in heavy.items() if bombs}}  # fmt: skip


def _link(target: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        info = zipfile.ZipInfo("a.txt")
        info.create_system, info.external_attr = 3, 0o120777 << 16
        archive.writestr(info, target)
    return made.getvalue()
