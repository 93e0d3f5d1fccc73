"""Bundles made in memory: ZIP with odd members, a RAR that only stores, an Outlook mail, an edXML package."""

from __future__ import annotations

import base64
import io
import struct
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from typing import NamedTuple
from xml.sax.saxutils import escape


def zip_of(members: Mapping[str, bytes | str], *, packed: bool = True) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def with_raw_names(data: bytes, old: bytes, new: bytes) -> bytes:
    """Put other bytes of the same length into the names of a ZIP, and say nothing about their encoding."""
    assert len(old) == len(new)
    return _clear_flags(data.replace(old, new), 0x800)


def encrypted(data: bytes) -> bytes:
    """Say of all members of a ZIP that they have a password."""
    return _change_flags(data, lambda flags: flags | 1)


def _clear_flags(data: bytes, mask: int) -> bytes:
    return _change_flags(data, lambda flags: flags & ~mask)


def _change_flags(data: bytes, change) -> bytes:  # type: ignore[no-untyped-def]
    out = bytearray(data)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.find(mark)
        while place >= 0:
            flags = struct.unpack_from("<H", out, place + offset)[0]
            struct.pack_into("<H", out, place + offset, change(flags))
            place = data.find(mark, place + 4)
    return bytes(out)


def rar_of(members: Mapping[str, bytes]) -> bytes:
    """Make a RAR 4 archive whose members are stored as they are. Source: RAR 4 technical note (unrar's technote)."""
    out = b"Rar!\x1a\x07\x00" + _rar_block(0x73, 0, b"\x00" * 6)
    for name, data in members.items():
        raw = name.encode("ascii")
        fields = struct.pack(
            "<LLBLLBBHL", len(data), len(data), 3, zlib.crc32(data), 0x5A000000, 20, 0x30, len(raw), 0o100644
        )
        out += _rar_block(0x74, 0x8000, fields + raw) + data
    return out + _rar_block(0x7B, 0x4000, b"")


def _rar_block(kind: int, flags: int, fields: bytes) -> bytes:
    body = struct.pack("<BHH", kind, flags, 7 + len(fields)) + fields
    return struct.pack("<H", zlib.crc32(body) & 0xFFFF) + body


# -- Outlook -----------------------------------------------------------------------------------------------------------

Storage = Mapping[str, "bytes | Storage"]


def text_property(number: str, text: str) -> tuple[str, bytes]:
    return f"__substg1.0_{number}001F", text.encode("utf-16-le")


def msg_of(
    subject: str, body: str, attachments: Sequence[tuple[str, bytes] | Storage] = (), *, html: bytes = b""
) -> Storage:
    """Give the storages of an Outlook mail; a mail among the attachments is given by its own storages."""
    found: dict[str, bytes | Storage] = {"__properties_version1.0": b"\x00" * 32}
    found |= dict([text_property("0037", subject), text_property("0C1A", "Văn thư"), text_property("1000", body)])
    if html:
        found["__substg1.0_10130102"] = html
    for place, attachment in enumerate(attachments):
        inner: dict[str, bytes | Storage]
        if isinstance(attachment, tuple):
            inner = dict([text_property("3707", attachment[0])])
            inner["__substg1.0_37010102"] = attachment[1]
        else:
            inner = {"__substg1.0_3701000D": attachment}
        found[f"__attach_version1.0_#{place:08X}"] = inner
    return found


class _Node(NamedTuple):
    name: str
    kind: int  # 5 root, 1 storage, 2 stream
    data: bytes
    children: list[int]


