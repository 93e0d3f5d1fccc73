"""Sentences whose main verb asks, whoever says it."""

import unicodedata

import pytest

from vanban.classify.cues import bare
from vanban.classify.requests import asks_outright
from vanban.text import nfc


@pytest.mark.parametrize(
    ("sentence", "asks"),
    [
        ("Do đó, hội viên kiến nghị các cơ quan chức năng sớm nạo vét bến.", True),
        ("Đồng chí cũng đề nghị các phường tiếp tục rà soát hộ thuê bến.", True),
        ("Ban đề nghị huyện quan tâm lập hồ sơ cho bến cũ.", True),
        ("Sổ đã xong ở 12 bến, đề nghị Sở Tài chính bố trí tiền in.", True),
        ("Đại biểu Lò Thị Mây đề xuất mở thêm hai chuyến đò buổi tối.", True),
        ("Bà con kiến nghị được cấp phao.", True),
        ("Đề xuất của bà con đã được ghi lại.", False),
        ("Xã đã đề nghị UBND tỉnh bố trí vốn từ năm ngoái.", False),
        ("Phòng tham mưu, đề xuất với UBND tỉnh đưa bến vào kế hoạch, đến nay chưa có vốn.", False),
        ("Lãnh đạo xã đã nói rõ từng việc mà bà con kiến nghị, đề xuất ở bến.", False),
        ("Đại diện các xã đã thảo luận, đề xuất tháo gỡ khó khăn.", False),
        ("Ông Lân phản ánh có 12 kiến nghị chưa ai trả lời.", False),
        ("Hồ sơ đề nghị Sở Xây dựng thẩm định nộp chậm.", False),
        ("Đoàn kiến nghị Ban quản lý thực hiện 14 nội dung.", False),
        ("Các bến cũ vẫn mở cửa.", False),
    ],
)
def test_asks_outright(sentence: str, *, asks: bool) -> None:
    assert asks_outright(bare(nfc(sentence))) is asks
    assert asks_outright(bare(nfc(unicodedata.normalize("NFD", sentence)))) is asks
