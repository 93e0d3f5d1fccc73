"""The parts of an Open XML package (DOCX, XLSX, PPTX): opened within limits, parsed safely, found by relations."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from typing import Any, NamedTuple

from lxml import etree

from vanban.errors import EncryptedError, LimitError, ReadError
from vanban.read import limits
from vanban.read.zip_errors import ZIP_ERRORS

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
# Strict Open XML (ISO/IEC 29500) writes the same under other names.
_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", W[1:-1].encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", R[1:-1].encode()),
    (b"http://purl.oclc.org/ooxml/spreadsheetml/main", b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"),
    (b"http://purl.oclc.org/ooxml/presentationml/main", b"http://schemas.openxmlformats.org/presentationml/2006/main"),
    (b"http://purl.oclc.org/ooxml/drawingml/main", b"http://schemas.openxmlformats.org/drawingml/2006/main"),
)
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
_REMEDY = "hãy mở bằng Word hoặc LibreOffice và lưu lại thành DOCX"


_SAFE: dict[str, Any] = {
    "resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False, "remove_comments": True,
    "remove_pis": True,
}  # fmt: skip


class Relation(NamedTuple):
    kind: str  # last step of the type's address: "styles", "footnotes", "header" …
    target: str  # name of the part in the package


class Package:
    """An Open XML file. Raises ReadError or LimitError, with the part's name as the place."""

    def __init__(self, data: bytes, *, source: str, kind: str = "DOCX", main: str = "word/document.xml") -> None:
        self._source, self._kind = source, kind
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except ZIP_ERRORS as error:
            raise ReadError(source, f"tệp {kind} hỏng (ZIP không mở được)", remedy="hãy lấy lại bản gốc") from error
        members = self._archive.infolist()
        if len(members) > limits.PACKAGE_ENTRIES:
            raise LimitError(source, f"{kind} có {len(members)} thành phần, quá nhiều", remedy=_REMEDY)
        self._members = {member.filename.lstrip("/"): member for member in members}
        self._parsed: dict[str, etree._Element | None] = {}
        self.main = self._find_main(main)

    def part(self, name: str) -> etree._Element | None:
        """Give the root of a part, always the same one; None where the package has no part of that name."""
        if name not in self._parsed:
            self._parsed[name] = self._parse(name)
        return self._parsed[name]

    def content(self, name: str) -> bytes | None:
        """Give the bytes of a part as they are; None where the package has no part of that name."""
        return self._bytes(name)

    def elements(self, name: str, tags: tuple[str, ...]) -> Iterator[etree._Element]:
        """Give the elements of these tags in a large part; each is emptied once the next is asked for."""
        data = self._xml(name)
        if data is None:
            return
        try:
            for _, element in etree.iterparse(io.BytesIO(data), events=("end",), tag=tags, **_SAFE):
                yield element
                element.clear()
        except (etree.XMLSyntaxError, ValueError) as error:
            raise ReadError(self._source, f"XML hỏng ({error})", remedy=_REMEDY, place=name) from error

    def _parse(self, name: str) -> etree._Element | None:
        data = self._xml(name)
        if data is None:
            return None
        try:
            return etree.fromstring(data, etree.XMLParser(**_SAFE))
        except (etree.XMLSyntaxError, ValueError) as error:
            raise ReadError(self._source, f"XML hỏng ({error})", remedy=_REMEDY, place=name) from error

    def _xml(self, name: str) -> bytes | None:
        data = self._bytes(name)
        if data is None or not data.strip():
            return None
        if _DOCTYPE.search(data) or _DOCTYPE.search(data.replace(b"\x00", b"")[:4096]):
            raise ReadError(self._source, "XML khai báo thực thể (DOCTYPE), bị từ chối", remedy=_REMEDY, place=name)
        for strict, usual in _STRICT:
            data = data.replace(strict, usual)
        return data

    def relations(self, name: str) -> dict[str, Relation]:
        """Give a part's relations within the package by their id; "" is the package itself."""
        folder, file = posixpath.split(name)
        root = self.part(posixpath.join(folder, "_rels", f"{file}.rels"))
        found: dict[str, Relation] = {}
        for element in root.iter(_RELATION) if root is not None else ():
            if element.get("TargetMode") == "External":
                continue
            target = element.get("Target") or ""
            path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            found[element.get("Id") or ""] = Relation((element.get("Type") or "").rpartition("/")[2], path)
        return found

    def _find_main(self, usual: str) -> str:
        for relation in self.relations("").values():
            if relation.kind == "officeDocument" and relation.target in self._members:
                return relation.target
        if usual in self._members:
            return usual
        raise ReadError(self._source, f"tệp {self._kind} không có nội dung chính", remedy=_REMEDY, place=usual)

    def _bytes(self, name: str) -> bytes | None:
        member = self._members.get(name)
        if member is None:
            return None
        if member.flag_bits & 1:
            raise EncryptedError(self._source, "tệp có mật khẩu", remedy="hãy bỏ mật khẩu rồi đưa lại", place=name)
        packed = max(member.compress_size, 1)
        bomb = member.file_size > limits.PACKED_RATIO_FROM and member.file_size > limits.PACKED_RATIO * packed
        if member.file_size > limits.PART_BYTES or bomb:
            raise self._too_large(name, member.file_size)
        try:
            with self._archive.open(member) as stream:
                data = stream.read(limits.PART_BYTES + 1)
        except ZIP_ERRORS as error:
            raise ReadError(self._source, f"tệp {self._kind} hỏng", remedy="hãy lấy lại bản gốc", place=name) from error
        if len(data) > limits.PART_BYTES:
            raise self._too_large(name, len(data))
        return data

    def _too_large(self, name: str, size: int) -> LimitError:
        return LimitError(
            self._source, f"bung ra thành {size / 2**20:.0f} MB, quá mức cho phép", remedy=_REMEDY, place=name
        )
