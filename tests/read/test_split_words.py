from __future__ import annotations

import time
import unicodedata

import pytest

from vanban.model import BlockKind
from vanban.read import read_text
from vanban.read.builder import DocumentBuilder, Piece
from vanban.read.split_words import join_split_words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ĐIỀ U KHO ẢN THI HÀNH", "ĐIỀU KHOẢN THI HÀNH"),
        ("Ph ối h ợp v ới các cơ quan", "Phối hợp với các cơ quan"),
        ("th ực hi ện nhi ệm v ụ đư ợc giao", "thực hiện nhiệm vụ được giao"),
        ("C ộng hòa xã h ội ch ủ nghĩa Vi ệt Nam", "Cộng hòa xã hội chủ nghĩa Việt Nam"),
        ("t ập hu ấn nghi ệp v ụ", "tập huấn nghiệp vụ"),
        ("thự c hiệ n", "thực hiện"),
        ("Ph ố i h ợ p", "Phối hợp"),
        ("đ ến h ết ngày", "đến hết ngày"),
        ("(th ực hi ện)", "(thực hiện)"),
        ("t ổ ch ức l ại b ộ máy", "tổ chức lại bộ máy"),
        ("pháp lu ật thu ế", "pháp luật thuế"),
        ("NGH Ị QUY ẾT", "NGHỊ QUYẾT"),
        ("đi ện t ử", "điện tử"),
        ("ĐIỀ U KHO ẢN THI HÀ NH", "ĐIỀU KHOẢN THI HÀNH"),
        ("Cá c cơ quan, đơ n vị chịu trá ch nhiệ m thi hà nh", "Các cơ quan, đơn vị chịu trách nhiệm thi hành"),
        ("đưa và o kế hoạ ch nà y và y tế", "đưa vào kế hoạch này và y tế"),
        ("th ông b áo c ủa S ở", "thông báo của Sở"),
    ],
)
def test_broken_words_are_joined(text: str, expected: str) -> None:
    joined, count = join_split_words(unicodedata.normalize("NFC", text))
    assert joined == expected
    assert count == text.count(" ") - expected.count(" ")


@pytest.mark.parametrize(
    "text",
    [
        "đáp ứng yêu cầu cung ứng vật tư",
        "chỗ ở của cán bộ; nhà ở xã hội; nguồn thu ở các xã",
        "hình ảnh, tạm ứng, ổn định, ủy quyền, ảnh hưởng",
        "điểm b ở khoản 2, mục c ủy ban nêu trên",
        "quy định tại điểm a, b, c khoản 1",
        "nhiệt độ C tăng, khối u, tỷ lệ y tế",
        "kho ảnh tư liệu",
        "số ở Phụ lục; kết quả ở mức độ cao",
        "Đ. Ứng, H. Ấn và Y Ê-ban",
        "tế ổn định, trị ổn định, viên ở lại",
        "Thu ở đâu? Lo ổn định đời sống",
        "mức C ấp",
        "quy định là c, cá c",  # nothing else is surely broken
        "đạt 1,3 tỷ m3; hỗ trợ n/c; căn hộ c/cư",
        "VỀ KH ỨNG DỤNG CNTT",
        "",
    ],
)
def test_what_is_whole_stays(text: str) -> None:
    text = unicodedata.normalize("NFC", text)
    assert join_split_words(text) == (text, 0)


def test_document_tells_how_many_words_were_joined() -> None:
    builder = DocumentBuilder("a.pdf", "application/pdf")
    for page, text in enumerate(("ĐIỀ U KHO ẢN", "Điều 1", "th ực hi ện"), 1):
        builder.add_block(BlockKind.PARAGRAPH, [Piece(unicodedata.normalize("NFD", text), page)])
    document = builder.build()
    assert document.text == "ĐIỀU KHOẢN\nĐiều 1\nthực hiện\n"
    [notice] = document.notices
    assert (notice.code, notice.page) == ("split_words", 1)
    assert "4 chữ" in notice.message


def test_plain_text_too() -> None:
    assert "ĐIỀU KHOẢN THI HÀNH" in read_text("Chương III\n\nĐIỀ U KHO ẢN THI HÀNH\n", source="a.txt").text


def test_long_text_takes_linear_time() -> None:
    start = time.perf_counter()
    for text in ("ă " * 50_000, "th ự" * 20_000, "a ở " * 30_000):
        join_split_words(text)
    assert time.perf_counter() - start < 5
