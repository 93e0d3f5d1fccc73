"""Whether an archive is whole: its rows, spans and index agree, and the kept originals have their hashes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import Connection, Table, and_, func, or_, select

from vanban.store import index as full_text
from vanban.store.originals import hash_file, place_of
from vanban.store.schema import (
    FACTS,
    SEARCH_INDEX,
    blocks,
    documents,
    metadata,
    notices,
    originals,
    pages,
    passages,
    statements,
    tables,
    texts,
)

SAMPLED = 2000  # documents whose index is asked for their own words
_SPANNED = (blocks, tables, notices, passages, *FACTS.values())


class Problem(NamedTuple):
    """Something that is not as it was written."""

    kind: str  # database, reference, missing, count, span, text, index, original
    place: str  # table and key, or file
    message: str  # Vietnamese


def verify(connection: Connection, folder: Path | None) -> Iterator[Problem]:
    """Give what is wrong; nothing where all is well."""
    if connection.dialect.name == "sqlite":
        yield from _database_problems(connection)
    for check in (_reference_problems, _count_problems, _span_problems, _text_problems, _index_problems):
        yield from check(connection)
    yield from _original_problems(connection, folder)


def _database_problems(connection: Connection) -> Iterator[Problem]:
    for (message,) in connection.exec_driver_sql("PRAGMA integrity_check(100)"):
        if message != "ok":
            yield Problem("database", "SQLite", f"tệp kho bị hỏng: {message}")


def _reference_problems(connection: Connection) -> Iterator[Problem]:
    """Find rows that point to rows which are not there."""
    for table in metadata.sorted_tables:
        for key in table.foreign_keys:
            column, target = key.parent, key.column.table.alias()
            lost = ~select(1).where(target.c[key.column.name] == column).exists()
            count = connection.execute(select(func.count()).where(column.is_not(None), lost)).scalar_one()
            if count:
                place = f"{table.name}.{column.name}"
                yield Problem(
                    "reference", place, f"{count} dòng chỉ tới dòng không có trong bảng {key.column.table.name}"
                )


def _count_problems(connection: Connection) -> Iterator[Problem]:
    """Find documents without text or with other pages than they had, and statements that search cannot find."""

    def counted(table: Table) -> Any:
        return select(func.count()).where(table.c.document_id == documents.c.id).scalar_subquery()

    wrong = select(documents.c.id, counted(texts), counted(pages), func.coalesce(documents.c.n_pages, 0))
    wrong = wrong.where(or_(counted(texts) != 1, counted(pages) != func.coalesce(documents.c.n_pages, 0)))
    for number, n_texts, n_pages, wanted in connection.execute(wrong):
        if n_texts != 1:
            yield Problem("missing", f"documents {number}", "văn bản không có nội dung (bảng texts)")
        if n_pages != wanted:
            yield Problem("count", f"documents {number}", f"có {n_pages} trang, lẽ ra {wanted}")
    found = select(func.count()).where(passages.c.statement_id == statements.c.id).scalar_subquery()
    for (number,) in connection.execute(select(statements.c.id).where(found != 1)):
        yield Problem("count", f"statements {number}", "nhận định phải có đúng một đoạn tìm kiếm (bảng passages)")


def _span_problems(connection: Connection) -> Iterator[Problem]:
    for table in _SPANNED:
        start, end = table.c.span_start, table.c.span_end
        outside = or_(start < 0, end < start, end > documents.c.n_characters)
        found = select(table.c.document_id, start, end).join(documents, documents.c.id == table.c.document_id)
        for number, first, last in connection.execute(found.where(and_(start.is_not(None), outside))):
            place = f"{table.name}, documents {number}"
            yield Problem("span", place, f"vị trí {first}–{last} nằm ngoài nội dung văn bản")


def _text_problems(connection: Connection) -> Iterator[Problem]:
    """Find texts of another length than they had, and facts that are not what stands at their place."""
    for number, length in connection.execute(select(documents.c.id, documents.c.n_characters)).all():
        text = connection.execute(select(texts.c.text).where(texts.c.document_id == number)).scalar()
        if text is None:
            continue
        if len(text) != length:
            yield Problem("text", f"documents {number}", f"nội dung dài {len(text)} ký tự, lẽ ra {length}")
            continue
        for table in FACTS.values():
            if "text" not in table.c:
                continue
            facts = select(table.c.id, table.c.span_start, table.c.span_end, table.c.text)
            for fact, start, end, words in connection.execute(facts.where(table.c.document_id == number)):
                if text[start:end] != words:
                    yield Problem("text", f"{table.name} {fact}", "câu chữ khác với nội dung ở vị trí của nó")


def _index_problems(connection: Connection) -> Iterator[Problem]:
    """Find passages that the full-text index does not know, rows of it without a passage, and other words in it."""
    is_sqlite = connection.dialect.name == "sqlite"
    numbers = "id FROM search_index_docsize" if is_sqlite else f"rowid FROM {SEARCH_INDEX}"
    for left, right, message in (
        ("id FROM passages", numbers, "đoạn không có trong chỉ mục tìm kiếm"),
        (numbers, "id FROM passages", "dòng của chỉ mục tìm kiếm không thuộc đoạn nào"),
    ):
        query = f"SELECT count(*), min(id) FROM (SELECT {left} EXCEPT SELECT {right}) AS lost (id)"
        query = query if not is_sqlite else query.replace("AS lost (id)", "").replace("rowid", "rowid AS id")
        count, first = connection.exec_driver_sql(query).one()
        if count:
            yield Problem("index", f"passages {first}", f"{count} {message}; lập lại chỉ mục")
    firsts = select(func.min(passages.c.id)).group_by(passages.c.document_id).order_by(func.min(passages.c.id))
    for (number,) in connection.execute(firsts.limit(SAMPLED)).all():
        if not full_text.holds(connection, number):
            yield Problem("index", f"passages {number}", "chỉ mục tìm kiếm giữ câu chữ khác với nội dung")


def _original_problems(connection: Connection, folder: Path | None) -> Iterator[Problem]:
    kept = connection.execute(select(originals.c.sha256, originals.c.size).order_by(originals.c.sha256)).all()
    if kept and folder is None:
        yield Problem("original", "originals", "không biết thư mục bản gốc; đặt biến VANBAN_FILES")
        return
    for sha256, size in kept:
        assert folder is not None
        path = place_of(folder, sha256)
        if not path.is_file():
            yield Problem("original", str(path), "mất bản gốc; nhập lại tệp hoặc lấy từ bản sao lưu")
        elif path.stat().st_size != size or hash_file(path) != sha256:
            yield Problem("original", str(path), "bản gốc đã bị thay đổi; lấy lại từ bản sao lưu")
