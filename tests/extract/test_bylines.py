"""Who signs an article."""

from __future__ import annotations

import pytest

from vanban.extract.bylines import find_byline
from vanban.extract.names import find_names
from vanban.lexicon.words import split_words
from vanban.model import NameKind

PROSE = "Bến đò Nhạn Môn mở lại từ tháng ba sau hai năm sửa chữa, mỗi ngày đưa gần bốn trăm lượt khách qua sông. " * 3


@pytest.mark.parametrize(
    ("ending", "byline"),
    [
        ("Thu Hiền", "Thu Hiền"),
        ("KIM HẰNG", "KIM HẰNG"),
        ("Trung Hậu", "Trung Hậu"),
        ("Bài, ảnh: Trọng Nhân", "Trọng Nhân"),
        ("Minh Yên/ Đài Truyền thanh huyện", "Minh Yên"),
        ("Thu Hiền\n(Còn nữa)", "Thu Hiền"),
        ("Bến đò đông khách. Ảnh: Thu Hiền\nTHU HIỀN", "THU HIỀN"),
        ("KẾT LUẬN", None),
        ("GIÁM ĐỐC", None),
        ("Sở Giao thông", None),
        ("Thu Hiền kể lại", None),
        ("GIÁM ĐỐC\nThu Hiền", None),
        ("Khách Qua Sông Mỗi Ngày Một Đông", None),
    ],
)
def test_a_name_alone_below_the_last_sentence_signs_an_article(ending: str, byline: str | None) -> None:
    text = f"{PROSE}\n\n{ending}\n"
    words = split_words(text)
    found = find_byline(words)
    assert (found and text[words.starts[found[0]] : words.ends[found[1] - 1]]) == byline


def test_a_line_of_a_short_note_is_no_byline() -> None:
    assert find_byline(split_words("Bến đã mở.\nThu Hiền")) is None


def test_bylines_are_persons_and_provinces_are_not() -> None:
    def persons(ending: str) -> list[str]:
        return [name.name for name in find_names(f"{PROSE}\n\n{ending}") if name.kind is NameKind.PERSON]

    assert persons("Thu Hiền") == ["Thu Hiền"]
    assert persons("Cao Bằng") == []
    assert persons("Cử tri Xã Lâm Thành, huyện Núi Nhỏ đề nghị sửa bến.") == []
