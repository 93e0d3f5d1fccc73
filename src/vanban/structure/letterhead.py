"""The letterhead: every field of thể thức văn bản, each with the span it was read from."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import NamedTuple

from vanban.lexicon.doc_types import doc_type_of
from vanban.model import Document, Letterhead, Signer, Span
from vanban.structure.formulas import TITLE, opens_office
from vanban.structure.genre import find_first_line_subject, is_article, is_speech, type_by_closing, type_by_first_line
from vanban.structure.head import Head, read_head
from vanban.structure.headings import find_headings
from vanban.structure.issuer import (
    choose_office,
    find_named_after,
    find_named_in_closing,
    find_speaker,
    join_names,
)
from vanban.structure.layout import Row, rows_in
from vanban.structure.number import find_date_lines, plain_symbol, type_of_symbol
from vanban.structure.presenter import find_presenter
from vanban.structure.province import find_in_office, find_in_place, find_most_named, is_central, name_as_written
from vanban.structure.recipients import read_copies, read_recipients
from vanban.structure.shapes import Shape, shapes_of
from vanban.structure.signature import Signature
from vanban.structure.tail import find_tail, read_tail
from vanban.text import squeeze

_CAPTION = re.compile(
    r"""
    [Kk]èm\ theo\ (?P<type>[^\W\d_]+(?:\ [^\W\d_]+){0,3}?)\ số\s*:?
    [\s.…_]{0,60} (?P<number>\d{1,5}[a-zđ]?)? (?:\s*/\s*(?P<year>(?:19|20)\d\d)\b)?
    [\s.…_]{0,40} [-–/]\s? (?P<symbol>[A-ZĐ][\w&]*(?:(?:\s?[-–/]\s?|\.)[A-ZĐ\d][\w&]*)*)
    (?:,?\s*(?P<date>ngày[\s.…_]{0,40}[\d.…_/\s]{0,30}(?:tháng[\s.…_]*\d{0,2}[\s.…_]*năm\s*[\d.…]{0,6})?))?
    (?:\s*của\s+(?P<issuer>[A-ZĐỦ]))?
    """,
    re.VERBOSE,
)
_BEFORE_CAPTION = re.compile(
    r"\W*(?:(?:phụ lục|biểu|mẫu|danh (?:mục|sách))[^\n]{0,200}\W)?(?:được )?(?:ban hành|đính|gửi)?\s*", re.IGNORECASE
)
_NOT_SPOKEN = (  # papers in which whoever says something need not be the one that issues them
    "luat", "bo_luat", "phap_lenh", "nghi_dinh", "thong_tu", "thong_tu_lien_tich", "quyet_dinh", "nghi_quyet",
    "bien_ban",
)  # fmt: skip
# Types that may have lost their title above "V/v" and "Kính gửi"; other symbols name an office there ("CT", "PC").
_MAY_ADDRESS = ("bao_cao", "to_trinh", "ke_hoach", "thong_bao", "huong_dan", "quyet_dinh", "nghi_quyet", "cong_van")
# The oldest layout has all in the title: "Nghị định của Chính phủ số 1/1998/NĐ-CP ngày … về …".
_FUSED_TITLE = re.compile(
    r"""
    (?i:(?:liên\s+tịch\s+)?(?:của\s+)?(?P<issuer>(?:(?<=của\s)|(?<=liên\stịch\s))[^\d]{3,160}?)?,?\s* số\s*:?\s*)
    (?P<number>\d{1,5})
    \s*[-–/]\s*(?:(?P<year>(?:19|20)\d\d)\s*/\s*)? (?P<symbol>[A-ZĐ][\w&]*(?:\s?[-–/]\s?[A-ZĐ\d][\w&]*)*)
    (?i:,?\s*(?P<date>ngày\s*(?:\d{1,2}\s*[/-]\s*\d{1,2}\s*[/-]\s*\d{4}|\d{1,2}\s*tháng\s*\d{1,2}\s*năm\s*\d{4})))? \s*
    """,
    re.VERBOSE,
)
_BY_OFFICE = re.compile(r"của\s+(?=\w)", re.IGNORECASE)
_NOT_OFFICE = re.compile(r"\d|\s(?:về|số|ngày|năm|quy định|ban hành|hướng dẫn|phê duyệt|sửa đổi)(?!\w)", re.IGNORECASE)
_TELLS_WHAT = re.compile(
    r"(?:ve|v/v|quy dinh|ban hanh|sua doi|phe duyet|huong dan|cong bo|bai bo|thanh lap|tang cuong"
    r"|trien khai|thuc hien)\b"
)
_OPENING = 1500  # characters in which a paper of an unknown office may name its province
_OF = re.compile(r"\bcủa (?=[A-ZĐỦ])")


class _Caption(NamedTuple):
    """An annex caption: "(Ban hành kèm theo Báo cáo số …/BC-… ngày … của …)"."""

    doc_type: str | None
    number: Span | None
    symbol: Span
    date: tuple[dt.date, Span] | None
    issuer: Span | None


def find_letterhead(document: Document, *, shapes: Sequence[Shape] | None = None) -> Letterhead:
    """Find the fields of the letterhead; a field that the document does not state is None.

    A press article has none but its type. Where the head is lost, an annex caption gives number and symbol, and the
    closing formula the type. `shapes` are those of its blocks, where the caller has them already.
    """
    head = read_head(document)
    shapes = shapes_of(document) if shapes is None else shapes
    tail = find_tail(document, shapes, head.body)
    fields = _Fields(document.text)
    caption = None if head.number is not None and head.number.number else _find_caption(document.text)
    doc_type = _doc_type(document, head, shapes, caption, official=tail.is_official)
    fields.values["doc_type"] = doc_type
    if head.title is not None:
        fields.spans["doc_type"] = head.title.span
    if doc_type == "bai_bao":
        return Letterhead(doc_type="bai_bao")
    _read_subject(fields, head)
    _read_number(fields, head, caption)
    _read_offices(fields, document, head, caption, tail.closing)
    if head.to is not None:
        rows = rows_in(document, head.to, min(head.to + 2000, len(document.text)))
        fields.add_list("recipients", read_recipients(rows))
    if tail.copies is not None:
        fields.add_list("cc", read_copies(rows_in(document, tail.copies, tail.end)))
    signature = read_tail(document, tail)
    if doc_type is None and (head.is_other_paper or is_speech(shapes)):
        signature = _read_presenter(fields, head) or signature
    signer = fields.add_signature(signature) if signature is not None else None
    _read_province(fields, document, head)
    if head.secrecy is not None:
        fields.values["secrecy"] = head.secrecy[0]
        fields.spans["secrecy"] = head.secrecy[1]
    return Letterhead(**fields.values, signer=signer, spans=fields.spans)  # type: ignore[arg-type]


class _Fields:
    """Collects values with their spans."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.values: dict[str, object] = {}
        self.spans: dict[str, Span] = {}

    def add(self, name: str, span: Span | None, value: object = None) -> None:
        """Set a field unless it is set; the value is what the span says if none is given."""
        if span is None or self.values.get(name) is not None:
            return
        self.values[name] = value if value is not None else squeeze(span.of(self.text))
        self.spans[name] = span

    def add_list(self, name: str, items: Sequence[Span]) -> None:
        if items:
            self.values[name] = tuple(squeeze(item.of(self.text)) for item in items)
            self.spans[name] = Span(items[0].start, items[-1].end)

    def add_signature(self, signature: Signature) -> Signer:
        parts: dict[str, str | None] = {"name": None, "title": None, "authority": None}
        for part, spans in (
            ("name", [signature.name] if signature.name else []),
            ("title", signature.title),
            ("authority", signature.authority),
        ):
            if spans:
                parts[part] = ("; " if part == "authority" else " ").join(
                    squeeze(span.of(self.text)).strip(" :;*_") for span in spans
                )
                self.spans[f"signer.{part}"] = Span(spans[0].start, spans[-1].end)
        if parts["name"] is not None and parts["name"].isupper():
            parts["name"] = parts["name"].title()
        return Signer(**parts)


