"""The columns of each exported table: key of the row, Vietnamese heading, type. Codes stay codes beside their names."""

from __future__ import annotations

from typing import Any, NamedTuple

from vanban.lexicon.doc_types import doc_types
from vanban.lexicon.labels import LABEL_NAMES, STATUS_NAMES, TOPIC_NAMES
from vanban.lexicon.sectors import sector_names

TEXT, NUMBER, INTEGER, DAY, LIST = "text", "number", "integer", "day", "list"


class Column(NamedTuple):
    name: str
    title: str
    kind: str = TEXT


_DOCUMENT = (
    Column("document_id", "Mã văn bản", INTEGER),
    Column("document_source", "Tệp"),
    Column("document_type_name", "Loại văn bản"),
    Column("document_number", "Số"),
    Column("document_symbol", "Ký hiệu"),
    Column("document_issuer", "Cơ quan ban hành"),
    Column("document_province_now", "Tỉnh, thành phố"),
    Column("document_issued_on", "Ngày ban hành", DAY),
)
_PLACE = (
    Column("page", "Trang", INTEGER),
    Column("span_start", "Vị trí đầu", INTEGER),
    Column("span_end", "Vị trí cuối", INTEGER),
    Column("score", "Độ tin cậy", NUMBER),
    Column("rule", "Quy tắc"),
    Column("key", "Khóa"),
)

COLUMNS: dict[str, tuple[Column, ...]] = {
    "documents": (
        Column("id", "Mã văn bản", INTEGER),
        Column("source", "Tệp"),
        Column("path", "Đường dẫn"),
        Column("doc_type", "Mã loại"),
        Column("type_name", "Loại văn bản"),
        Column("number", "Số"),
        Column("symbol", "Ký hiệu"),
        Column("issued_on", "Ngày ban hành", DAY),
        Column("issuer", "Cơ quan ban hành"),
        Column("parent_issuer", "Cơ quan chủ quản"),
        Column("place", "Địa danh"),
        Column("subject", "Trích yếu"),
        Column("sector", "Mã lĩnh vực"),
        Column("sector_name", "Lĩnh vực"),
        Column("recipients", "Kính gửi", LIST),
        Column("cc", "Nơi nhận", LIST),
        Column("signer_name", "Người ký"),
        Column("signer_title", "Chức vụ"),
        Column("signer_authority", "Thẩm quyền ký"),
        Column("province", "Tỉnh, thành phố ghi trong văn bản"),
        Column("province_now", "Tỉnh, thành phố hiện nay"),
        Column("n_pages", "Số trang", INTEGER),
        Column("n_statements", "Số nhận định", INTEGER),
        Column("n_indicators", "Số chỉ tiêu", INTEGER),
        Column("n_citations", "Số viện dẫn", INTEGER),
        Column("n_figures", "Số số liệu", INTEGER),
        Column("n_dates", "Số mốc thời gian", INTEGER),
        Column("sha256", "SHA-256"),
        Column("version", "Phiên bản vanban"),
    ),
    "statements": (
        *_DOCUMENT,
        Column("label", "Mã nhãn"),
        Column("label_name", "Nhãn"),
        Column("topics", "Mã chủ đề", LIST),
        Column("topic_names", "Chủ đề", LIST),
        Column("addressee", "Cơ quan được đề nghị"),
        Column("text", "Nội dung"),
        *_PLACE,
    ),
    "indicators": (
        *_DOCUMENT,
        Column("name", "Chỉ tiêu"),
        Column("subject", "Đối tượng"),
        Column("period_start", "Từ ngày", DAY),
        Column("period_end", "Đến ngày", DAY),
        Column("unit", "Đơn vị tính"),
        Column("comparator", "So sánh"),
        Column("target", "Kế hoạch", NUMBER),
        Column("target_unit", "Đơn vị kế hoạch"),
        Column("value", "Kết quả", NUMBER),
        Column("value2", "Kết quả (số thứ hai)", NUMBER),
        Column("status", "Mã trạng thái"),
        Column("status_name", "Trạng thái"),
        Column("source", "Nguồn"),
        *_PLACE,
    ),
    "citations": (
        *_DOCUMENT,
        Column("text", "Viện dẫn"),
        Column("doc_type", "Mã loại được viện dẫn"),
        Column("type_name", "Loại được viện dẫn"),
        Column("number", "Số được viện dẫn"),
        Column("year", "Năm", INTEGER),
        Column("symbol", "Ký hiệu được viện dẫn"),
        Column("date", "Ngày của văn bản được viện dẫn", DAY),
        Column("issuer", "Cơ quan ban hành văn bản được viện dẫn"),
        Column("title", "Tên"),
        Column("article", "Điều"),
        Column("clause", "Khoản"),
        Column("point", "Điểm"),
        *_PLACE,
    ),
    "figures": (
        *_DOCUMENT,
        Column("text", "Số liệu"),
        Column("kind", "Kiểu"),
        Column("value", "Giá trị", NUMBER),
        Column("value2", "Giá trị thứ hai", NUMBER),
        Column("unit", "Đơn vị tính"),
        Column("comparator", "So sánh"),
        Column("amount", "Quy đổi", NUMBER),
        *_PLACE,
    ),
    "dates": (
        *_DOCUMENT,
        Column("text", "Thời gian"),
        Column("starts_on", "Từ ngày", DAY),
        Column("ends_on", "Đến ngày", DAY),
        Column("mod", "Quan hệ"),
        *_PLACE,
    ),
}
_TABLE = (
    *_DOCUMENT,
    Column("ordinal", "Bảng thứ", INTEGER),
    Column("title", "Tiêu đề bảng"),
    Column("sheet", "Trang tính"),
    Column("page", "Trang", INTEGER),
    Column("row", "Hàng", INTEGER),  # 0 = names of the columns
)


def table_columns(n_columns: int) -> tuple[Column, ...]:
    """Give the columns of the export of tables, whose widest has so many."""
    return (*_TABLE, *(Column(f"cell_{number}", f"Cột {number}") for number in range(1, n_columns + 1)))


def type_names() -> dict[str, str]:
    """Give the names of types of documents by code."""
    names = {"bai_bao": "Bài báo"}
    for kind in doc_types():
        names.setdefault(kind.code, kind.name)
    return names


def with_names(row: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
    """Add Vietnamese names beside the codes of a row."""
    row["type_name"] = names.get(row.get("doc_type") or "")
    row["document_type_name"] = names.get(row.get("document_doc_type") or "")
    row["sector_name"] = sector_names().get(row.get("sector") or "")
    row["label_name"] = LABEL_NAMES.get(row.get("label") or "")
    row["topic_names"] = [TOPIC_NAMES.get(topic, topic) for topic in row.get("topics") or ()]
    row["status_name"] = STATUS_NAMES.get(row.get("status") or "")
    return row
