from __future__ import annotations

import struct
import time
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from bundle_files import encrypted, with_raw_names, zip_of

from vanban.errors import EncryptedError, FileProblem, LimitError, ReadError, UnsupportedError
from vanban.read import bundle, limits, read
from vanban.read.bundle import Entry, Source, bundle_kind, clean_name, members, read_member, split_path

Told = list[tuple[str, bytes | type[FileProblem]]]


def told(path: Path, *, only: str | None = None) -> Told:
    """Give path and bytes, or kind of problem, of each member."""
    found = members(path, source=path.name, only=only)
    return [(m.path, type(m.problem) if m.problem is not None else m.data) for m in found]


@pytest.fixture
def save(tmp_path: Path):  # type: ignore[no-untyped-def]
    def write(data: bytes, name: str = "gói.zip") -> Path:
        path = tmp_path / name
        path.write_bytes(data)
        return path

    return write


def test_members_know_the_path_they_came_by(save) -> None:  # type: ignore[no-untyped-def]
    inner = zip_of({"c/d.txt": "bốn"})
    path = save(zip_of({"thư mục/": "", "thư mục/a.txt": "một", "b.txt": "hai", "trong.zip": inner}))
    assert told(path) == [
        ("gói.zip!/thư mục/a.txt", "một".encode()),
        ("gói.zip!/b.txt", b"hai"),
        ("gói.zip!/trong.zip!/c/d.txt", "bốn".encode()),
    ]
    documents = [read_member(member) for member in members(path)]
    assert [d.text for d in documents] == ["một\n", "hai\n", "bốn\n"]
    assert documents[2].source == f"{path}!/trong.zip!/c/d.txt"


def test_one_member_is_read_by_its_path(save) -> None:  # type: ignore[no-untyped-def]
    path = save(zip_of({"a.txt": "một", "trong.zip": zip_of({"c/d.txt": "bốn"}), "b.txt": "hai"}))
    assert read(f"{path}!/trong.zip!/c/d.txt").text == "bốn\n"
    assert read(f"{path}!/b.txt", source="b").source == "b"
    assert told(path, only="gói.zip!/b.txt") == [("gói.zip!/b.txt", b"hai")]
    with pytest.raises(ReadError, match="không có tệp này"):
        read(f"{path}!/e.txt")
    with pytest.raises(UnsupportedError, match="gói nhiều tệp"):
        read(path)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../x.txt", "[..]/[..]/x.txt"),
        ("a/../../x.txt", "a/[..]/[..]/x.txt"),
        ("/etc/x.txt", "etc/x.txt"),
        ("C:\\x.txt", "C:/x.txt"),
        ("..\\x.txt", "[..]/x.txt"),
    ],
)
def test_names_that_climb_out_are_refused_and_the_rest_goes_in(save, name: str, shown: str) -> None:  # type: ignore[no-untyped-def]
    path = save(zip_of({"a.txt": "một", name: "leo ra", "b.txt": "hai"}))
    assert told(path) == [
        ("gói.zip!/a.txt", "một".encode()),
        (f"gói.zip!/{shown}", ReadError),
        ("gói.zip!/b.txt", b"hai"),
    ]
    assert sorted(p.name for p in path.parent.iterdir()) == ["gói.zip"]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("a.txt", "a.txt"),
        ("./a//b.txt", "a/b.txt"),
        (unicodedata.normalize("NFD", "Báo cáo.docx"), "Báo cáo.docx"),
        ("a\nb.txt", "a b.txt"),
        ("", "không tên"),
        ("..", "[..]"),
    ],
)
def test_names_as_they_are_shown(name: str, shown: str) -> None:
    assert clean_name(name) == shown


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("Báo cáo.txt".encode(), "Báo cáo.txt"),
        (b"B\xe1o c\xe1o.txt", "Báo cáo.txt"),  # Windows-1258
        (b"caf\x82 M\x81ller.txt", "café Müller.txt"),  # neither UTF-8 nor Vietnamese: the code page of DOS
    ],
)
def test_names_without_a_declared_encoding(save, raw: bytes, expected: str) -> None:  # type: ignore[no-untyped-def]
    path = save(with_raw_names(zip_of({"x" * len(raw): "một"}), b"x" * len(raw), raw))
    assert told(path) == [(f"gói.zip!/{expected}", "một".encode())]