def _doc_type(
    document: Document, head: Head, shapes: Sequence[Shape], caption: _Caption | None, *, official: bool
) -> str | None:
    if head.doc_type is not None:
        return head.doc_type
    if head.is_other_paper:
        return None
    by_symbol = type_of_symbol(head.number.symbol) if head.number and head.number.symbol else None
    is_letter = head.about and head.to is not None and head.title is None
    if by_symbol is not None and not (is_letter and by_symbol not in _MAY_ADDRESS):
        return by_symbol
    if head.about or (head.has_letterhead and (head.to is not None or head.number is not None)):
        return "cong_van"
    if caption is not None and shapes and shapes[0].marker is not None and shapes[0].marker.kind == "annex":
        return caption.doc_type
    by_closing = type_by_closing(document.text)
    if by_closing is not None:
        return by_closing
    if head.has_letterhead or official or is_speech(shapes):
        return None
    headings = find_headings(shapes)
    numbered = sum(1 for shape, heading in zip(shapes, headings, strict=True) if heading and shape.marker is not None)
    if numbered >= 2 and (by_first_line := type_by_first_line(shapes)) is not None:
        return by_first_line
    return "bai_bao" if is_article(shapes, numbered=numbered) else None


def _find_caption(text: str) -> _Caption | None:
    """Find the caption that names the document of an annex; one whose symbol fits its type comes first."""
    found = [
        _caption(text, match)
        for match in _CAPTION.finditer(text)
        if doc_type_of(match["type"]) and _is_on_its_line(text, match.start())
    ]
    fitting = [c for c in found if c.doc_type == type_of_symbol(plain_symbol(c.symbol.of(text)))]
    return next(iter(fitting or found), None)


