"""LibreOffice: many files in one run, standstills, crashes, and files that it refuses.

A small script stands in for LibreOffice where it must hang or crash.
"""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from legacy_samples import rtf
from office_files import make_ole, make_word, needs_writer

from vanban.errors import LimitError, ReadError
from vanban.read import libreoffice, limits, prepare, read

ORDER = "Thủ tướng Chính phủ yêu cầu các địa phương báo cáo."
# Says for each file what LibreOffice says; a file whose text is "hang", "crash" or "refuse" does that.
SCRIPT = """#!/bin/sh
while [ "$1" != "--outdir" ]; do shift; done
out="$2"; shift 2
echo run >> "$VANBAN_TEST_RUNS"
for file in "$@"; do
  name="$(basename "$file")"
  case "$(cat "$file")" in
    hang) echo "convert $file -> x"; sleep 60 & echo $! >> "$VANBAN_TEST_RUNS.children"; wait;;
    hang-at-opening) sleep 60;;
    crash) echo "convert $file -> x"; exit 77;;
    refuse) echo "Error: source file could not be loaded";;
    unwritten) echo "convert $file -> x"; echo "Error: Please verify input parameters...";;
    crash-in-company) [ $# = 1 ] || exit 77; echo "convert $file -> x"; cp "$file" "$out/${name%.*}.docx";;
    *) echo "convert $file -> x"; cp "$file" "$out/${name%.*}.docx";;
  esac
done
"""


