"""One id for one indicator in different words; another where it is another."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from vanban.analyse import analyse_text
from vanban.export import to_json
from vanban.extract import indicator_ids
from vanban.extract.indicator_ids import MIN_LIKENESS, find_indicator_id
from vanban.lexicon.indicators import known_indicators
from vanban.text import nfc

SAME = [
    (
        "ty-le-bao-phu-bao-hiem-y-te",
        "%",
        ("Tỷ lệ bao phủ BHYT", "tỉ lệ dân số tham gia bảo hiểm y tế", "tỷ lệ người dân tham gia BHYT"),
    ),
    ("ty-le-ho-ngheo", "%", ("Tỷ lệ hộ nghèo", "tỷ lệ hộ nghèo đa chiều toàn tỉnh")),
    ("ty-le-ho-so-nop-truc-tuyen", "%", ("Tỷ lệ hồ sơ TTHC nộp trực tuyến", "hồ sơ nộp trực tuyến")),
    ("xa-dat-chuan-nong-thon-moi", "xã", ("xã đạt chuẩn NTM", "số xã được công nhận đạt chuẩn nông thôn mới")),
    ("dan-lon", "con", ("Đàn heo", "tổng đàn lợn")),
    (
        "gia-tri-giai-ngan-von-dau-tu-cong",
        "tỷ đồng",
        ("giải ngân vốn đầu tư công", "Lũy kế giải ngân vốn đầu tư công năm 2025"),
    ),
]


@pytest.mark.parametrize("form", ("NFC", "NFD"))
@pytest.mark.parametrize(("expected", "unit", "names"), SAME)
def test_same_indicator(expected: str, unit: str, names: tuple[str, ...], form: str) -> None:
    for name in names:
        found = find_indicator_id(nfc(unicodedata.normalize(form, name)), unit)
        assert found.id == expected
        assert found.likeness >= MIN_LIKENESS


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("hồ sơ nộp trực tuyến", "%"), ("hồ sơ nộp trực tuyến", "hồ sơ")),
        (("tỷ lệ hồ sơ giải quyết đúng hạn", "%"), ("tỷ lệ hồ sơ giải quyết quá hạn", "%")),
        (("tỷ lệ hộ nghèo", "%"), ("tỷ lệ hộ cận nghèo", "%")),
        (("tỷ lệ hộ nghèo", "%"), ("mức giảm tỷ lệ hộ nghèo", "%")),
        (("số vụ tai nạn giao thông", "vụ"), ("số vụ tai nạn giao thông giảm", "vụ")),
        (("lớp tập huấn", "lớp"), ("lớp học", "lớp")),
    ],
)
def test_another_indicator(first: tuple[str, str], second: tuple[str, str]) -> None:
    assert find_indicator_id(*first).id != find_indicator_id(*second).id


def pairs(split: str) -> list[tuple[str, str, str]]:
    """Read one half of the table of names: unit, name, id ("-" where the lexicon has none)."""
    lines = (Path(__file__).parent / "indicator_pairs.tsv").read_text("utf-8").splitlines()[1:]
    rows = [tuple(line.split("\t")) for line in lines]
    return [(row[1], row[2], row[3]) for row in rows if row[0] == split]


@pytest.mark.parametrize("split", ("tune", "check"))
def test_names_in_other_words(split: str) -> None:
    expected = pairs(split)
    found = [find_indicator_id(name, unit) for unit, name, _ in expected]
    given = [(match.id, row[2]) for match, row in zip(found, expected, strict=True) if match.likeness]
    right = sum(got == wanted for got, wanted in given)
    known = sum(wanted != "-" for _, _, wanted in expected)
    assert len(expected) - known >= 20
    assert right / len(given) >= 0.95
    assert right / known >= 0.75


def test_vectors_find_what_words_alone_do_not(monkeypatch: pytest.MonkeyPatch) -> None:
    name, unit = "thành viên tổ công nghệ số cộng đông", "thành viên"  # a slip of the pen
    assert find_indicator_id(name, unit).id == "thanh-vien-to-cong-nghe-so-cong-dong"
    monkeypatch.setattr(indicator_ids, "MIN_COSINE", 2.0)
    find_indicator_id.cache_clear()
    assert find_indicator_id(name, unit).id.startswith("x-")
    find_indicator_id.cache_clear()


@pytest.mark.parametrize(
    ("unit", "kind"),
    [
        ("đồng chí", "count"),
        ("triệu đồng", "money"),
        ("nghìn ha", "measure"),
        ("vạn tấn", "measure"),
        ("nghìn con", "count"),
    ],
)
def test_the_unit_tells_the_kind(unit: str, kind: str) -> None:
    assert find_indicator_id("cây giống vườn ươm", unit).id == f"x-cay-giong-vuon-uom.{kind}"


@pytest.mark.parametrize(
    ("first", "second"),
    [("diện tích lúa", "diện tích lúa bị ngập"), ("thu ngân sách địa phương", "chi ngân sách địa phương"),
     ("hồ sơ đã giải quyết", "hồ sơ đang giải quyết")],
)  # fmt: skip
def test_words_that_change_what_is_measured(first: str, second: str) -> None:
    assert find_indicator_id(first, None).id != find_indicator_id(second, None).id


def test_an_unknown_indicator_has_an_id_of_its_words() -> None:
    found = find_indicator_id("cầu dân sinh được sửa chữa", "cầu")
    assert found == ("x-cau-dan-sinh-sua-chua.count", 0.0)
    assert find_indicator_id("Cầu dân sinh đã được sửa chữa", "cầu").id == found.id
    assert find_indicator_id("CSDL dùng riêng", None).id == find_indicator_id("cơ sở dữ liệu dùng riêng", None).id


def test_the_unit_may_be_missing() -> None:
    assert find_indicator_id("Tỷ lệ đô thị hóa").id == "ty-le-do-thi-hoa"
    assert find_indicator_id("Đàn bò").id == "dan-bo"


def test_every_name_of_the_list_finds_its_indicator() -> None:
    units = {"percent": "%", "count": "người", "money": "tỷ đồng", "measure": "ha"}
    ids = [known.id for known in known_indicators()]
    assert len(ids) == len(set(ids)) > 100
    for known in known_indicators():
        assert known.kind in units
        for name in (known.name, *known.variants):
            assert find_indicator_id(name, units[known.kind]).likeness == 1.0, name


def test_every_indicator_of_a_document_gets_its_id() -> None:
    report = (
        "Tỷ lệ bao phủ BHYT đạt 94,2%.\n\n"
        "Phấn đấu tỷ lệ người dân tham gia bảo hiểm y tế đạt 95%.\n\n"
        "STT\tChỉ tiêu\tĐơn vị tính\tThực hiện\n1\tTổng đàn lợn\tcon\t12.400\n2\tCầu dân sinh được sửa chữa\tcầu\t3\n"
    )
    found = to_json(analyse_text(report))["indicators"]
    assert [(row["name"], row["indicator_id"]) for row in found if row["source"] == "table"] == [
        ("Tổng đàn lợn", "dan-lon"),
        ("Cầu dân sinh được sửa chữa", "x-cau-dan-sinh-sua-chua.count"),
    ]
    prose = [row["indicator_id"] for row in found if row["source"] == "text"]
    assert prose == ["ty-le-bao-phu-bao-hiem-y-te"] * 2
