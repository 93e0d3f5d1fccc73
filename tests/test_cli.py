"""The command line: exit codes, what goes to which stream, and that every command of the contract is there."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing, redirect_stderr, redirect_stdout
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

import pytest
from samples import full_analysis

from vanban.cli import doctor, main
from vanban.cli.arguments import COMMANDS
from vanban.cli.describe import document_code
from vanban.cli.output import align, number, period, quantity
from vanban.lexicon import word_vectors
from vanban.store import open_archive

VANBAN = [sys.executable, "-m", "vanban.cli"]
REPORT = """Tỷ lệ hồ sơ trực tuyến đạt 72,5% kế hoạch năm 2025.

Đề nghị Bộ Tài chính sớm bố trí kinh phí theo Nghị định số 179/2025/NĐ-CP.
"""


@pytest.fixture
def db(tmp_path: Path) -> str:
    path = tmp_path / "kho.db"
    with open_archive(path) as archive:
        archive.add(full_analysis(paged=True), paths=[tmp_path / "báo cáo.txt"])
    return str(path)


class Done(NamedTuple):
    returncode: int
    stdout: str
    stderr: str


def run(*words: str, stdin: bytes = b"", encoding: str = "utf-8") -> Done:
    """Run a command in this process, with streams of its own."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding=encoding, newline="") for _ in range(2))
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        code = main(words)
        out.flush()
        err.flush()
    shown = (stream.buffer.getvalue().decode("utf-8") for stream in (out, err))  # type: ignore[attr-defined]
    return Done(code, *shown)


# -- use ---------------------------------------------------------------------------------------------------------------


def test_every_command_of_the_contract_is_in_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    shown = capsys.readouterr().out
    contract = (
        "extract ingest status retry search indicators show export digest serve watch backup verify user train evaluate "
        "doctor"
    )
    for name in (*contract.split(), *COMMANDS):
        assert f"\n    {name} " in shown


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([command, "--help"]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith(f"Cách dùng: vanban {command}")
    assert "usage" not in shown
    assert "options:" not in shown


def test_help_imports_nothing_heavy() -> None:
    found = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "vanban.cli", "--help"], capture_output=True, text=True, check=True
    ).stderr
    modules = {line.rpartition("|")[2].strip().partition(".")[0] for line in found.splitlines()}
    assert "argparse" in modules
    assert not modules & {"sqlalchemy", "alembic", "numpy", "spacy", "sklearn", "pandas", "lxml", "tqdm", "asyncio"}


def test_the_package_runs_as_the_command() -> None:
    shown = subprocess.run([sys.executable, "-m", "vanban", "--version"], capture_output=True, text=True, check=True)
    assert shown.stdout.startswith("vanban ")


WRONG = [
    [],
    ["nonsense"],
    ["extract"],
    ["extract", "--json", "--jsonl", "a"],
    ["extract", "--reference-date", "mai", "a"],
    ["ingest"],
    ["search", "x", "--limit", "0"],
    ["search", "x", "--limit", "nhiều"],
    ["search", "x", "--label", "nonsense"],
    ["search", "x", "--from", "hôm qua"],
    ["search", ""],
    ["search", "?!"],
    ["search", "--", "NOT x"],
    ["indicators", "--status", "good"],
    ["indicators", "--period", "nay"],
    ["show", "999"],
    ["export", "documents"],
    ["export", "nonsense", "--out", "x.csv"],
    ["digest"],
    ["digest", "--out", "x.pdf"],
    ["digest", "--out", "x.docx", "--label", "result"],
    ["digest", "--out", "x.docx", "--province", "Cà Mau"],
]


