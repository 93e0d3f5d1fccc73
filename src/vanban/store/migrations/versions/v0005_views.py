"""Read-only views with stable names for dashboards, each column with its Vietnamese comment."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

Columns = dict[str, tuple[str, str]]  # name → expression, comment

DOCUMENT: Columns = {
    "document_id": ("d.id", "Mã văn bản trong kho"),
    "document_source": ("d.source", "Tên tệp của văn bản"),
    "document_type": ("d.doc_type", "Mã loại văn bản: bao_cao, cong_van, …"),
    "document_number": ("d.number", "Số văn bản"),
    "document_symbol": ("d.symbol", "Ký hiệu văn bản"),
    "issuer": ("d.issuer", "Cơ quan ban hành"),
    "parent_issuer": ("d.parent_issuer", "Cơ quan chủ quản của cơ quan ban hành"),
    "province": ("d.province_now", "Tỉnh, thành phố theo tên hiện nay (34 đơn vị)"),
    "province_as_named": ("d.province", "Tỉnh, thành phố đúng như văn bản ghi"),
    "issued_on": ("d.issued_on", "Ngày ban hành"),
    "issued_year": ("{year}", "Năm ban hành"),
}
PLACE: Columns = {
    "page": ("f.page", "Trang có dữ kiện"),
    "span_start": ("f.span_start", "Vị trí đầu trong nội dung văn bản (đếm ký tự từ 0)"),
    "span_end": ("f.span_end", "Vị trí cuối trong nội dung văn bản (không kể ký tự này)"),
    "box_x0": ("f.box_x0", "Mép trái trên trang, tính bằng point từ góc trên bên trái"),
    "box_top": ("f.box_top", "Mép trên, point"),
    "box_x1": ("f.box_x1", "Mép phải, point"),
    "box_bottom": ("f.box_bottom", "Mép dưới, point"),
    "score": ("f.score", "Độ tin cậy từ 0 đến 1"),
    "rule": ("f.rule", "Quy tắc hoặc mô hình đã tìm ra"),
    "version": ("f.version", "Phiên bản vanban đã tìm ra"),
}
KEY: Columns = {"key": ("f.key", "Khóa của dữ kiện, giữ nguyên khi văn bản được phân tích lại")}
STATEMENT: Columns = {
    **KEY,
    "text": ("f.text", "Nguyên văn"),
    "topic": ("{topic}", "Mã chủ đề chính"),
    "topics": ("{topics}", "Các mã chủ đề, cách nhau bằng dấu phẩy"),
    "label": ("f.label", "Nhãn của câu"),
    "second_label": ("f.second", "Nhãn có khả năng thứ hai"),
}
MEASURE: Columns = {
    **KEY,
    "indicator_id": ("f.indicator_id", "Mã chỉ tiêu, chung cho các cách gọi của cùng một chỉ tiêu"),
    "name": ("f.name", "Tên chỉ tiêu như văn bản ghi"),
    "subject": ("f.about", "Đối tượng: như văn bản ghi, không có thì tỉnh hoặc cơ quan ban hành"),
    "period_start": ("f.period_start", "Ngày đầu của kỳ"),
    "period_end": ("f.period_end", "Ngày cuối của kỳ"),
    "plan": ("f.target", "Kế hoạch (chỉ tiêu được giao)"),
    "plan_unit": ("f.target_unit", "Đơn vị tính của kế hoạch"),
    "result": ("f.value", "Kết quả thực hiện"),
    "result_to": ("f.value2", "Cận trên, nếu kết quả là một khoảng"),
    "unit": ("f.unit", "Đơn vị tính của kết quả"),
    "comparator": ("f.comparator", "Dấu so sánh: >, <, >=, <=, ~"),
    "status": ("f.status", "met: đạt; not_met: chưa đạt; in_progress: đang thực hiện"),
    "base_value": ("f.value * {factor}", "Kết quả đổi ra đơn vị gốc: 2,5 tỷ đồng là 2500000000"),
    "base_unit": ("{base_unit}", "Đơn vị gốc: đồng, %, hồ sơ, …"),
    "mentions": ("f.mentions", "Số lần chỉ tiêu này của kỳ và đối tượng này được nêu trong kho"),
    "source": ("f.source", "text: trong câu; table: trong bảng"),
}
CITATION: Columns = {
    **KEY,
    "text": ("f.text", "Nguyên văn lời viện dẫn"),
    "cited": ("trim(f.cited)", "Tên chuẩn của văn bản được viện dẫn, không dấu"),
    "cited_type": ("f.doc_type", "Mã loại văn bản được viện dẫn"),
    "cited_number": ("f.number", "Số của văn bản được viện dẫn"),
    "cited_year": ("f.year", "Năm trong số hiệu"),
    "cited_symbol": ("f.symbol", "Ký hiệu của văn bản được viện dẫn"),
    "cited_on": ("f.date", "Ngày của văn bản được viện dẫn"),
    "cited_issuer": ("f.issuer", "Cơ quan ban hành văn bản được viện dẫn"),
    "cited_title": ("f.title", "Tên gọi của văn bản được viện dẫn"),
    "article": ("f.article", "Điều"),
    "clause": ("f.clause", "Khoản"),
    "point": ("f.point", "Điểm"),
}
PAPER: Columns = {
    **DOCUMENT,
    "subject": ("d.subject", "Trích yếu"),
    "place": ("d.place", "Địa danh"),
    "signer_name": ("d.signer_name", "Người ký"),
    "signer_title": ("d.signer_title", "Chức vụ người ký"),
    "secrecy": ("d.secrecy", "Độ mật: mat, toi_mat, tuyet_mat"),
    "pages": ("d.n_pages", "Số trang; để trống nếu định dạng không có trang"),
    "characters": ("d.n_characters", "Số ký tự"),
    "difficulties": ("{difficulties}", "Số khó khăn, vướng mắc"),
    "proposals": ("{proposals}", "Số đề xuất, kiến nghị"),
    "indicators": ("{indicators}", "Số lần nêu chỉ tiêu"),
    "citations": ("{citations}", "Số lần viện dẫn"),
    "sha256": ("d.sha256", "Mã băm SHA-256 của tệp gốc"),
    "version": ("d.version", "Phiên bản vanban đã phân tích"),
    "added_at": ("d.added_at", "Thời điểm vào kho (UTC)"),
}
OF_STATEMENTS = "FROM statements f JOIN documents d ON d.id = f.document_id WHERE f.label = "
# of several mentions: one with plan and result before others, then of the newest document, then the surest
OF_INDICATORS = """FROM (
    SELECT i.*, coalesce(i.subject, p.province_now, p.issuer) AS about,
        count(*) OVER same AS mentions,
        row_number() OVER (same ORDER BY
            CASE WHEN i.value IS NOT NULL AND i.target IS NOT NULL THEN 0 WHEN i.value IS NOT NULL THEN 1 ELSE 2 END,
            CASE WHEN p.issued_on IS NULL THEN 1 ELSE 0 END, p.issued_on DESC, i.score DESC, i.id) AS place
    FROM indicators i JOIN documents p ON p.id = i.document_id
    WINDOW same AS (PARTITION BY coalesce(i.indicator_id, i.name_folded), coalesce(i.period_start, p.issued_on),
        coalesce(i.period_end, p.issued_on), coalesce(i.subject, p.province_now, p.issuer, p.source))
) f JOIN documents d ON d.id = f.document_id WHERE f.place = 1"""
ADDRESSEE: Columns = {"addressee": ("f.addressee", "Nơi được đề nghị; nhiều nơi cách nhau bằng dấu chấm phẩy")}
VIEWS: dict[str, tuple[str, Columns, str]] = {
    "v_difficulties": (
        "Khó khăn, vướng mắc: mỗi câu một dòng",
        {**STATEMENT, **DOCUMENT, **PLACE},
        f"{OF_STATEMENTS}'difficulty'",
    ),
    "v_proposals": (
        "Đề xuất, kiến nghị: mỗi câu một dòng",
        {**STATEMENT, **ADDRESSEE, **DOCUMENT, **PLACE},
        f"{OF_STATEMENTS}'proposal'",
    ),
    "v_indicators": (
        "Chỉ tiêu: mỗi chỉ tiêu, kỳ và đối tượng một dòng",
        {**MEASURE, **DOCUMENT, **PLACE},
        OF_INDICATORS,
    ),
    "v_citations": (
        "Viện dẫn: mỗi lần viện dẫn một dòng",
        {**CITATION, **DOCUMENT, **PLACE},
        "FROM citations f JOIN documents d ON d.id = f.document_id",
    ),
    "v_documents": ("Văn bản: mỗi văn bản một dòng", PAPER, "FROM documents d"),
}
MULTIPLES = {"nghìn tỷ": 12, "ngàn tỷ": 12, "tỷ": 9, "tỉ": 9, "triệu": 6, "nghìn": 3, "ngàn": 3}  # word → zeros


def upgrade() -> None:
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    op.create_table(
        "column_comments",
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("view_name", "column_name", "comment")),
        sa.PrimaryKeyConstraint("view_name", "column_name", name="pk_column_comments"),
    )
    parts = expressions(is_postgresql=is_postgresql)
    for view, (about, columns, source) in VIEWS.items():
        shown = ", ".join(f'{written.format(**parts)} AS "{name}"' for name, (written, _) in columns.items())
        op.execute(sa.text(f"CREATE VIEW {view} AS SELECT {shown} {source}".replace(":", "\\:")))
        add_comments(view, {"": about, **{name: comment for name, (_, comment) in columns.items()}})


def add_comments(view: str, comments: dict[str, str]) -> None:
    """Write what the columns of a view hold, "" the view itself."""
    rows = [{"view": view, "column": column, "comment": comment} for column, comment in comments.items()]
    op.get_bind().execute(sa.text("INSERT INTO column_comments VALUES (:view, :column, :comment)"), rows)
    if op.get_bind().dialect.name == "postgresql":
        for column, comment in comments.items():
            what = f'COLUMN {view}."{column}"' if column else f"VIEW {view}"
            quoted = comment.replace("'", "''").replace(":", "\\:")
            op.execute(sa.text(f"COMMENT ON {what} IS '{quoted}'"))


def expressions(*, is_postgresql: bool) -> dict[str, str]:
    """Give what the databases write in their own ways, and what would be long in the tables above."""
    year = "CAST(extract(year FROM d.issued_on) AS INTEGER)"
    topics = "string_agg(t.topic, ',' ORDER BY t.ordinal)"
    if not is_postgresql:
        year = "CAST(strftime('%Y', d.issued_on) AS INTEGER)"
        topics = "group_concat(t.topic, ',')"
    of_statement = "FROM statement_topics t WHERE t.statement_id = f.id"
    ordered = of_statement if is_postgresql else f"FROM (SELECT topic {of_statement} ORDER BY t.ordinal) t"
    units = [(f"{word} %", 10**zeros, len(word) + 2) for word, zeros in MULTIPLES.items()]
    factors = " ".join(f"WHEN f.unit LIKE '{pattern}' THEN {factor}" for pattern, factor, _ in units)
    names = " ".join(f"WHEN f.unit LIKE '{pattern}' THEN substr(f.unit, {start})" for pattern, _, start in units)
    counted = "(SELECT count(*) FROM {} x WHERE x.document_id = d.id{})"
    return {
        "year": year,
        "topic": f"(SELECT t.topic {of_statement} AND t.ordinal = 0)",
        "topics": f"(SELECT {topics} {ordered})",
        "factor": f"CASE {factors} ELSE 1 END",
        "base_unit": f"CASE {names} ELSE f.unit END",
        "difficulties": counted.format("statements", " AND x.label = 'difficulty'"),
        "proposals": counted.format("statements", " AND x.label = 'proposal'"),
        "indicators": counted.format("indicators", ""),
        "citations": counted.format("citations", ""),
    }