def test_two_members_of_one_name(save) -> None:  # type: ignore[no-untyped-def]
    path = save(zip_of({"a.txt": "một", "b.txt": "hai"}).replace(b"b.txt", b"a.txt"))
    assert told(path) == [("gói.zip!/a.txt", "một".encode()), ("gói.zip!/a.txt (2)", b"hai")]
    assert read(f"{path}!/a.txt (2)").text == "hai\n"


def test_what_systems_leave_behind_is_left_aside(save) -> None:  # type: ignore[no-untyped-def]
    names = ("__MACOSX/._a.txt", ".DS_Store", "a/Thumbs.db", "~$a.docx", "desktop.ini", "a/.git/x")
    path = save(zip_of({**dict.fromkeys(names, "x"), "a.txt": "một"}))
    assert told(path) == [("gói.zip!/a.txt", "một".encode())]


def test_member_with_a_password(save) -> None:  # type: ignore[no-untyped-def]
    path = save(zip_of({"a.zip": encrypted(zip_of({"x.txt": "một"})), "b.txt": "hai"}))
    assert told(path) == [("gói.zip!/a.zip!/x.txt", EncryptedError), ("gói.zip!/b.txt", b"hai")]


def test_broken_zip_and_broken_members(save) -> None:  # type: ignore[no-untyped-def]
    good = zip_of({"a.txt": "một " * 50, "b.txt": "hai"})
    place = good.index(b"a.txt") + 12
    torn = good[:place] + b"\xff\xff\xff" + good[place + 3 :]
    assert told(save(torn)) == [("gói.zip!/a.txt", ReadError), ("gói.zip!/b.txt", b"hai")]
    assert told(save(good[: len(good) // 2])) == [("gói.zip", ReadError)]
    assert told(save(zip_of({"x.zip": good[:40], "b.txt": "hai"}))) == [
        ("gói.zip!/x.zip", ReadError),
        ("gói.zip!/b.txt", b"hai"),
    ]


def test_link_in_a_zip(save) -> None:  # type: ignore[no-untyped-def]
    import io
    import zipfile

    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        info = zipfile.ZipInfo("a.txt")
        info.external_attr = 0o120777 << 16
        archive.writestr(info, "/etc/passwd")
    assert told(save(buffer.getvalue())) == [("gói.zip!/a.txt", UnsupportedError)]


def test_member_that_swells(save) -> None:  # type: ignore[no-untyped-def]
    path = save(zip_of({"a.txt": b"\x00" * (20 << 20), "b.txt": "hai"}))
    assert told(path) == [("gói.zip!/a.txt", LimitError), ("gói.zip!/b.txt", b"hai")]


def test_members_that_swell_together(save, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(limits, "PACKED_RATIO_FROM", 1_000)
    path = save(zip_of({f"{n}.txt": b"\x00" * 900 for n in range(400)}))
    path.write_bytes(path.read_bytes())
    monkeypatch.setattr(limits, "PACKED_RATIO", 2)
    found = told(path)
    assert found[-1] == ("gói.zip", LimitError)
    assert 10 < len(found) < 200 and {kind for _, kind in found[:-1]} == {b"\x00" * 900}


@pytest.mark.parametrize(
    ("limit", "value", "words"),
    [("BUNDLE_MEMBERS", 3, "chứa hơn 3 tệp"), ("BUNDLE_TOTAL_BYTES", 35, "bung ra quá")],
)
def test_limits_of_a_whole_bundle_are_told(save, monkeypatch, limit: str, value: int, words: str) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(limits, limit, value)
    inner = zip_of({"c.txt": "x" * 10, "d.txt": "x" * 10})
    path = save(zip_of({"a.txt": "x" * 10, "b.txt": "x" * 10, "e.txt": "x" * 10, "z.zip": inner, "f.txt": "x"}))
    found = list(members(path, source="gói.zip"))
    assert [m.path for m in found] == ["gói.zip!/a.txt", "gói.zip!/b.txt", "gói.zip!/e.txt", "gói.zip"]
    assert isinstance(found[-1].problem, LimitError) and words in str(found[-1].problem)


def test_bundles_in_bundles_have_an_end(save) -> None:  # type: ignore[no-untyped-def]
    data = zip_of({"x.txt": "đáy"})
    for _ in range(30):
        data = zip_of({"trong.zip": data, "a.txt": "một"})
    found = told(save(data))
    assert found[0] == ("gói.zip" + "!/trong.zip" * limits.BUNDLE_DEPTH, LimitError)
    assert [kind for _, kind in found[1:]] == ["một".encode()] * limits.BUNDLE_DEPTH


def test_bundle_that_holds_itself(save, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    data = zip_of({"x.txt": "một"})

    def quine(source: Source) -> Iterator[Entry]:
        yield Entry("chính nó.zip", data)
        yield Entry("a.txt", b"m")

    monkeypatch.setattr("vanban.read.bundle_zip.open_zip", quine)
    assert told(save(zip_of({"y.txt": "khác"}))) == [
        ("gói.zip!/chính nó.zip!/chính nó.zip", ReadError),
        ("gói.zip!/chính nó.zip!/a.txt", b"m"),
        ("gói.zip!/a.txt", b"m"),
    ]


def test_huge_table_of_contents_is_not_read(save) -> None:  # type: ignore[no-untyped-def]
    data = bytearray(zip_of({"a.txt": "một"}))
    place = data.rindex(b"PK\x05\x06")
    struct.pack_into("<L", data, place + 12, limits.BUNDLE_DIRECTORY_BYTES + 1)
    start = time.perf_counter()
    assert told(save(bytes(data))) == [("gói.zip", LimitError)]
    assert time.perf_counter() - start < 1


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (("word/document.xml", "[Content_Types].xml"), None),  # a document, not a bundle
        (("xl/workbook.xml", "[Content_Types].xml"), None),
        (("xl/bảng.xlsx", "ppt/trình chiếu.pptx", "word/báo cáo.docx"), "zip"),  # folders that are called so
        ((), "zip"),
    ],
)
def test_what_is_a_bundle(save, names: tuple[str, ...], expected: str | None) -> None:  # type: ignore[no-untyped-def]
    assert bundle_kind(save(zip_of(dict.fromkeys(names, "x")))) == expected


def test_what_is_none(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Báo cáo")
    assert bundle_kind(tmp_path / "a.txt") is None
    assert bundle_kind(tmp_path) is None
    assert bundle_kind(tmp_path / "không có") is None
    [problem] = members(tmp_path / "không có")
    assert isinstance(problem.problem, ReadError)


def test_paths_of_members(tmp_path: Path) -> None:
    folder = tmp_path / "thư mục!"
    folder.mkdir()
    (folder / "a.zip").write_bytes(zip_of({"b.txt": "một"}))
    assert split_path(f"{folder}/a.zip!/b.txt") == (folder / "a.zip", "b.txt")
    assert split_path(f"{folder}/a.zip!/b.zip!/c.txt") == (folder / "a.zip", "b.zip!/c.txt")
    assert split_path(f"{folder}/a.zip") is None
    assert read(f"{folder}/a.zip!/b.txt").text == "một\n"


def test_every_opener_is_there() -> None:
    from importlib import import_module

    for opener in bundle.OPENERS.values():
        module, function = opener.split(":")
        assert callable(getattr(import_module(module), function))