@pytest.mark.parametrize("words", WRONG, ids=" ".join)
def test_wrong_use_is_told_and_gives_2(
    words: list[str], db: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VANBAN_DB", db)
    assert main(words) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("vanban")
    assert "Traceback" not in captured.err


@pytest.mark.parametrize("mode", ["meaning", "both"])
def test_search_by_meaning(
    mode: str, db: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """An obstacle in other words than the document's, which has "người làm công nghệ thông tin" in none."""
    monkeypatch.setattr(word_vectors, "find_teacher", lambda: None)  # it would make something of any letters
    assert main(["search", "thiếu cán bộ", "--db", db, "--mode", mode, "--json"]) == 0
    assert all(hit["kind"] for hit in json.loads(capsys.readouterr().out))
    assert main(["search", "zzzz", "--db", db, "--mode", mode]) == (2 if mode == "meaning" else 0)
    assert ("không biết từ nào" in capsys.readouterr().err) == (mode == "meaning")


@pytest.mark.parametrize(
    ("words", "told"), [(["--engine", "ray"], "cần kho PostgreSQL"), (["--address", "auto"], "--engine ray")]
)
def test_a_cluster_needs_a_server(
    words: list[str], told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["ingest", str(tmp_path), "--db", str(tmp_path / "kho.db"), *words]) == 2
    assert told in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("out", "status"), [("a.pdf", 2), ("a.csv", 0), ("a", 0), ("a.JSONL", 0)])
def test_export_writes_no_format_under_another_name(out: str, status: int, db: str, tmp_path: Path) -> None:
    assert main(["export", "statements", "--out", str(tmp_path / "x" / out), "--db", db]) == status
    assert (tmp_path / "x" / out).exists() is (status == 0)


@pytest.mark.parametrize(
    "command", ["status", "search x", "indicators", "show 1", "summary", "retry", "export all --out o"]
)
def test_a_missing_archive_is_not_made_by_looking(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*command.split(), "--db", str(tmp_path / "kho.db")]) == 2
    assert "chưa có kho này" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


# -- extract -----------------------------------------------------------------------------------------------------------