def _is_on_its_line(text: str, at: int) -> bool:
    """Tell a caption from a sentence far down that speaks of what came "kèm theo Quyết định số …"."""
    line = text.rfind("\n", 0, at) + 1
    return at < _OPENING or _BEFORE_CAPTION.fullmatch(text, line, at) is not None


def _caption(text: str, match: re.Match[str]) -> _Caption:
    number = Span(*match.span("number")) if match["number"] else None
    date = None
    if match["date"]:
        lines = find_date_lines(match["date"].rstrip(), match.start("date"), [])
        if lines and lines[0].date is not None:
            date = (lines[0].date, lines[0].date_span)
    issuer = None
    if match["issuer"]:
        end = text.find("\n", match.start("issuer"))
        issuer = find_named_after(text, match.start("issuer"), end if end >= 0 else len(text))
    return _Caption(doc_type_of(match["type"]), number, Span(*match.span("symbol")), date, issuer)


def _read_number(fields: _Fields, head: Head, caption: _Caption | None) -> None:
    text = fields.text
    if head.number is not None:
        fields.add("number", head.number.number_span, head.number.number)
        fields.add("symbol", head.number.symbol_span, head.number.symbol)
    if head.date is not None:
        fields.add("place", head.date.place)
        fields.add("issued_on", head.date.date_span if head.date.date else None, head.date.date)
    if caption is None:
        return
    symbol = plain_symbol(caption.symbol.of(text))
    if fields.values.get("symbol") not in (None, symbol):
        return
    if caption.number is not None:
        fields.add("number", caption.number, caption.number.of(text).lstrip("0") or None)
    fields.add("symbol", caption.symbol, symbol)
    if caption.date is not None:
        fields.add("issued_on", caption.date[1], caption.date[0])