def ole_of(root: Storage) -> bytes:
    """Write a compound file (version 3, sectors of 512 bytes). Source: [MS-CFB]."""
    nodes: list[_Node] = [_Node("Root Entry", 5, b"", [])]
    _add_nodes(nodes, 0, root)
    sectors: list[bytes] = []
    fat: list[int] = []
    mini, mini_fat = b"", list[int]()
    starts: list[int] = []
    for node in nodes:
        if node.kind != 2:
            starts.append(0xFFFFFFFE)
        elif len(node.data) < 4096:
            starts.append(len(mini) // 64)
            count = max(-(-len(node.data) // 64), 1)
            mini_fat += [*range(len(mini) // 64 + 1, len(mini) // 64 + count), 0xFFFFFFFE]
            mini += node.data.ljust(64 * count, b"\x00")
        else:
            starts.append(_lay(sectors, fat, node.data))
    mini_start = _lay(sectors, fat, mini) if mini else 0xFFFFFFFE
    starts[0] = mini_start
    mini_fat_start = _lay(sectors, fat, b"".join(struct.pack("<L", n) for n in mini_fat), fill=b"\xff")
    entries = b"".join(_entry(node, starts[i], nodes, i, len(mini)) for i, node in enumerate(nodes))
    directory = _lay(sectors, fat, entries)
    n_fat = 1
    while (len(fat) + n_fat) > 128 * n_fat:
        n_fat += 1
    places = range(len(fat), len(fat) + n_fat)
    fat += [0xFFFFFFFD] * n_fat
    table = b"".join(struct.pack("<L", n) for n in fat).ljust(512 * n_fat, b"\xff")
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 16 + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack(
        "<LLLLLLLLL", 0, n_fat, directory, 0, 4096, mini_fat_start, -(-len(mini_fat) // 128), 0xFFFFFFFE, 0
    )
    header += b"".join(struct.pack("<L", n) for n in places).ljust(436, b"\xff")
    return header + b"".join(sectors) + table


def _add_nodes(nodes: list[_Node], parent: int, storage: Storage) -> None:
    for name, value in storage.items():
        place = len(nodes)
        nodes[parent].children.append(place)
        nodes.append(_Node(name, 2 if isinstance(value, bytes) else 1, value if isinstance(value, bytes) else b"", []))
        if not isinstance(value, bytes):
            _add_nodes(nodes, place, value)


def _lay(sectors: list[bytes], fat: list[int], data: bytes, *, fill: bytes = b"\x00") -> int:
    start = len(sectors)
    count = max(-(-len(data) // 512), 1)
    sectors += [data[i * 512 : (i + 1) * 512].ljust(512, fill) for i in range(count)]
    fat += [*range(start + 1, start + count), 0xFFFFFFFE]
    return start


def _entry(node: _Node, start: int, nodes: list[_Node], place: int, mini_size: int) -> bytes:
    siblings = next((n.children for n in nodes if place in n.children), [])
    following = siblings[siblings.index(place) + 1 :] if siblings else []
    right = following[0] if following else 0xFFFFFFFF
    child = node.children[0] if node.children else 0xFFFFFFFF
    name = node.name.encode("utf-16-le") + b"\x00\x00"
    size = mini_size if node.kind == 5 else len(node.data)
    fields = struct.pack("<HBBLLL36xLQ", len(name), node.kind, 1, 0xFFFFFFFF, right, child, start, size)
    return name.ljust(64, b"\x00") + fields


# -- edXML -------------------------------------------------------------------------------------------------------------

_URI = "http://www.mic.gov.vn/TBT/QCVN_102_2016"
HEADER = {
    "number": "45", "notation": "BC-UBND", "organ": "UBND tỉnh Lào Cai", "place": "Lào Cai", "day": "2025/06/20",
    "type": "Báo cáo", "subject": "Kết quả chuyển đổi số 6 tháng đầu năm 2025", "signer": "Lương Thế Khang",
    "position": "Phó Chủ tịch",
}  # fmt: skip


def edxml_of(attachments: Mapping[str, bytes], *, zipped: bool = True, **stated: str) -> bytes:
    """Make a package with the header's fields of HEADER, or others; a field "" is left out."""
    head = {name: escape(value) for name, value in {**HEADER, **stated}.items()}
    references, contents = "", ""
    for place, (name, data) in enumerate(attachments.items()):
        packed = zip_of({f"{place}.bin": data}) if zipped else data
        key = f"cid:{place}"
        references += f"<e:Reference><e:ContentId>{key}</e:ContentId><e:AttachmentName>{escape(name)}</e:AttachmentName></e:Reference>"
        encoded = base64.encodebytes(packed).decode()
        contents += f"<Attachment><ContentId>{key}</ContentId><e:ContentTransferEncoded>{encoded}</e:ContentTransferEncoded></Attachment>"
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<edXML xmlns="{_URI}" xmlns:e="{_URI}"><e:edXMLEnvelope><e:edXMLHeader><e:MessageHeader>
<e:From><e:OrganId>000.00.00.H38</e:OrganId><e:OrganName>{head["organ"]}</e:OrganName></e:From>
<e:To><e:OrganId>000.00.00.G01</e:OrganId><e:OrganName>Bộ Khoa học và Công nghệ</e:OrganName></e:To>
<e:DocumentId>abc-1</e:DocumentId>
<e:Code><e:CodeNumber>{head["number"]}</e:CodeNumber><e:CodeNotation>{head["notation"]}</e:CodeNotation></e:Code>
<e:PromulgationInfo><e:Place>{head["place"]}</e:Place><e:PromulgationDate>{head["day"]}</e:PromulgationDate></e:PromulgationInfo>
<e:DocumentType><e:Type>2</e:Type><e:TypeName>{head["type"]}</e:TypeName></e:DocumentType>
<e:Subject>{head["subject"]}</e:Subject><e:Content>{head["subject"]}</e:Content>
<e:SignerInfo><e:Competence>KT. CHỦ TỊCH</e:Competence><e:Position>{head["position"]}</e:Position><e:FullName>{head["signer"]}</e:FullName></e:SignerInfo>
</e:MessageHeader></e:edXMLHeader><e:edXMLBody><e:edXMLManifest>{references}</e:edXMLManifest></e:edXMLBody>
</e:edXMLEnvelope><AttachmentEncoded>{contents}</AttachmentEncoded></edXML>""".encode()
