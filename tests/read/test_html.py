"""HTML: what a reader of the page sees."""

import time

import pytest

from vanban.model import Document
from vanban.read import read_bytes
from vanban.read.html import tables_in
from vanban.read.nodes import grid_of_table
from vanban.read.tables import texts_of


def read(body: str, *, head: str = '<meta charset="utf-8">', encoding: str = "utf-8") -> Document:
    page = f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>"
    return read_bytes(page.encode(encoding), source="a.html")


def kinds(document: Document) -> list[tuple[str, str]]:
    return [(block.kind.value, block.span.of(document.text)) for block in document.blocks]


def texts(document: Document) -> list[str]:
    return [text for _, text in kinds(document)]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>Đoạn\n một</p><div>Đoạn <b>hai</b></div>", ["Đoạn một", "Đoạn hai"]),
        ("<p>Sở KH&amp;CN &nbsp;tỉnh &#272;ồng Nai</p>", ["Sở KH&CN tỉnh Đồng Nai"]),
        ("<p>Thấy<script>var x = 'ẩn'</script><style>p{}</style> hết</p>", ["Thấy hết"]),
        ('<p>Thấy</p><p style="display:none">ẩn</p><p hidden>ẩn</p>', ["Thấy"]),
        ("<p>cũ <del>bỏ</del><ins>mới</ins></p>", ["cũ mới"]),
        ("<p>BÁO CÁO<br>Kết quả năm</p>", ["BÁO CÁO", "Kết quả năm"]),
        ("<ul><li>Một</li><li>- Hai</li></ul>", ["- Một", "- Hai"]),
        ("<ol start=3><li>Ba</li><li><p>Bốn</p><p>Nữa</p></li></ol>", ["3. Ba", "4. Bốn", "Nữa"]),
        ("<ol type=a><li>Một</li><li>Hai</li></ol>", ["a) Một", "b) Hai"]),
        ("Chữ trần<p>Đoạn</p>đuôi", ["Chữ trần", "Đoạn", "đuôi"]),
        ("<pre>dòng một\nDòng hai</pre>", ["dòng một", "Dòng hai"]),
        ('<p>Theo luật<sup><a href="#f1">[1]</a></sup>, tỉnh</p>', ["Theo luật, tỉnh"]),
    ],
)
def test_blocks(body: str, expected: list[str]) -> None:
    assert texts(read(body)) == expected


def test_headings_looks_and_what_stands_around() -> None:
    document = read('<nav>Trang chủ</nav><h2>Kết quả</h2><p align="center"><b>BÁO CÁO</b></p>')
    assert kinds(document) == [("running_head", "Trang chủ"), ("heading", "Kết quả"), ("heading", "BÁO CÁO")]
    assert document.blocks[1].style.level == 2
    assert (document.blocks[2].style.bold, document.blocks[2].style.centered) == (True, True)


def test_header_of_the_site_and_header_of_the_article() -> None:
    document = read(
        "<header>Báo A</header><article><header>Tin mới</header><p>Đoạn</p></article><footer>Bản quyền</footer>"
    )
    assert kinds(document) == [
        ("running_head", "Báo A"), ("paragraph", "Tin mới"), ("paragraph", "Đoạn"), ("running_head", "Bản quyền"),
    ]  # fmt: skip


def test_title_of_the_page() -> None:
    assert read("<p>a</p>", head="<title> Tin\n tức </title>").properties["title"] == "Tin tức"


def test_table_with_spans() -> None:
    document = read(
        "<table border=1><caption>Bảng 1. Kết quả chung</caption>"
        "<tr><th rowspan=2>STT</th><th rowspan=2>Xã</th><th colspan=2>Kết quả</th></tr><tr><th>Đạt</th><th>Chưa đạt</th></tr>"
        "<tr><td>1</td><td rowspan=2>An</td><td>x</td><td></td></tr><tr><td>2</td><td></td><td>x</td></tr></table>"
    )
    (table,) = document.tables
    assert table.title is not None and table.title.of(document.text) == "Kết quả chung"
    assert table.columns(document.text) == ["STT", "Xã", "Kết quả / Đạt", "Kết quả / Chưa đạt"]
    assert table.rows(document.text) == [["1", "An", "x", ""], ["2", "", "", "x"]]


def test_columns_that_nothing_uses_are_none() -> None:
    body = "<table border=1><tr><th colspan=3>STT</th><th colspan=2>Xã</th></tr><tr><td colspan=3>1</td><td colspan=2>An</td></tr></table>"
    document = read(body)
    assert document.tables[0].rows(document.text) == [["1", "An"]]


def test_letterhead_table_reads_left_block_then_right_block() -> None:
    body = (
        "<table><tr><td><p>SỞ Y TẾ</p></td><td><p>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM<br>Độc lập - Tự do - Hạnh phúc</p></td></tr>"
        "<tr><td>Số: 5/BC-SYT</td><td>Huế, ngày 2 tháng 3 năm 2025</td></tr></table><p>Nội dung</p>"
    )
    assert texts(read(body)) == [
        "SỞ Y TẾ", "Số: 5/BC-SYT", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc",
        "Huế, ngày 2 tháng 3 năm 2025", "Nội dung",
    ]  # fmt: skip


def test_nested_table_is_a_table_of_its_own() -> None:
    body = "<table border=1><tr><th>STT</th><th>Việc</th></tr><tr><td>1</td><td>Chi tiết<table border=1><tr><td>Năm</td><td>Số</td></tr><tr><td>2024</td><td>7</td></tr></table></td></tr></table>"
    document = read(body)
    assert [table.rows(document.text) for table in document.tables] == [[["1", "Chi tiết"]], [["2024", "7"]]]


@pytest.mark.parametrize(
    ("encoding", "head"),
    [
        ("utf-8", ""),
        ("utf-8-sig", ""),
        ("utf-16", '<meta charset="utf-8">'),
        ("utf-8", '<meta http-equiv="Content-Type" content="text/html; charset=UTF-8">'),
        ("utf-8", '<meta charset="khong-co">'),
        ("utf-8", '<meta charset="ascii">'),
    ],
)
def test_encodings(encoding: str, head: str) -> None:
    assert texts(read("<p>Sở Nội vụ thành phố Đà Nẵng</p>", head=head, encoding=encoding)) == [
        "Sở Nội vụ thành phố Đà Nẵng"
    ]


def test_tables_in_markup() -> None:
    (table,) = tables_in("<table><tr><td>Xã</td><td>Số</td></tr><tr><td>An</td><td>5</td></tr></table>")
    assert texts_of(grid_of_table(table)) == [["Xã", "Số"], ["An", "5"]]


@pytest.mark.parametrize(
    "body",
    [
        "<div>" * 20_000 + "sâu",
        "<ol>" + "<li>a" * 20_000,
        "<table>" + '<tr><td colspan="1000" rowspan="65000">a' * 2_000,
        "<b>" * 5_000 + "đậm",
    ],
)
def test_strange_pages_end_in_time(body: str) -> None:
    start = time.perf_counter()
    read(body)
    assert time.perf_counter() - start < 10
