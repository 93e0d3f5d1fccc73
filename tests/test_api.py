"""What `import vanban` gives, at once, and under names that are also the names of modules."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import vanban
from vanban.errors import FileProblem

TEXT = "Tỷ lệ giải ngân đạt 72,5% theo Nghị định số 179/2025/NĐ-CP ngày 01/7/2025."


def test_the_public_names() -> None:
    names = {"read", "analyse", "analyse_text", "open_archive", "find_citations", "find_dates", "find_figures"}
    names |= {"to_frame", "to_spacy"}
    assert names | {"__version__"} == set(vanban.__all__)
    for name in names:
        assert callable(getattr(vanban, name))
    with pytest.raises(AttributeError, match="nonsense"):
        vanban.nonsense  # noqa: B018


def test_facts_of_a_text() -> None:
    assert [fact.number for fact in vanban.find_citations(TEXT)] == ["179"]
    assert dt.date(2025, 7, 1) in [fact.start for fact in vanban.find_dates(TEXT)]
    assert "72,5%" in [fact.text for fact in vanban.find_figures(TEXT)]
    analysis = vanban.analyse_text(TEXT, reference_date=dt.date(2025, 7, 1))
    assert [fact.number for fact in analysis.citations] == ["179"]


def test_a_file_and_an_archive(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TEXT, "utf-8")
    assert vanban.read(path).text.strip() == TEXT
    with vanban.open_archive(tmp_path / "kho.db") as archive:
        archive.add(vanban.analyse(path), paths=[path])
        assert [hit.text for hit in archive.search("giải ngân")] == [TEXT]
    with pytest.raises(FileProblem):
        vanban.analyse(tmp_path / "mất.txt")


@pytest.mark.parametrize("name", ["read", "analyse"])
@pytest.mark.parametrize("first", ["import vanban.{name}", "from vanban.{name} import {name}", "vanban.{name}"])
def test_a_function_may_have_the_name_of_its_module(name: str, first: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    lines = [
        "import sys, vanban",
        first.format(name=name),
        f"assert vanban.{name}(sys.argv[1])",
        f"import vanban.{name} as module",
        f"assert module.{name}(sys.argv[1])",
        f"assert vanban.{name}(sys.argv[1])",
        "import vanban.read.plain",
        "assert vanban.read.plain.__name__ == 'vanban.read.plain'",
    ]
    subprocess.run([sys.executable, "-c", "\n".join(lines), str(tmp_path / "a.txt")], check=True)


def test_import_costs_nothing() -> None:
    code = "import sys, vanban; print(*sorted(name for name in sys.modules if name.startswith('vanban')))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["vanban", "vanban.version"]


def test_one_version_everywhere() -> None:
    project = tomllib.loads((Path(__file__).parent.parent / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["version"] == vanban.__version__
