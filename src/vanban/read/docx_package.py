"""The parts of a DOCX package: opened within limits, parsed without entities, found by their relations."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from typing import NamedTuple

from lxml import etree

from vanban.errors import EncryptedError, LimitError, ReadError
from vanban.read import limits

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
# Strict Open XML (ISO/IEC 29500) writes the same under other names.
_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", W[1:-1].encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", R[1:-1].encode()),
)
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
_REMEDY = "hãy mở bằng Word hoặc LibreOffice và lưu lại thành DOCX"


class Relation(NamedTuple):
    kind: str  # last step of the type's address: "styles", "footnotes", "header" …
    target: str  # name of the part in the package


class Package:
    """A DOCX file. Raises ReadError or LimitError, with the part's name as the place."""

    def __init__(self, data: bytes, *, source: str) -> None:
        self._source = source
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, EOFError, NotImplementedError, OverflowError) as error:
            raise ReadError(source, "tệp DOCX hỏng (ZIP không mở được)", remedy="hãy lấy lại bản gốc") from error
        members = self._archive.infolist()
        if len(members) > limits.PACKAGE_ENTRIES:
            raise LimitError(source, f"DOCX có {len(members)} thành phần, quá nhiều", remedy=_REMEDY)
        self._members = {member.filename.lstrip("/"): member for member in members}
        self._parsed: dict[str, etree._Element | None] = {}
        self.main = self._find_main()

    def part(self, name: str) -> etree._Element | None:
        """Give the root of a part, always the same one; None where the package has no part of that name."""
        if name not in self._parsed:
            self._parsed[name] = self._parse(name)
        return self._parsed[name]

    def _parse(self, name: str) -> etree._Element | None:
        data = self._bytes(name)
        if data is None or not data.strip():
            return None
        if _DOCTYPE.search(data) or _DOCTYPE.search(data.replace(b"\x00", b"")[:4096]):
            raise ReadError(self._source, "XML khai báo thực thể (DOCTYPE), bị từ chối", remedy=_REMEDY, place=name)
        for strict, usual in _STRICT:
            data = data.replace(strict, usual)
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
            remove_comments=True, remove_pis=True,
        )  # fmt: skip
        try:
            return etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise ReadError(self._source, f"XML hỏng ({error})", remedy=_REMEDY, place=name) from error

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

    def _find_main(self) -> str:
        for relation in self.relations("").values():
            if relation.kind == "officeDocument" and relation.target in self._members:
                return relation.target
        if "word/document.xml" in self._members:
            return "word/document.xml"
        raise ReadError(self._source, "tệp DOCX không có nội dung chính", remedy=_REMEDY, place="word/document.xml")

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
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError) as error:
            raise ReadError(self._source, "tệp DOCX hỏng", remedy="hãy lấy lại bản gốc", place=name) from error
        if len(data) > limits.PART_BYTES:
            raise self._too_large(name, len(data))
        return data

    def _too_large(self, name: str, size: int) -> LimitError:
        return LimitError(
            self._source, f"bung ra thành {size / 2**20:.0f} MB, quá mức cho phép", remedy=_REMEDY, place=name
        )
