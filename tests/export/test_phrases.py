"""Phrases that set groups of statements apart."""

from vanban.export.phrases import compound_words, salient_phrases


def test_words_of_two_syllables() -> None:
    words = compound_words("Tiến độ giải phóng mặt bằng còn chậm, giá vật liệu tăng 12%.")
    assert "mặt bằng" in " ".join(words)
    assert all(len(word.split()) >= 2 for word in words)
    assert not any(char.isdigit() for word in words for char in word)


def test_each_group_gets_its_own_phrases() -> None:
    groups = {
        "A": ["Thiếu giáo viên mầm non.", "Tuyển dụng giáo viên gặp khó khăn."],
        "B": ["Hạn hán làm giảm năng suất cây trồng, khó khăn.", "Cây trồng thiếu nước."],
    }
    found = salient_phrases(groups, limit=2)
    assert found["A"][0] == "giáo viên"
    assert found["B"][0] == "cây trồng"
    assert all(len(phrases) == 2 for phrases in found.values())


def test_nothing_to_weigh() -> None:
    assert salient_phrases({}) == {}
    assert salient_phrases({"A": [], "B": ["12%"]}) == {"B": []}
