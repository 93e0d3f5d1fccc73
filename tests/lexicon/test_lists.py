"""The closed lists: whole, spelled alike, each row with its source."""

import unicodedata
from pathlib import Path

import pytest

import vanban.lexicon
from vanban.lexicon.laws import law_book, type_name_book
from vanban.lexicon.organizations import department_book, head_book, post_book, surnames
from vanban.lexicon.places import communes, districts, former_communes
from vanban.lexicon.provinces import provinces_now
from vanban.lexicon.rows import read_rows
from vanban.lexicon.words import split_words

FILES = sorted(path.name for path in (Path(vanban.lexicon.__file__).parent / "data").glob("*.tsv"))
OWN = {
    "central_bodies.tsv": ("name",), "communes.tsv": ("name", "kind", "province"), "departments.tsv": ("name", "of"),
    "districts.tsv": ("name", "kind", "former_province"), "former_communes.tsv": ("name", "kind", "province"), "function_words.tsv": ("words",), "laws.tsv": ("title",),
    "organization_heads.tsv": ("head",), "organization_words.tsv": ("words",), "positions.tsv": ("words",),
    "provinces.tsv": ("name",), "regions.tsv": ("name",), "surnames.tsv": ("surname",),
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_rows_are_whole_and_have_a_source(name: str) -> None:
    rows = read_rows(name)
    assert rows
    for row in rows:
        assert None not in row.values()
        assert row["source"]
        # the start of a font's name may end in the blank that parts it from the rest ("vni ")
        values = [value for key, value in row.items() if (name, key) != ("legacy_fonts.tsv", "begins")]
        assert all(value == value.strip() == unicodedata.normalize("NFC", value) for value in values)


@pytest.mark.parametrize(("name", "columns"), OWN.items())
def test_no_row_twice(name: str, columns: tuple[str, ...]) -> None:
    keys = [tuple(row[column] for column in columns) for row in read_rows(name)]
    assert len(keys) == len(set(keys))


def test_units_of_today() -> None:
    assert len(communes()) == 3321
    assert {unit.kind for unit in communes()} == {"xã", "phường", "đặc khu"}
    assert {unit.province for unit in communes()} == {province.code for province in provinces_now()}
    assert len({unit.code for unit in communes()}) == 3321
    assert len(districts()) == 696
    assert len(former_communes()) == 7640
    assert {unit.kind for unit in former_communes()} == {"xã", "phường", "thị trấn"}
    assert {unit.province for unit in districts()} <= {province.code for province in provinces_now()}


DEPARTMENTS = [
    ("so", "Khoa học và Công nghệ", "Khoa học và Công nghệ", "SKHCN"),
    ("so", "TT&TT", "Thông tin và Truyền thông", "STTTT"),
    ("so", "VH,TT&DL", "Văn hóa, Thể thao và Du lịch", "SVHTTDL"),
    ("bo", "LĐ-TB&XH", "Lao động - Thương binh và Xã hội", "BLĐTBXH"),
    ("so", "LĐ-TB-XH", "Lao động - Thương binh và Xã hội", "SLĐTBXH"),
    ("so", "Khoa học - Công nghệ", "Khoa học và Công nghệ", "SKHCN"),
    ("so", "Văn hóa-Thể thao-Du lịch", "Văn hóa, Thể thao và Du lịch", "SVHTTDL"),
    ("bo", "Tài nguyên & MT", "Tài nguyên và Môi trường", "BTNMT"),
    ("so", "VH-TT", "Văn hóa - Thông tin", "SVHTT"),
    ("bo", "NÔNG NGHIỆP VÀ MÔI TRƯỜNG", "Nông nghiệp và Môi trường", "BNNMT"),
]


@pytest.mark.parametrize(("of", "written", "name", "symbol"), DEPARTMENTS)
def test_departments(of: str, written: str, name: str, symbol: str) -> None:
    keys = split_words(written).keys
    found = department_book(of).longest(keys, 0)
    assert found is not None
    assert (found[0], found[1].name, found[1].symbol) == (len(keys), name, symbol)


@pytest.mark.parametrize(
    ("written", "name", "tail"),
    [("UBND", "Ủy ban nhân dân", "area"), ("Sở", "Sở", "so"), ("VPCP", "Văn phòng Chính phủ", "none"),
     ("Toà án nhân dân", "Tòa án nhân dân", "area"), ("VNPT", "Tập đoàn Bưu chính Viễn thông Việt Nam", "open?")],
)  # fmt: skip
def test_heads(written: str, name: str, tail: str) -> None:
    found = head_book().longest(split_words(written).keys, 0)
    assert found is not None
    assert (found[1].name, found[1].tail) == (name, tail)


def test_laws_posts_surnames_and_type_names() -> None:
    assert law_book().longest(split_words("luật đầu tư công").keys, 0) == (4, "luat")
    assert law_book().longest(split_words("Luật này").keys, 0) is None
    assert post_book().longest(split_words("Phó Chủ tịch Thường trực HĐND").keys, 0) == (5, "Phó Chủ tịch Thường trực")
    assert surnames()["Nguyễn"] == "frequent"
    assert "An" not in {name for name, how in surnames().items() if how == "frequent"}
    (names,) = [names for _, names in [type_name_book().longest(split_words("CTr").keys, 0) or (0, [])]]
    assert [(needed, kind.code) for needed, kind in names] == [("CTr", "chuong_trinh")]
