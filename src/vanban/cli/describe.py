"""An analysis told in Vietnamese for people at a terminal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from vanban.cli.output import align, bullet, clip, day, heading, period, quantity
from vanban.lexicon.labels import LABEL_NAMES, STATUS_NAMES, TOPIC_NAMES
from vanban.model import Analysis, Letterhead, NameKind, Signature, Signer, Statement
from vanban.wording import document_code as document_code

_TOLD = ("difficulty", "cause", "proposal", "solution", "result")
_VIETNAM = dt.timezone(dt.timedelta(hours=7))
_NAME_TITLES = {
    NameKind.ORGANIZATION: "Tổ chức",
    NameKind.PERSON: "Người",
    NameKind.PLACE: "Địa danh",
}


def describe(analysis: Analysis, *, with_text: bool = False) -> str:
    """Give the whole analysis as text; statements of the label `other` are only counted."""
    lines = [analysis.document.source, *_letterhead(analysis.letterhead)]
    for part in (_statements, _indicators, _citations, _figures, _dates, _names, _tables, _signatures, _notices):
        lines += part(analysis)
    if with_text:
        lines += [heading("Toàn văn"), analysis.document.text]
    return "\n".join(lines)


def document_line(
    doc_type: str | None, number: str | None, symbol: str | None, issuer: str | None, issued_on: dt.date | None
) -> str:
    """Give "Báo cáo số 45/BC-SKHCN, Sở …, ngày 20/06/2025"."""
    from vanban.export.columns import type_names

    name = type_names().get(doc_type or "", "Văn bản")
    code = document_code(number, symbol, issued_on)
    parts = [f"{name} số {code}" if code else name, issuer, f"ngày {day(issued_on)}" if issued_on else None]
    return ", ".join(part for part in parts if part)


def _letterhead(head: Letterhead) -> Iterator[str]:
    if any((head.doc_type, head.number, head.issuer, head.issued_on)):
        yield "  " + document_line(head.doc_type, head.number, head.symbol, head.issuer, head.issued_on)
    else:
        yield "  (không có phần thể thức văn bản)"
    signer = head.signer or Signer()
    province = head.province
    if province and head.province_now and head.province_now != province:
        province = f"{province} (nay là {head.province_now})"
    for title, value in (
        ("Cơ quan chủ quản", head.parent_issuer),
        ("Trích yếu", head.subject),
        ("Kính gửi", "; ".join(head.recipients or ())),
        ("Người ký", ", ".join(filter(None, (signer.name, signer.authority, signer.title)))),
        ("Tỉnh, thành phố", province),
    ):
        if value:
            yield bullet(f"{title}: {value}", sign="-", indent=2)


def _page(page: int | None) -> str:
    return f" (tr. {page})" if page is not None else ""


def _statements(analysis: Analysis) -> Iterator[str]:
    for label in _TOLD:
        found = [fact for fact in analysis.statements if fact.label == label]
        if found:
            yield heading(f"{LABEL_NAMES[label]} ({len(found)})")
            yield from (bullet(_statement(fact)) for fact in found)
    others = sum(fact.label == "other" for fact in analysis.statements)
    if others:
        yield f"\n({others} câu khác: tiêu đề, thể thức, căn cứ, mô tả)"


def _statement(fact: Statement) -> str:
    marks = [TOPIC_NAMES.get(topic, topic) for topic in fact.topics]
    topics = f" [{'; '.join(marks)}]" if marks else ""
    asked = f" → {fact.addressee}" if fact.addressee else ""
    return f"{' '.join(fact.text.split())}{topics}{asked}{_page(fact.page)}"


def _indicators(analysis: Analysis) -> Iterator[str]:
    if analysis.indicators:
        yield heading(f"Chỉ tiêu ({len(analysis.indicators)})")
        yield align(
            (
                (
                    fact.name,
                    quantity(fact.target, fact.target_unit),
                    quantity(fact.value, fact.unit, comparator=fact.comparator),
                    period(*fact.period) if fact.period else "",
                    clip(fact.subject or "", 24),
                    STATUS_NAMES.get(fact.status or "", ""),
                )
                for fact in analysis.indicators
            ),
            titles=("Tên", "Kế hoạch", "Kết quả", "Kỳ", "Đối tượng", "Trạng thái"),
            right=(1, 2),
        )


def _citations(analysis: Analysis) -> Iterator[str]:
    if analysis.citations:
        yield heading(f"Văn bản được viện dẫn ({len(analysis.citations)})")
        yield from (bullet(f"{' '.join(fact.text.split())}{_page(fact.page)}") for fact in analysis.citations)


def _figures(analysis: Analysis) -> Iterator[str]:
    if analysis.figures:
        yield heading(f"Số liệu ({len(analysis.figures)})")
        yield bullet("; ".join(" ".join(fact.text.split()) for fact in analysis.figures), sign="-")


def _dates(analysis: Analysis) -> Iterator[str]:
    if analysis.dates:
        yield heading(f"Thời gian ({len(analysis.dates)})")
        told = (f"{' '.join(fact.text.split())} = {period(fact.start, fact.end)}" for fact in analysis.dates)
        yield bullet("; ".join(dict.fromkeys(told)), sign="-")


def _names(analysis: Analysis) -> Iterator[str]:
    if analysis.names:
        yield heading("Tên riêng")
        for kind, title in _NAME_TITLES.items():
            names = dict.fromkeys(fact.name for fact in analysis.names if fact.kind is kind)
            if names:
                yield bullet(f"{title}: {'; '.join(names)}", sign="-")


def _tables(analysis: Analysis) -> Iterator[str]:
    document = analysis.document
    if document.tables:
        yield heading(f"Bảng ({len(document.tables)})")
        for table in document.tables:
            title = " ".join(table.title.of(document.text).split()) if table.title else "không có tiêu đề"
            yield bullet(f"{title}: {table.n_rows - table.header_rows} hàng, {table.n_columns} cột{_page(table.page)}")


def _signatures(analysis: Analysis) -> Iterator[str]:
    found = analysis.document.signatures
    if found:
        yield heading(f"Chữ ký số ({len(found)})")
        yield from (bullet(_signature(signature)) for signature in found)


def _signature(signature: Signature) -> str:
    state = {True: "nội dung đã ký không đổi", False: "NỘI DUNG ĐÃ ĐỔI SAU KHI KÝ", None: "chưa kiểm tra"}
    time = signature.signed_at
    if time is not None and time.tzinfo is not None:
        time = time.astimezone(_VIETNAM)
    parts = (
        signature.signer or "(không rõ)",
        signature.organization if signature.organization != signature.signer else None,
        f"ký {time:%H:%M %d/%m/%Y}" if time else None,
        f"chứng thư: {signature.issuer}" if signature.issuer else None,
        state[signature.unchanged],
    )
    return "; ".join(part for part in parts if part) + _page(signature.page)


def _notices(analysis: Analysis) -> Iterator[str]:
    if analysis.document.notices:
        yield heading(f"Lưu ý khi đọc tệp ({len(analysis.document.notices)})")
        yield from (bullet(f"{notice.message}{_page(notice.page)}") for notice in analysis.document.notices)