@pytest.fixture
def runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Put the script in LibreOffice's place; give the file that counts its runs."""
    office = tmp_path / "bin" / "soffice"
    office.parent.mkdir()
    office.write_text(SCRIPT)
    office.chmod(office.stat().st_mode | stat.S_IXUSR)
    log = tmp_path / "runs"
    monkeypatch.setenv("PATH", f"{office.parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("VANBAN_TEST_RUNS", str(log))
    monkeypatch.setattr(libreoffice, "_START_S", 0.5)
    monkeypatch.setattr(limits, "OFFICE_FILE_S", 0.5)
    monkeypatch.setattr(libreoffice, "_OFFICES", {})
    yield log


def convert(text: str) -> bytes:
    return libreoffice.convert(text.encode(), suffix="rtf", target="docx", source="a.rtf")


def write(folder: Path, *texts: str) -> dict[Path, tuple[str, str]]:
    paths = [folder / f"{number}.rtf" for number in range(len(texts))]
    for path, text in zip(paths, texts, strict=True):
        path.write_text(text)
    return dict.fromkeys(paths, ("rtf", "docx"))


def test_one_file(runs: Path) -> None:
    assert convert("text") == b"text"


@pytest.mark.parametrize("text", ["hang", "hang-at-opening"])
def test_standstill_is_ended_with_its_children(runs: Path, text: str) -> None:
    start = time.perf_counter()
    with pytest.raises(LimitError, match="đã dừng"):
        convert(text)
    assert time.perf_counter() - start < 20
    children = Path(f"{runs}.children")
    time.sleep(0.2)
    for child in children.read_text().split() if children.exists() else []:
        state = Path(f"/proc/{child}/stat")  # an ended process may wait for a parent to ask after it
        assert not state.exists() or state.read_text().rpartition(")")[2].split()[0] == "Z"


def test_crash(runs: Path) -> None:
    with pytest.raises(ReadError, match="bị lỗi"):
        convert("crash")
    assert convert("text") == b"text"


def test_refused(runs: Path) -> None:
    with pytest.raises(ReadError, match="hỏng hoặc có mật khẩu"):
        convert("refuse")


def test_too_large(runs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "OFFICE_BYTES", 3)
    with pytest.raises(LimitError, match="quá lớn"):
        convert("text")
    assert not runs.exists()


def test_many_files_in_one_run(runs: Path, tmp_path: Path) -> None:
    assert libreoffice.convert_ahead(write(tmp_path, "a", "b", "c", "a")) == 3
    assert [convert(text) for text in "abc"] == [b"a", b"b", b"c"]
    assert runs.read_text().count("run") == 1


def test_batch_goes_on_behind_a_bad_file(runs: Path, tmp_path: Path) -> None:
    assert libreoffice.convert_ahead(write(tmp_path, "a", "refuse", "crash", "b", "hang", "c")) == 3
    assert [convert(text) for text in "abc"] == [b"a", b"b", b"c"]
    for text, problem in (("refuse", "hỏng"), ("crash", "lỗi"), ("hang", "đã dừng")):
        with pytest.raises((ReadError, LimitError), match=problem):
            convert(text)
    assert runs.read_text().count("run") == 4  # what crashed, once more by itself


def test_batch_blames_the_file_at_which_it_stands(runs: Path, tmp_path: Path) -> None:
    assert libreoffice.convert_ahead(write(tmp_path, "a", "b", "hang-at-opening", "unwritten", "c")) == 3
    assert [convert(text) for text in "abc"] == [b"a", b"b", b"c"]
    for text, problem in (("hang-at-opening", "đã dừng"), ("unwritten", "hỏng")):
        with pytest.raises((ReadError, LimitError), match=problem):
            convert(text)
    assert runs.read_text().count("run") == 2


def test_who_crashed_in_company_is_tried_alone(runs: Path, tmp_path: Path) -> None:
    assert libreoffice.convert_ahead(write(tmp_path, "a", "crash-in-company", "b")) == 2
    assert convert("crash-in-company") == b"crash-in-company"


def test_many_bad_files_cost_the_good_ones_nothing(runs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libreoffice, "_MAX_BREAKS", 2)
    libreoffice.convert_ahead(write(tmp_path, "crash", "refuse", "hang", "a", "b"))
    assert [convert(text) for text in "ab"] == [b"a", b"b"]


@pytest.mark.parametrize(
    ("megabytes", "seconds"),
    [(0, 20), (1, 24), (10, 60), (200, 90)],
)
def test_time_grows_with_the_file(megabytes: int, seconds: float, tmp_path: Path) -> None:
    path = tmp_path / "a"
    with path.open("wb") as file:
        file.truncate(megabytes << 20)
    assert libreoffice._work_seconds(path) == seconds


def test_next_batch_forgets_the_last(runs: Path, tmp_path: Path) -> None:
    libreoffice.convert_ahead(write(tmp_path, "a", "b"))
    libreoffice.convert_ahead(write(tmp_path, "c", "d"))
    convert("a")
    assert runs.read_text().count("run") == 3


def test_batch_with_files_that_are_gone(runs: Path, tmp_path: Path) -> None:
    files = write(tmp_path, "a", "b")
    (tmp_path / "0.rtf").unlink()
    assert libreoffice.convert_ahead(files) == 1


def test_prepare_takes_only_what_needs_it(runs: Path, tmp_path: Path) -> None:
    data = {
        "a.rtf": b"{\\rtf1 a}",
        "b.txt": b"text",
        "c.bin": b"{\\rtf1 c}",
        "d.doc": make_ole({"WordDocument": b"x"}),
        "e": b"",
    }
    for name, content in data.items():
        (tmp_path / name).write_bytes(content)
    assert prepare([*(tmp_path / name for name in data), tmp_path / "none", tmp_path]) == 3
    assert runs.read_text().count("run") == 1
    assert prepare([tmp_path / "a.rtf"]) == 0


def test_missing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert libreoffice.find_office() is None
    assert libreoffice.missing_modules() == ["writer", "calc", "impress"]
    assert not libreoffice.can_write("docx")


def test_missing_module(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("soffice", "soffice.bin", "libswlo.so"):
        (tmp_path / name).write_text("")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert libreoffice.missing_modules() == ["calc", "impress"]
    assert libreoffice.can_write("docx")
    assert not libreoffice.can_write("xlsx")


@needs_writer
def test_real_batch(tmp_path: Path) -> None:
    paths = [tmp_path / name for name in ("một.rtf", "hai\nba.rtf", "-x.rtf")]
    for number, path in enumerate(paths):
        path.write_bytes(rtf((".VnTime", f"{number}. {ORDER}", "tcvn3")))
    broken = tmp_path / "hỏng.rtf"
    broken.write_bytes(b"{\\rtf1 " + b"{" * 50)
    assert prepare([*paths[:2], broken, paths[2]]) >= 3
    assert [read(path).text.strip() for path in paths] == [f"{number}. {ORDER}" for number in range(3)]


@needs_writer
def test_real_file_that_is_worked_on_for_too_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "OFFICE_FILE_S", 3)
    paths = [tmp_path / f"{number}.rtf" for number in range(3)]
    for path in paths:
        path.write_bytes(rtf((".VnTime", f"{path.stem}. {ORDER}", "tcvn3")))
    paths[1].write_bytes(b"{\\rtf1 a\\bin2147483647 x}")  # bytes that are not there are counted one by one
    assert prepare(paths) == 2
    assert [read(path).text.strip()[:2] for path in paths[::2]] == ["0.", "2."]
    with pytest.raises(LimitError, match="đã dừng"):
        read(paths[1])


@needs_writer
def test_profile_is_private_and_safe(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libreoffice, "_OFFICES", {})
    libreoffice.convert(make_word([ORDER], [["a"]]), suffix="docx", target="docx", source="a")
    (office,) = libreoffice._OFFICES.values()
    settings = (office.folder / "profile" / "user" / "registrymodifications.xcu").read_text()
    assert "DisableMacrosExecution" in settings
    assert not list((office.folder / "in").iterdir())
    assert not list((office.folder / "out").iterdir())
    office.close()
    assert not office.folder.exists()
