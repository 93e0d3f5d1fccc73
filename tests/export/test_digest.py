"""The compiled report: what is brought together, what stands beside what, and the two files it is laid out in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from docx.enum.section import WD_ORIENT
from samples import full_analysis, make_analysis

from vanban.errors import UsageError
from vanban.export import digest_docx
from vanban.export.digest import COLUMNS, NO_BODY, Digest, Section, build_digest, clean_item
from vanban.export.digest_docx import write_docx
from vanban.export.digest_layout import Heading, annexes, overviews, paragraphs, roman
from vanban.export.digest_xlsx import write_xlsx
from vanban.lexicon.labels import TOPIC_NAMES
from vanban.model import Indicator, Letterhead
from vanban.store import Archive

MADE_ON = dt.date(2026, 7, 1)
STAFF = "Công chức phụ trách công nghệ thông tin ở cấp xã còn thiếu, chủ yếu kiêm nhiệm nhiều việc khác."
LINES = "Đường truyền ở các thôn vùng cao chập chờn, nhiều nơi chưa có điện lưới."
OLD = "Cấp xã thiếu nhân lực chuyển đổi số; máy tính đã cũ."
ASKED = "Đề nghị UBND tỉnh bố trí đủ công chức phụ trách công nghệ thông tin ở cấp xã."
LAO_CAI = Letterhead(
    doc_type="bao_cao", number="12", symbol="BC-UBND", issuer="ỦY BAN NHÂN DÂN XÃ BẢN LẦU", province="Lào Cai",
    province_now="Lào Cai", issued_on=dt.date(2025, 6, 5), subject="khó khăn <trong> chuyển đổi số & Đề án 06",
)  # fmt: skip
CA_MAU = Letterhead(doc_type="cong_van", issuer="UBND XÃ NGỌC CHÁNH", province="Cà Mau", province_now="Cà Mau")


@pytest.fixture
def filled(archive: Archive) -> Archive:
    """An archive of a department's report of 20 June, a commune's of 5 June, and a letter without number and day."""
    archive.add(full_analysis(paged=True))
    archive.add(
        make_analysis(
            [(f"1. {STAFF[:-1]};", "difficulty", "nhan_luc"), (LINES, "difficulty", "ha_tang"),
             (f"a) {ASKED}", "proposal", "nhan_luc", "UBND tỉnh")],
            source="xa.txt", letterhead=LAO_CAI, paged=True,
        )
    )  # fmt: skip
    said = [
        (STAFF.replace("công nghệ thông tin", "CNTT").replace("chủ yếu", "hầu hết"), "difficulty", "nhan_luc"),
        (ASKED.replace("công nghệ thông tin", "CNTT"), "proposal", "nhan_luc", "UBND tỉnh"),
        ("Sớm hướng dẫn vị trí việc làm.", "proposal", "the_che", "Bộ Nội vụ, Bộ Tài chính"),
        ("Xem xét cho phép kéo dài.", "proposal", "khac"),
    ]
    letter = make_analysis(said, source="cv.txt", letterhead=CA_MAU)
    span = letter.statements[0].span
    rows = (
        Indicator(span, "số xã có điểm phục vụ", Decimal(8), Decimal(10), "xã", target=Decimal(10), target_unit="xã",
                  subject="ấp Tân Long"),
        Indicator(span, "chỉ có kế hoạch", target=Decimal(5)),
        Indicator(span, "chỉ có kết quả", Decimal(5)),
    )  # fmt: skip
    archive.add(replace(letter, indicators=rows))
    return archive


def digest_of(archive: Archive, **filters: Any) -> Digest:
    return build_digest(archive, made_on=MADE_ON, **filters)


def told(sections: tuple[Section, ...]) -> list[tuple[str, list[tuple[Any, ...]]]]:
    return [(section.title, [(e.content, e.units, e.asks, e.bodies) for e in section.entries]) for section in sections]


SO, XA, NGOC_CHANH = (
    "Sở Khoa học và Công nghệ tỉnh Lào Cai",
    "UBND xã Bản Lầu, tỉnh Lào Cai",
    "UBND xã Ngọc Chánh, tỉnh Cà Mau",
)
UBND = ("UBND tỉnh Lào Cai", "UBND tỉnh Cà Mau")


def test_difficulties_by_topic(filled: Archive) -> None:
    digest = digest_of(filled)
    assert told(digest.difficulties) == [
        ("Nhân lực", [((STAFF,), (XA, NGOC_CHANH), (ASKED,), UBND), ((OLD,), (SO,), (), ())]),
        ("Hạ tầng, trang thiết bị", [((LINES,), (XA,), (), ())]),
    ]
    assert (digest.n_difficulties, digest.n_proposals) == (4, 5)
    first = digest.difficulties[0].entries[0]
    assert [(mention.source.cited, mention.page) for mention in first.mentions] == [
        ("Báo cáo số 12/BC-UBND ngày 05/6/2025", 1),
        ("Công văn không rõ số và ngày, tệp cv.txt", None),
    ]


def test_topics_and_bodies_are_counted_as_the_summary_counts_them(filled: Archive) -> None:
    """Each statement once under each of its topics and bodies; what was brought together once under the first."""
    digest = digest_of(filled)
    counted = {count.title: (len(count.statements), count.entries, len(count.units)) for count in digest.topics}
    assert counted == {"Nhân lực": (3, 2, 3), "Hạ tầng, trang thiết bị": (2, 1, 2)}
    summary = filled.summary()
    assert {TOPIC_NAMES[row["topic"]]: row["statements"] for row in summary["difficulties"]} == {
        title: statements for title, (statements, _, _) in counted.items()
    }
    bodies = {count.title: (len(count.statements), count.entries) for count in digest.bodies}
    assert bodies == {
        "Bộ Khoa học và Công nghệ": (1, 1),
        "Bộ Nội vụ": (1, 1),
        "Bộ Tài chính": (1, 1),
        "UBND tỉnh Cà Mau": (1, 1),
        "UBND tỉnh Lào Cai": (1, 1),
        NO_BODY: (1, 1),
    }
    assert {row["addressee"]: row["statements"] for row in summary["proposals"]}.items() >= {
        "UBND tỉnh Cà Mau": 1, "UBND tỉnh Lào Cai": 1, "Bộ Khoa học và Công nghệ": 1,
    }.items()  # fmt: skip
    for grid in overviews(digest):
        assert grid.columns[-2:] == ("Số nội dung", "Số đơn vị")
        assert "đếm một lần ở từng" in grid.note


def test_proposals_by_the_body_that_is_asked(filled: Archive) -> None:
    both = ("Bộ Nội vụ", "Bộ Tài chính")
    guide = ((), (NGOC_CHANH,), ("Sớm hướng dẫn vị trí việc làm.",), both)
    assert told(digest_of(filled).proposals) == [
        ("Bộ Khoa học và Công nghệ", [((), (SO,), ("Đề nghị Bộ Khoa học và Công nghệ sớm ban hành hướng dẫn.",),
                                       ("Bộ Khoa học và Công nghệ",))]),
        ("Bộ Nội vụ", [guide]),
        ("Bộ Tài chính", [guide]),
        ("UBND tỉnh Cà Mau", [((STAFF,), (NGOC_CHANH,), (ASKED.replace("công nghệ thông tin", "CNTT"),), UBND[1:])]),
        ("UBND tỉnh Lào Cai", [((STAFF,), (XA,), (ASKED,), UBND[:1])]),
        (NO_BODY, [((), (NGOC_CHANH,), ("Xem xét cho phép kéo dài.",), ())]),
    ]  # fmt: skip


def test_indicators_with_plan_and_result(filled: Archive) -> None:
    digest = digest_of(filled)
    shown = [(unit, [(m.name, m.period, m.target, m.value, m.status) for m in part]) for unit, part in digest.measures]
    assert shown == [
        (SO, [("Tỷ lệ hồ sơ trực tuyến", "2025", "80%", "72,5%", "Chưa đạt"),
              ("Hồ sơ trực tuyến", "", "80%", "72,5%", "Chưa đạt")]),
        (NGOC_CHANH, [("Số xã có điểm phục vụ (ấp Tân Long)", "", "10 xã", "8/10 xã", "")]),
    ]  # fmt: skip
    assert digest.n_other_measures == 2


def test_sources_are_numbered_and_only_those_used(filled: Archive) -> None:
    filled.add(make_analysis([("Không có gì để tổng hợp.", "result")], source="khac.txt"))
    digest = digest_of(filled)
    assert [(source.file, source.subject) for source in digest.sources] == [
        ("bao-cao.txt", "Kết quả chuyển đổi số 6 tháng đầu năm 2025"),
        ("xa.txt", "Khó khăn <trong> chuyển đổi số & Đề án 06"),
        ("cv.txt", ""),
    ]
    assert sorted(digest.numbers().values()) == [1, 2, 3]
    assert digest.units == {SO, XA, NGOC_CHANH}


FILTERED: list[tuple[dict[str, Any], list[str], list[str]]] = [
    ({"province": "Cà Mau"}, ["Nhân lực"], ["Bộ Nội vụ", "Bộ Tài chính", "UBND tỉnh", NO_BODY]),  # one province: clear
    ({"topic": "ha_tang"}, ["Hạ tầng, trang thiết bị", "Nhân lực"], []),
    ({"label": "difficulty"}, ["Nhân lực", "Hạ tầng, trang thiết bị"], []),
    ({"label": "Kiến nghị", "until": "2025-06-05"}, [], ["UBND tỉnh"]),
    # what stands behind the proposals to a body
    ({"addressee": "UBND tỉnh", "province": "Lào Cai"}, ["Nhân lực"], ["UBND tỉnh"]),
    ({"addressee": "Bộ KH&CN"}, [], ["Bộ Khoa học và Công nghệ"]),
]


@pytest.mark.parametrize(("filters", "topics", "bodies"), FILTERED, ids=[str(row[0]) for row in FILTERED])
def test_filters(filled: Archive, filters: dict[str, Any], topics: list[str], bodies: list[str]) -> None:
    digest = digest_of(filled, **filters)
    assert sorted(section.title for section in digest.difficulties) == sorted(topics)
    assert [section.title for section in digest.proposals] == bodies


def test_the_scope_is_told(filled: Archive) -> None:
    digest = digest_of(filled, province=["Cà Mau", "Lào Cai"], topic="nhan_luc", since=dt.date(2025, 6, 5))
    assert digest.scope == (
        ("Chủ đề", "Nhân lực"),
        ("Tỉnh, thành phố", "Cà Mau; Lào Cai"),
        ("Ban hành từ", "05/6/2025"),
    )
    assert "Tỉnh, thành phố: Cà Mau; Lào Cai." in paragraphs(digest)[0]


@pytest.mark.parametrize("filters", [{"label": "result"}, {"province": "Huế"}, {"topic": "dat_dai"}])
def test_what_cannot_be_compiled_is_told(filled: Archive, filters: dict[str, Any]) -> None:
    with pytest.raises(UsageError):
        digest_of(filled, **filters)


CLEANED = [
    ("1. thiếu kinh phí;", "Thiếu kinh phí."),
    ("a) Thiếu  kinh phí./.", "Thiếu kinh phí."),
    ("“Đề nghị bố trí vốn”.", "Đề nghị bố trí vốn."),
    ("“1. Đề nghị bố trí vốn.", "Đề nghị bố trí vốn."),
    ("Đến bao giờ mới xong?”.", "Đến bao giờ mới xong?"),
    ("Ông A nói: “Thiếu vốn”.", "Ông A nói: “Thiếu vốn”."),
    ("“Thiếu vốn”, ông A nói.", "“Thiếu vốn”, ông A nói."),
    ("14 dự án chậm", "14 dự án chậm."),
    ("đường đã xuống cấp", "Đường đã xuống cấp."),
    ("1.", ""),
    ("", ""),
]


@pytest.mark.parametrize(("text", "clean"), CLEANED)
def test_items_are_cleaned(text: str, clean: str) -> None:
    assert clean_item(text) == clean


@pytest.mark.parametrize(("value", "digits"), [(1, "I"), (4, "IV"), (39, "XXXIX"), (44, "XLIV"), (1990, "MCMXC")])
def test_roman_numbers(value: int, digits: str) -> None:
    assert roman(value) == digits


def test_of_many_units_and_sources_the_first_are_named(archive: Archive) -> None:
    for number in range(15):
        head = replace(LAO_CAI, number=str(number), issuer=f"UBND XÃ SỐ {number}")
        archive.add(make_analysis([(STAFF, "difficulty", "nhan_luc")], source=f"{number}.txt", letterhead=head))
    grid = annexes(digest_of(archive), shown=12)[0]
    ((_, (row,)),) = grid.groups
    assert row[3] == ("15",)
    assert [len(row[column]) for column in (2, 6)] == [13, 13]
    assert row[2][-1] == "… và 3 đơn vị khác"
    ((_, (whole,)),) = annexes(digest_of(archive))[0].groups
    assert [len(whole[column]) for column in (2, 6)] == [15, 15]


# -- Word --------------------------------------------------------------------------------------------------------------


BLANK = Heading()


def texts_of(document: Any) -> str:
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


@pytest.fixture
def word(filled: Archive, tmp_path: Path) -> Callable[..., Any]:
    def write(heading: Heading = BLANK, **filters: Any) -> Any:
        write_docx(digest_of(filled, **filters), tmp_path / "a.docx", heading)
        return docx.Document(str(tmp_path / "a.docx"))

    return write


def test_the_word_file_begins_by_decree_and_invents_no_number(word: Callable[..., Any]) -> None:
    document = word(Heading("Sở Nội vụ", "UBND tỉnh Lào Cai", "Lào Cai"))
    left, right = document.tables[0].rows[0].cells
    assert [p.text for p in left.paragraphs if p.text] == ["UBND TỈNH LÀO CAI", "SỞ NỘI VỤ", "Số:        /BC-………"]
    assert [p.text for p in right.paragraphs if p.text] == [
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Lào Cai, ngày …… tháng …… năm 2026",
    ]
    titles = [p.text for p in document.paragraphs if p.runs and p.runs[0].bold]
    assert titles[:2] == [
        "BÁO CÁO",
        "Tổng hợp khó khăn, vướng mắc và đề xuất, kiến nghị của các cơ quan, đơn vị, địa phương",
    ]
    blank = word().tables[0].rows[0].cells[0]
    assert [p.text for p in blank.paragraphs if p.text] == ["…………", "…………", "Số:        /BC-………"]


def test_the_word_file_has_its_annexes_on_pages_of_their_own(word: Callable[..., Any]) -> None:
    document = word()
    assert [section.orientation for section in document.sections] == [WD_ORIENT.PORTRAIT, *[WD_ORIENT.LANDSCAPE] * 4]
    first = document.sections[0]
    assert [round(side.mm) for side in (first.page_width, first.left_margin, first.right_margin, first.top_margin)] == [
        210, 30, 15, 20,
    ]  # fmt: skip
    assert first.different_first_page_header_footer
    assert all("PAGE" in section.header._element.xml for section in document.sections)
    annexes = [p.text for p in document.paragraphs if p.text.startswith("Phụ lục")]
    assert annexes == ["Phụ lục I", "Phụ lục II", "Phụ lục III", "Phụ lục IV"]
    difficulties = document.tables[4]
    assert [cell.text for cell in difficulties.rows[0].cells] == list(COLUMNS)
    assert [cell.text for cell in difficulties.rows[2].cells] == [
        "1", STAFF, f"- {XA}\n- {NGOC_CHANH}", "2", ASKED, "- UBND tỉnh Lào Cai\n- UBND tỉnh Cà Mau",
        "- Báo cáo số 12/BC-UBND ngày 05/6/2025, tr. 1 [2]\n- Công văn không rõ số và ngày, tệp cv.txt [3]",
    ]  # fmt: skip
    assert "w:tblHeader" in difficulties.rows[0]._tr.xml
    assert "Khó khăn <trong> chuyển đổi số & Đề án 06" in texts_of(document)


def test_characters_that_xml_forbids_do_not_break_the_files(archive: Archive, tmp_path: Path) -> None:
    text = "Thiếu\x02 máy <b>tính</b> & \ufffeđường truyền \x0b kém."
    archive.add(make_analysis([(text, "difficulty", "ha_tang")], letterhead=LAO_CAI))
    digest = digest_of(archive)
    source = replace(digest.sources[0], file="a\ud800\x01.txt")
    digest = replace(digest, sources=(source,))
    write_docx(digest, tmp_path / "a.docx", Heading())
    shown = texts_of(docx.Document(str(tmp_path / "a.docx")))
    assert "<b>tính</b> & đường truyền" in shown
    assert "a.txt" in shown
    write_xlsx(digest, tmp_path / "a.xlsx", Heading())
    assert "<b>tính</b> &" in str(openpyxl.load_workbook(tmp_path / "a.xlsx")["Khó khăn"]["B5"].value)


def test_rows_beyond_what_word_can_show_are_counted(word: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(digest_docx, "MAX_ROWS", 2)
    document = word()
    assert len(document.tables[4].rows) == 1 + 1 + 2
    assert any(p.text.startswith("Còn 1 dòng không đưa vào bản Word") for p in document.paragraphs)


# -- Excel -------------------------------------------------------------------------------------------------------------


def test_the_workbook(filled: Archive, tmp_path: Path) -> None:
    write_xlsx(digest_of(filled), tmp_path / "a.xlsx", Heading(office="Sở Nội vụ"))
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert book.sheetnames == ["Tổng hợp", "Khó khăn", "Kiến nghị", "Chỉ tiêu", "Văn bản nguồn"]
    first = book["Tổng hợp"]
    assert [first[cell].value for cell in ("A1", "A2", "A3", "C1", "A5")] == [
        "…………", "SỞ NỘI VỤ", "Số:        /BC-………", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "BÁO CÁO",
    ]  # fmt: skip
    sheet = book["Khó khăn"]
    assert [cell.value for cell in sheet[3]] == list(COLUMNS)
    assert sheet["A4"].value == "I. Nhân lực (2)"
    assert [cell.value for cell in sheet[5]][:4] == [1, STAFF, f"- {XA}\n- {NGOC_CHANH}", 2]
    assert (sheet.freeze_panes, sheet.print_title_rows, sheet.page_setup.orientation) == ("C4", "$3:$3", "landscape")
    assert sheet.row_dimensions[5].height > 20
    assert [book["Kiến nghị"].cell(5, column).value for column in (2, 5)] == [
        "Về thể chế, chính sách", "Đề nghị Bộ Khoa học và Công nghệ sớm ban hành hướng dẫn.",
    ]  # fmt: skip
    assert [cell.value for cell in book["Chỉ tiêu"][5]][1:6] == [
        "Tỷ lệ hồ sơ trực tuyến",
        "2025",
        "80%",
        "72,5%",
        "Chưa đạt",
    ]
    assert [cell.value for cell in book["Văn bản nguồn"][5]][:4] == [2, "Báo cáo số 12/BC-UBND", "05/6/2025", XA]


def test_texts_never_become_formulas(archive: Archive, tmp_path: Path) -> None:
    archive.add(make_analysis([("=HYPERLINK(1)", "proposal", "khac", "=SUM(1)")], letterhead=LAO_CAI))
    write_xlsx(digest_of(archive), tmp_path / "a.xlsx", Heading(office="=1+1"))
    sheets = openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets
    cells = [cell for sheet in sheets for row in sheet for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert "=HYPERLINK(1)." in [cell.value for cell in cells]
