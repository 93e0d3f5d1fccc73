"""Whether an archive is whole: its rows, spans and index agree, and the kept originals have their hashes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, and_, func, or_, select

from vanban.store.checksums import differences
from vanban.store.originals import hash_file, place_of
from vanban.store.problems import Problem
from vanban.store.schema import (
    FACTS,
    blocks,
    documents,
    metadata,
    notices,
    originals,
    pages,
    passages,
    paths,
    statements,
    tables,
    texts,
)
from vanban.store.verify_index import index_problems

_SPANNED = (blocks, tables, notices, passages, *FACTS.values())


def verify(connection: Connection, folder: Path | None) -> Iterator[Problem]:
    """Give what is wrong; nothing where all is well."""
    if connection.dialect.name == "sqlite":
        yield from _database_problems(connection)
    for check in (_reference_problems, _count_problems, _changed_problems, _span_problems, _text_problems):
        yield from check(connection)
    yield from index_problems(connection)
    yield from _ledger_problems(connection)
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


def _changed_problems(connection: Connection) -> Iterator[Problem]:
    """Find documents and rows that are not those that were written."""
    for row in connection.execute(select(documents).order_by(documents.c.id)).all():
        for table, found, wanted in differences(connection, row):
            place = f"documents {row.id}" if table == documents.name else f"{table}, documents {row.id}"
            if found != wanted:
                yield Problem("count", place, f"có {found} dòng, lẽ ra {wanted}; lấy lại từ bản sao lưu")
            else:
                yield Problem("changed", place, "nội dung các dòng khác với khi ghi vào kho; lấy lại từ bản sao lưu")


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


def _ledger_problems(connection: Connection) -> Iterator[Problem]:
    """Find files whose document is gone; a bundle, which has none, took no time of its own."""
    was_document = paths.c.duration_s.is_not(None)
    lost = select(paths.c.path).where(paths.c.state == "done", paths.c.document_id.is_(None), was_document)
    for (path,) in connection.execute(lost.order_by(paths.c.path)):
        yield Problem("missing", path, "văn bản của tệp này không còn trong kho; nhập lại tệp")


def _original_problems(connection: Connection, folder: Path | None) -> Iterator[Problem]:
    kept = connection.execute(select(originals.c.sha256, originals.c.size).order_by(originals.c.sha256)).all()
    yield from _unowned_originals(connection)
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


def _unowned_originals(connection: Connection) -> Iterator[Problem]:
    """Find kept originals of documents that are not there; while files are worked on, theirs come first."""
    unfinished = select(1).where(paths.c.state != "done").limit(1)
    if connection.execute(unfinished).first() is not None:
        return
    lost = select(originals.c.sha256).where(originals.c.sha256.not_in(select(documents.c.sha256)))
    for (sha256,) in connection.execute(lost.order_by(originals.c.sha256)):
        yield Problem("original", sha256, "không văn bản nào trong kho có mã băm của bản gốc này")
