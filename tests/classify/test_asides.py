"""What the topic model does not read of a sentence."""

import unicodedata

import pytest

from vanban.classify.asides import without_asides
from vanban.text import nfc


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("Ông Lò Văn Páo, chủ bến, cho biết thuyền chưa có phao.", "thuyền chưa có phao."),
        ("- Cử tri nhiều nơi phản ánh bến hay ngập khi mưa.", "bến hay ngập khi mưa."),
        ("Đề nghị Sở Tài nguyên và Môi trường đo lại bến.", "đề nghị đo lại bến."),
        ("Bến ở xã Mường Lạn chưa có điện chiếu sáng.", "bến ở chưa có điện chiếu sáng."),
        ("Chủ bến chưa xử lý rác theo quy định của pháp luật.", "chủ bến chưa xử lí rác ."),
        ("Sở Y tế thiếu thuốc.", "sở y tế thiếu thuốc."),  # too little would be left
        ("“Giá vé chưa rõ” - bà Lân nói.", "giá vé chưa rõ” - bà lân nói."),
        ("Quy định về bến còn thiếu mức phạt.", "qui định về bến còn thiếu mức phạt."),
    ],
)
def test_asides_are_left_out(sentence: str, words: str) -> None:
    for text in (nfc(sentence), nfc(unicodedata.normalize("NFD", sentence))):
        assert " ".join(without_asides(text).split()) == words