def test_extract_json_is_an_array_and_jsonl_lines(tmp_path: Path, form: Callable[[str], str]) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(form(REPORT), "utf-8")
    done = run("extract", "--json", "--with-text", str(tmp_path / "a.txt"), str(tmp_path / "b.txt"))
    assert done.returncode == 0
    found = json.loads(done.stdout)
    assert [document["source"] for document in found] == ["a.txt", "b.txt"]
    for fact in (*found[0]["citations"], *found[0]["figures"], *found[0]["statements"]):
        assert found[0]["text"][slice(*fact["span"])] == fact["text"]
    lines = run("extract", "--jsonl", str(tmp_path / "a.txt"), str(tmp_path / "b.txt")).stdout.splitlines()
    assert [json.loads(line)["figures"][0]["text"] for line in lines] == ["72,5%", "72,5%"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_extract_reads_text_from_stdin(encoding: str) -> None:
    (found,) = json.loads(run("extract", "--json", "-", stdin=REPORT.encode(encoding)).stdout)
    assert found["source"] == "-"
    assert [fact["number"] for fact in found["citations"]] == ["179"]


def test_extract_goes_on_after_a_bad_file(tmp_path: Path) -> None:
    (tmp_path / "tốt.txt").write_text(REPORT, "utf-8")
    (tmp_path / "hỏng\n.pdf").write_bytes(b"%PDF-1.7\n")
    done = run("extract", "--json", str(tmp_path / "hỏng\n.pdf"), str(tmp_path / "tốt.txt"), str(tmp_path / "mất"))
    assert done.returncode == 4
    assert [document["source"] for document in json.loads(done.stdout)] == ["tốt.txt"]
    assert len(done.stderr.splitlines()) == 2
    assert "hỏng\\n.pdf" in done.stderr
    assert json.loads(run("extract", "--json", str(tmp_path / "mất")).stdout) == []


def test_extract_for_people(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(REPORT, "utf-8")
    shown = run("extract", str(tmp_path / "a.txt")).stdout
    assert "ĐỀ XUẤT, KIẾN NGHỊ (1)" in shown
    assert "→ Bộ Tài chính" in shown
    assert "Nghị định số 179/2025/NĐ-CP" in shown
    assert "72,5%" in shown


def test_output_is_utf_8_wherever_it_runs(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(REPORT, "utf-8")
    done = run("extract", str(tmp_path / "a.txt"), encoding="latin-1")
    assert done.returncode == 0
    assert "KIẾN NGHỊ" in done.stdout


# -- ingest to export ---------------------------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "hồ sơ"
    folder.mkdir()
    (folder / "a.txt").write_text(REPORT, "utf-8")
    (folder / "bản sao\n.txt").write_text(REPORT, "utf-8")
    (folder / "rỗng.txt").write_bytes(b"")
    (folder / "hỏng.docx").write_bytes(b"PK\x03\x04")
    (folder / os.fsdecode(b"t\xeap.txt")).write_text("Giải ngân đạt 47%.", "utf-8")
    return folder


def test_ingest_tells_progress_on_stderr_and_a_summary_on_stdout(folder: Path, tmp_path: Path) -> None:
    db = str(tmp_path / "kho.db")
    done = run("ingest", str(folder), str(tmp_path / "không có"), "--db", db)
    assert done.returncode == 4
    assert "100%" in done.stderr
    assert "5/5 tệp" in done.stderr
    assert "%" not in done.stdout
    assert "2  mới vào kho" in done.stdout
    assert "1  trùng nội dung" in done.stdout
    assert "2  lỗi" in done.stdout
    assert "Lỗi theo nguyên nhân:" in done.stdout
    assert "rỗng.txt" in done.stdout
    assert "không có tệp hay thư mục này" in done.stdout
    again = json.loads(run("ingest", "--json", str(folder), "--db", db).stdout)
    assert (again["unchanged"], again["failed"], again["new"], again["interrupted"]) == (3, 2, 0, False)
    retried = json.loads(run("retry", "--json", "--db", db).stdout)
    assert (retried["files"], retried["failed"]) == (2, 2)
    status = json.loads(run("status", "--json", "--db", db).stdout)
    assert (status["documents"], status["paths"]) == (2, {"done": 3, "failed": 2})
    assert sum(failure["paths"] for failure in status["failures"]) == 2


def test_the_archive_in_the_folder_is_not_taken_for_a_document(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    monkeypatch.delenv("VANBAN_DB", raising=False)
    for _ in range(2):
        done = run("ingest", ".", "--json")
        assert json.loads(done.stdout)["files"] == 5
    assert (folder / "vanban.db").exists()


def test_the_archive_is_named_by_option_then_environment(
    tmp_path: Path, db: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VANBAN_DB", db)
    assert json.loads(run("status", "--json").stdout)["documents"] == 1
    assert run("status", "--db", str(tmp_path / "other.db")).returncode == 2


def test_ctrl_c_stops_with_130_and_loses_nothing(tmp_path: Path) -> None:
    many = tmp_path / "nhiều"
    many.mkdir()
    for count in range(400):
        (many / f"{count:03}.txt").write_text(f"Văn bản {count}: {REPORT * 20}", "utf-8")
    db = tmp_path / "kho.db"
    running = subprocess.Popen(
        [*VANBAN, "ingest", str(many), "--db", str(db)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and not _count(db):
        time.sleep(0.1)
    running.send_signal(signal.SIGINT)
    out, err = running.communicate(timeout=20)
    assert running.returncode == 130, err
    assert "Đã dừng giữa chừng, không mất gì" in out
    assert "Traceback" not in err
    with open_archive(db, create=False) as archive:
        states = archive.status()["paths"]
        assert 0 < states["done"] < 400
        assert states["done"] == archive.status()["documents"]
        assert states["waiting"] == 400 - states["done"]


def _count(db: Path) -> int:
    """Look without opening an archive, which a loaded machine does too late."""
    try:
        with closing(sqlite3.connect(f"{db.as_uri()}?mode=ro", uri=True)) as archive:
            return archive.execute("SELECT COUNT(*) FROM documents").fetchone()[0]
    except sqlite3.OperationalError:  # the schema is just being made
        return 0


def test_search_shows_the_sentence_with_its_match(db: str) -> None:
    done = run("search", "thieu", "nhan luc", "--db", db)
    assert done.returncode == 0
    assert "Cấp xã «thiếu nhân lực» chuyển đổi số" in done.stdout
    assert "[Khó khăn, vướng mắc · Nhân lực; Hạ tầng, trang thiết bị]" in done.stdout
    assert (
        "Báo cáo số 45/BC-SKHCN, SỞ KHOA HỌC VÀ CÔNG NGHỆ, ngày 20/06/2025 (bao-cao.txt, trang 2; mã 1)" in done.stdout
    )
    assert "1 trong 1 kết quả" in done.stderr
    (hit,) = json.loads(run("search", "thieu nhan luc", "--db", db, "--json").stdout)
    assert (hit["label"], hit["page"], hit["document"]["number"]) == ("difficulty", 2, "45")
    start, end = hit["marks"][0]
    assert hit["text"][start:end] == "thiếu nhân lực"


def test_search_without_an_answer(db: str) -> None:
    done = run("search", "khôngcógì", "--db", db)
    assert (done.returncode, done.stdout) == (0, "")
    assert "Không tìm thấy" in done.stderr
    assert run("search", "khôngcógì", "--db", db, "--json").stdout.strip() == "[]"


QUERIES = [
    b"\xff\xfe",
    b"a\xffb",
    "đ".encode() * 5000,
    b'"""',
    b"(((",
    b"a* OR",
    b"\x01\x02x",
    b"NEAR/2",
    b"--x",
    b"a AND AND b",
]


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: ascii(query[:12]))
def test_any_bytes_as_a_query_give_an_answer_or_a_message(db: str, query: bytes) -> None:
    done = run("search", "--db", db, os.fsdecode(query))
    assert done.returncode in (0, 2)
    assert done.stderr or done.stdout


def test_indicators(db: str) -> None:
    table = run("indicators", "hồ sơ", "--db", db).stdout
    assert "Tỷ lệ hồ sơ trực tuyến" in table
    assert "72,5%" in table
    assert "Chưa đạt" in table
    assert len(json.loads(run("indicators", "--json", "--status", "not_met", "--db", db).stdout)) == 2
    rows = list(csv.DictReader(io.StringIO(run("indicators", "--csv", "--db", db).stdout.lstrip("\ufeff"))))
    assert [row["Kết quả"] for row in rows] == ["72.5", "72.5"]
    assert run("indicators", "khôngcó", "--db", db).stdout == ""


def test_show(db: str, tmp_path: Path) -> None:
    shown = run("show", "1", "--db", db).stdout
    assert "Báo cáo số 45/BC-SKHCN" in shown
    assert str(tmp_path / "báo cáo.txt") in shown
    found = json.loads(run("show", "1", "--json", "--with-text", "--db", db).stdout)
    assert (found["id"], found["paths"]) == (1, [str(tmp_path / "báo cáo.txt")])
    assert found["citations"][0]["number"] == "57"
    assert found["text"].startswith("Thực hiện Nghị quyết")


def test_summary(db: str) -> None:
    shown = run("summary", "--db", db).stdout
    for words in ("Nhân lực", "Bộ Khoa học và Công nghệ", "Tỷ lệ hồ sơ trực tuyến", "Nghị quyết 57-NQ/TW"):
        assert words in shown
    found = json.loads(run("summary", "--json", "--db", db).stdout)
    assert [row["topic"] for row in found["difficulties"]] == ["ha_tang", "nhan_luc"]


@pytest.mark.parametrize("name", ["a.csv", "a.xlsx", "a.jsonl"])
def test_export_takes_the_format_from_the_name(db: str, tmp_path: Path, name: str) -> None:
    done = run("export", "statements", "--out", str(tmp_path / name), "--label", "difficulty", "--db", db)
    assert done.stdout == f"{tmp_path / name}: 1 dòng\n"
    start = (tmp_path / name).read_bytes()[:3]
    assert start == {"a.csv": b"\xef\xbb\xbf", "a.xlsx": b"PK\x03", "a.jsonl": b'{"d'}[name]


@pytest.mark.parametrize("name", ["tổng hợp.docx", "b.XLSX"])
def test_digest(db: str, tmp_path: Path, name: str) -> None:
    done = run("digest", "--out", str(tmp_path / name), "--office", "Sở A", "--place", "Lào Cai", "--db", db)
    told = "1 khó khăn gộp thành 1 nội dung, 1 kiến nghị, 2 chỉ tiêu từ 1 văn bản"
    assert (done.returncode, done.stdout) == (0, f"{tmp_path / name}: {told}\n")
    assert (tmp_path / name).read_bytes()[:2] == b"PK"


def test_a_closed_pipe_is_quiet(db: str) -> None:
    done = subprocess.run(
        f"{sys.executable} -m vanban.cli export --help | true; "
        f"{sys.executable} -m vanban.cli show 1 --json --with-text --db '{db}' | head -c 1",
        shell=True, capture_output=True, check=False,
    )  # fmt: skip
    assert done.stderr == b""


def test_doctor(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor"]) == 0
    shown = capsys.readouterr().out
    assert "SQLite FTS5" in shown
    assert "✓ Véc-tơ từ" in shown
    main(["doctor", "--json"])
    engines = json.loads(capsys.readouterr().out)["engines"]
    assert all(engine["version"] for engine in engines if engine["required"])


def test_doctor_names_what_is_missing(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "find_requirements", lambda: [("no-such-library", None), ("no-such-extra", "parquet")])
    assert main(["doctor"]) == 3
    shown = capsys.readouterr().out
    assert "✗ no-such-library" in shown
    assert "Còn thiếu, cài bằng: pip install 'vanban[all]'" in shown
    assert "nếu cần thì cài bằng: pip install 'vanban[parquet]'" in shown


def test_doctor_gives_one_command_for_all_programs(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor.shutil, "which", lambda name: None)
    monkeypatch.setattr(doctor, "_POSTGRESQL_FOLDER", Path("nowhere"))
    monkeypatch.setattr(doctor, "find_office", lambda: None)
    monkeypatch.setattr(doctor, "missing_modules", lambda: ["writer", "calc", "impress"])
    assert main(["doctor"]) == 0
    shown = capsys.readouterr().out
    for name in ("bsdtar / 7-Zip", "Tesseract", "Tesseract tiếng Việt", "LibreOffice Writer", "PostgreSQL"):
        assert f"– {name} " in shown
    command = shown.splitlines()[-1].split("cài bằng: ")[1]
    assert command == (
        "apt-get install libarchive-tools tesseract-ocr tesseract-ocr-vie libreoffice-writer-nogui "
        "libreoffice-calc-nogui libreoffice-impress-nogui postgresql"
    )


def test_doctor_knows_what_the_package_asks_for() -> None:
    found = dict(doctor.find_requirements())
    assert (found["sqlalchemy"], found["pyarrow"], found["pg8000"]) == (None, "parquet", "postgresql")
    assert not {"pytest", "vanban"} & set(found)


# -- words on the terminal ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "shown"),
    [("2148306", "2.148.306"), ("97.8", "97,8"), ("0", "0"), ("-1234.5", "-1.234,5"), ("1E+3", "1.000")],
)
def test_numbers_as_vietnamese_readers_write_them(value: str, shown: str) -> None:
    assert number(Decimal(value)) == shown


@pytest.mark.parametrize(
    ("start", "end", "shown"),
    [
        ("2025-01-01", "2025-12-31", "2025"),
        ("2025-02-01", "2025-02-28", "02/2025"),
        ("2021-01-01", "2025-12-31", "2021-2025"),
        ("2025-06-20", "2025-06-20", "20/06/2025"),
        ("2025-01-01", "2025-06-30", "6 tháng đầu năm 2025"),
        ("2025-07-01", "2025-09-30", "quý III/2025"),
        ("2025-02-01", "2025-04-30", "01/02/2025-30/04/2025"),
        ("9999-01-01", "9999-12-31", "9999"),
    ],
)
def test_periods(start: str, end: str, shown: str) -> None:
    assert period(dt.date.fromisoformat(start), dt.date.fromisoformat(end)) == shown


@pytest.mark.parametrize(
    ("number", "symbol", "code"),
    [
        ("45", "BC-SKHCN", "45/BC-SKHCN"),
        ("57", "NQ/TW", "57-NQ/TW"),
        ("12", "UBND-KT", "12/UBND-KT"),
        ("8", "HĐND", "8/HĐND"),
        ("5", None, "5"),
        (None, "BC-UBND", "…/BC-UBND"),
        (None, None, ""),
    ],
)
def test_codes_of_documents(number: str | None, symbol: str | None, code: str) -> None:
    assert document_code(number, symbol) == code


def test_quantities_and_tables() -> None:
    assert quantity(Decimal("72.5"), "%") == "72,5%"
    assert quantity(Decimal(1200), "hồ sơ", comparator=">") == "> 1.200 hồ sơ"
    assert quantity(Decimal(3), None, comparator="~") == "khoảng 3"
    assert quantity(None, "%") == ""
    assert align([("a", 1), ("bb", 22)], titles=("Tên", "Số"), right=(1,)) == "\n".join(
        ["  Tên  Số", "  ---  --", "  a     1", "  bb   22"]
    )


def test_a_command_works_while_the_archive_is_open_elsewhere(db: str) -> None:
    with open_archive(db) as archive:
        assert run("status", "--db", db).returncode == 0
        assert run("retry", "--db", db).returncode == 0
        assert len(archive.documents()) == 1