def _read_offices(
    fields: _Fields, document: Document, head: Head, caption: _Caption | None, closing: Span | None
) -> None:
    names = join_names(head.names)
    for field, name in zip(("issuer", "parent_issuer"), reversed(names), strict=False):
        whole = " ".join(row.text for row in name)
        fields.add(field, Span(name[0].span.start, name[-1].span.end), squeeze(whole))
    if names or fields.values["doc_type"] is None:
        return
    text = document.text
    candidates: list[Span | None] = [caption.issuer if caption is not None else None]
    if closing is not None:
        candidates += find_named_in_closing(text, closing)
    for row in head.subject[-1:]:
        candidates += [find_named_after(text, m.end(), row.span.end) for m in _OF.finditer(text, *row.span)][::-1]
    if fields.values["doc_type"] not in _NOT_SPOKEN:
        candidates.append(find_speaker(text, head.body, min(head.body + 2500, len(text))))
        if closing is not None:
            candidates.append(find_speaker(text, *closing))
    fields.add("issuer", choose_office(text, candidates))


def _read_subject(fields: _Fields, head: Head) -> None:
    if not head.subject:
        if head.title is None and fields.values["doc_type"] is not None:
            fields.add("subject", find_first_line_subject(fields.text))
        return
    start, end = head.subject[0].span.start, head.subject[-1].span.end
    fused = _FUSED_TITLE.match(fields.text, start, end)
    if fused is not None and (fused["issuer"] is None or opens_office(fused["issuer"])):
        _read_fused_title(fields, fused)
        start = fused.end()
    elif len(head.subject) > 1 and _names_office(head.subject[0]) and _TELLS_WHAT.match(head.subject[1].folded):
        start = head.subject[1].span.start
    rows = [row for row in head.subject if row.span.end > start]
    words = squeeze(" ".join(fields.text[max(start, row.span.start) : row.span.end] for row in rows)).strip(" .:;,*_")
    if words:
        fields.add("subject", Span(start, end), words)


def _names_office(row: Row) -> bool:
    """Tell "CỦA BỘ TRƯỞNG BỘ Y TẾ" behind the name of a type, which says whose the paper is, from a subject."""
    of = _BY_OFFICE.match(row.text)
    if of is None or len(row.text) > 90 or _NOT_OFFICE.search(row.text):
        return False
    return opens_office(row.text[of.end() :]) or TITLE.match(row.folded, of.end()) is not None


def _read_fused_title(fields: _Fields, match: re.Match[str]) -> None:
    if match["issuer"]:
        fields.add("issuer", Span(*match.span("issuer")))
    fields.add("number", Span(*match.span("number")), match["number"].lstrip("0"))
    fields.add("symbol", Span(*match.span("symbol")), plain_symbol(match["symbol"]))
    if match["date"]:
        lines = find_date_lines(match["date"], match.start("date"), [])
        if lines and lines[0].date is not None:
            fields.add("issued_on", lines[0].date_span, lines[0].date)


def _read_presenter(fields: _Fields, head: Head) -> Signature | None:
    """Take speaker and office of a speech from its opening."""
    start = head.title.span.start if head.title is not None else 0
    presenter = find_presenter(fields.text, start, min(start + 800, len(fields.text)))
    fields.add("issuer", presenter.office if presenter is not None else None)
    fields.add("issuer", find_speaker(fields.text, start, min(start + 1500, len(fields.text))))
    if presenter is None or presenter.name is None:
        return None
    return Signature(presenter.name, [presenter.title] if presenter.title else [], [])


def _read_province(fields: _Fields, document: Document, head: Head) -> None:
    text = document.text
    offices = [fields.spans[name] for name in ("issuer", "parent_issuer") if name in fields.spans]
    found = next((hit for office in offices if (hit := find_in_office(text, office)) is not None), None)
    central = any(is_central(office.of(text)) for office in offices)
    if found is None and not central:
        if "place" in fields.spans:
            found = find_in_place(text, fields.spans["place"], offices)
        if found is None and offices:
            found = find_most_named(text, len(text))
        elif found is None and (fields.values["doc_type"] is not None or head.is_other_paper):
            found = find_most_named(text, _OPENING)
    if found is not None:
        province, span = found
        fields.add("province", span, name_as_written(province, squeeze(span.of(text))))
        fields.values["province_now"] = province.now
