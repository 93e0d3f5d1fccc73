"""What a PDF holds beside what its pages draw is read or told of."""

from __future__ import annotations

import io

import pytest
from pdf_files import Sheet
from pyhanko.pdf_utils import embed, generic
from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject, NameObject, NumberObject, TextStringObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from vanban.model import Document
from vanban.read import read_bytes


def text_field(value: str, rect: tuple[int, int, int, int] = (90, 560, 400, 580), **more: object) -> DictionaryObject:
    return annotation("/Widget", rect, FT=NameObject("/Tx"), V=TextStringObject(value), **more)


def annotation(kind: str, rect: tuple[int, int, int, int] = (90, 500, 400, 520), **more: object) -> DictionaryObject:
    box = ArrayObject(map(NumberObject, rect))
    entries = {"/Type": NameObject("/Annot"), "/Subtype": NameObject(kind), "/Rect": box}
    return DictionaryObject({**entries, **{f"/{key}": value for key, value in more.items()}})


def read(*annotations: DictionaryObject, root: dict[str, object] | None = None, file: str | None = None) -> Document:
    sheet = Sheet()
    sheet.text(90, 100, "Đơn vị báo cáo như sau:")
    writer = IncrementalPdfFileWriter(io.BytesIO(sheet.data()))
    page = writer.root["/Pages"]["/Kids"][0]
    page["/Annots"] = ArrayObject(writer.add_object(one) for one in annotations)
    writer.update_container(page)
    for key, value in (root or {}).items():
        writer.root[key] = value
        writer.update_root()
    if file is not None:
        made = embed.EmbeddedFileObject.from_file_data(writer, data=b"abc", mime_type="text/plain")
        embed.embed_file(writer, embed.FileSpec(file, file_name=file, embedded_data=made))
    out = io.BytesIO()
    writer.write(out)
    return read_bytes(out.getvalue(), source="a.pdf")


def told(document: Document) -> list[tuple[str, int | None]]:
    return [(notice.code, notice.page) for notice in document.notices]


def test_a_field_that_nothing_draws_is_text_at_its_place() -> None:
    document = read(text_field("Xã đã giải quyết 120 hồ sơ."))
    assert document.text.split("\n")[:2] == ["Đơn vị báo cáo như sau:", "Xã đã giải quyết 120 hồ sơ."]
    assert told(document) == []
    [line] = [line for line in document.lines if line.span.of(document.text).startswith("Xã")]
    assert (round(line.box.x0), round(line.box.top)) == (90, 842 - 580)


def test_a_typed_note_of_two_lines() -> None:
    document = read(
        annotation("/FreeText", (90, 500, 400, 530), Contents=TextStringObject("Đã duyệt.\rNgày 5/3/2025."))
    )
    assert document.text.split("\n")[0] == "Đơn vị báo cáo như sau:"
    assert "Đã duyệt." in document.text and "Ngày 5/3/2025." in document.text


@pytest.mark.parametrize(
    "entry",
    [
        text_field("Không thấy", F=NumberObject(2)),  # hidden
        text_field("Không thấy", (90, 560, 90, 560)),  # has no size
        annotation("/Widget", FT=NameObject("/Btn"), V=NameObject("/Yes")),
        annotation("/Popup", Contents=TextStringObject("Không thấy")),
    ],
)
def test_what_no_viewer_shows_is_left_out(entry: DictionaryObject) -> None:
    document = read(entry)
    assert (document.text.strip(), told(document)) == ("Đơn vị báo cáo như sau:", [])


def test_a_field_printed_into_the_page_is_not_said_twice() -> None:
    document = read(text_field("báo cáo như sau", (90, 735, 300, 760)))
    assert document.text.strip() == "Đơn vị báo cáo như sau:"


def test_comments_are_told_of() -> None:
    document = read(annotation("/Text", Contents=TextStringObject("Kiểm tra lại số này")))
    assert told(document) == [("pdf_comment", 1)]
    assert "“Kiểm tra lại số này”" in document.notices[0].message
    assert "Kiểm tra" not in document.text


def test_attached_files_are_named() -> None:
    document = read(file="Phụ lục 1.docx")
    assert told(document) == [("pdf_attachment", None)]
    assert "1 tệp đính kèm chưa được đọc: “Phụ lục 1.docx”" in document.notices[0].message


def test_a_form_that_acrobat_builds() -> None:
    form = DictionaryObject({"/Fields": ArrayObject(), "/XFA": generic.TextStringObject("<xdp/>")})
    document = read(root={"/AcroForm": form, "/NeedsRendering": generic.BooleanObject(True)})
    assert told(document) == [("pdf_form", None)]
    assert "XFA" in document.notices[0].message
