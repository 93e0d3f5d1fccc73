"""Encodings from before Unicode: letters, fonts, and the decision run by run."""

from __future__ import annotations

import time
import unicodedata
from collections.abc import Callable

import pytest
from legacy_samples import shown

from vanban.lexicon.legacy import ENCODING_NAMES, load_letters
from vanban.read.legacy import Decoder, decode, decode_all, font_code, guess_encoding, looks_legacy
from vanban.text import nfc

Form = Callable[[str], str]

STATE = "Cộng hòa xã hội chủ nghĩa Việt Nam"
PROSE = (
    "Ủy ban nhân dân tỉnh yêu cầu các sở, ngành khẩn trương rà soát, hoàn thiện hồ sơ, bảo đảm tiến độ được giao; những "
    "khó khăn, vướng mắc phát sinh phải báo cáo kịp thời để tổng hợp, xử lý."
)
ALPHABET = "".join(
    sorted(
        {
            nfc(base + tone)
            for base in "aăâeêioôơuưy"
            for tone in ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
            if not (base + tone).isascii()
        }
        | {"đ"}
    )
)


# -- letters -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("encoding", "raw", "text"),
    [
        ("tcvn3", "Céng hßa x· héi chñ nghÜa ViÖt Nam", STATE),
        ("tcvn3", "Thñ t\xadíng §µm T­ \xad¬ng", "Thủ tướng Đàm Tư ương"),
        ("tcvn3", "th«ng t−, x∙", "thông tư, xã"),  # as a PDF's glyph names say it
        ("tcvn3", "“\xa0– m² 37°C”", "“\xa0– m² 37°C”"),  # signs stay
        ("vni", "Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam", STATE),
        ("vni", "UÛY BAN NHAÂN DAÂN, ÑAÕ BAN HAØNH, ÖÙng", "ỦY BAN NHÂN DÂN, ĐÃ BAN HÀNH, Ứng"),
        ("vni", "veâø ñiïnh Uûy", "về định Ủy"),  # marks typed one after the other; a small mark on a capital
        ("viscii", "Cµng hòa xã hµi chü nghîa Vi®t Nam", STATE),
        ("vps", "C¶ng hòa xã h¶i chû nghïa ViŒt Nam", STATE),
    ],
)
def test_letters(encoding: str, raw: str, text: str) -> None:
    decoded = decode(raw, encoding)
    assert len(decoded) == len(raw)
    assert nfc(decoded) == text


@pytest.mark.parametrize("encoding", ENCODING_NAMES)
def test_every_letter_comes_back(encoding: str) -> None:
    assert nfc(decode(shown(ALPHABET, encoding), encoding)) == ALPHABET
    capitals = [letter for letter in ALPHABET.upper() if letter in load_letters()[encoding].values()]
    assert len(capitals) >= 22
    assert [nfc(decode(shown(letter, encoding), encoding)) for letter in capitals] == capitals


@pytest.mark.parametrize(
    ("raw", "text"), [("céng hßa", "CỘNG HÒA"), ("abc ®", "ABC Đ"), ("\xadu ®·i", "ƯU ĐÃI"), ("ascii", "ASCII")]
)
def test_capitals_font(raw: str, text: str) -> None:
    assert decode(raw, "tcvn3", capitals=True) == text


@pytest.mark.parametrize(
    ("raw", "text"),
    [("NGHÞ §ÞNH CñA CHÝNH PHñ", "NGHỊ ĐỊNH CỦA CHÍNH PHỦ"), ("Hµ Néi, N§-CP, §¬n", "Hà Nội, NĐ-CP, Đơn")],
)
def test_ragged_capitals_are_mended(raw: str, text: str) -> None:
    assert decode(raw, "tcvn3") == text


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("Th\uf0f1 t\uf0ad\uf0edng", "Thủ tướng"),  # a font marked as one of symbols
        ("quy\u1ecbnh", "quy\u1ecbnh"),
        ("\u0111\u01b0", "đư"),
    ],
)
def test_what_converters_make_of_codes(raw: str, text: str) -> None:
    decoder = Decoder()
    assert decoder.decode(raw, ".VnTime") == text


# -- fonts -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("font", "encoding", "capitals"),
    [
        (".VnTime", "tcvn3", False),
        (".VnTimeH", "tcvn3", True),
        (".VnTimeh", "tcvn3", True),
        (".VnArial NarrowH", "tcvn3", True),
        (".VnTime,BoldItalic", "tcvn3", False),
        ("VnTimeHBold", "tcvn3", True),
        ("ABCDEF+.VnTimeH", "tcvn3", True),
        ("VNI-Times", "vni", False),
        ("vni-helve", "vni", False),
        ("VI Times", "viscii", False),
        ("VPS Times", "vps", False),
    ],
)
def test_font(font: str, encoding: str, capitals: bool) -> None:
    assert font_code(font) == (encoding, capitals)


@pytest.mark.parametrize("font", ["Times New Roman", "Arial", "Viner Hand ITC", "", None, "Symbol", "VNU Times"])
def test_font_of_unicode(font: str | None) -> None:
    assert font_code(font) is None


# -- decisions ---------------------------------------------------------------------------------------------------------


def read_runs(*runs: tuple[str, str | None]) -> tuple[list[str], list[str]]:
    """Decode runs of one document; give their texts and the codes of the notices."""
    decoder = Decoder()
    for text, font in runs:
        decoder.see(text, font)
    decoder.settle()
    texts = [decoder.decode(text, font) for text, font in runs]
    return texts, [notice.code for notice in decoder.notices()]


@pytest.mark.parametrize("encoding", ENCODING_NAMES)
@pytest.mark.parametrize("font", [None, "Times New Roman"])
def test_text_whose_font_says_nothing(encoding: str, font: str | None) -> None:
    texts, codes = read_runs((shown(PROSE, encoding), font))
    assert texts[0].lower() == PROSE.lower()
    assert codes == ["legacy_font_decoded"]


@pytest.mark.parametrize("font", [None, "Times New Roman", ".VnTime", "VNI-Times", "VI Times", "VPS Times"])
def test_unicode_is_never_touched(font: str | None, form: Form) -> None:
    texts, codes = read_runs((form(PROSE), font), (form("là"), font), (form(STATE), font))
    assert texts == [form(PROSE), form("là"), form(STATE)]
    assert codes == []


@pytest.mark.parametrize(
    "text",
    [
        "Le développement économique de la région a été très élevé; façade, garçon, œuvre, naïve, Noël, Über, Größe",
        "Résumé © 2020 ® ½ 37°C ±5 m² «abc» §12 µg ×3",
        "plain words",
        "",
    ],
)
def test_other_languages_stay(text: str) -> None:
    assert decode_all([text] * 8) == ([text] * 8, [])


def test_mixed_document(form: Form) -> None:
    runs = [
        (shown(PROSE, "tcvn3"), ".VnTime"),
        (shown("tài chính", "tcvn3"), ".VnTimeH"),
        (shown("Ứng dụng", "vni"), "VNI-Times"),
        (form("Đề tài, dự án"), "Times New Roman"),
        (shown("Hợp tác quốc tế:", "tcvn3"), "Arial"),  # the font says nothing, the rest of the document does
        (form("đã sửa bằng Unicode"), ".VnTime"),
    ]
    texts, codes = read_runs(*runs)
    assert texts == [
        PROSE.replace("Ủy", "ủy"), "TÀI CHÍNH", "Ứng dụng", form("Đề tài, dự án"), "Hợp tác quốc tế:",
        form("đã sửa bằng Unicode"),
    ]  # fmt: skip
    assert codes == ["legacy_font_decoded", "legacy_font_decoded"]


def test_notice_names_encoding_and_fonts() -> None:
    decoder = Decoder()
    decoder.see("Bé Tµi chÝnh", "ABCDEF+.VnTimeH")
    decoder.settle()
    decoder.decode("Bé Tµi chÝnh", "ABCDEF+.VnTimeH")
    (notice,) = decoder.notices()
    assert notice.message == "Đã chuyển chữ TCVN3 (ABC) sang Unicode, theo phông .VnTimeH."


def test_doubt_leaves_text_alone_with_a_warning() -> None:
    words = [f"{a}µ{b}¸" for a in "bcdghklm" for b in "xyz"]
    text = " ".join(words)
    decoder = Decoder()
    decoder.see(text, ".VnTime")
    decoder.settle()
    assert decoder.decode(text, ".VnTime", page=3) == text
    (notice,) = decoder.notices()
    assert (notice.code, notice.page) == ("legacy_unsure", 3)
    assert "bµx¸" in notice.message


def test_lines_of_a_text() -> None:
    lines = [shown(line, "tcvn3") for line in PROSE.split(", ")]
    texts, notices = decode_all(["Mục 1", *lines])
    assert texts == ["Mục 1", *PROSE.replace("Ủy", "ủy").split(", ")]
    assert [notice.code for notice in notices] == ["legacy_font_decoded"]


@pytest.mark.parametrize("encoding", ENCODING_NAMES)
def test_guess_of_bytes(encoding: str) -> None:
    assert guess_encoding(shown(PROSE * 3, encoding)) == encoding
    assert guess_encoding(PROSE) is None


def test_quick_look(form: Form) -> None:
    assert not looks_legacy(form(PROSE) * 10)
    assert looks_legacy(shown(PROSE, "tcvn3"))
    assert looks_legacy(shown(PROSE, "vni"))


@pytest.mark.parametrize(
    "text", ["µ" * 300_000, "a¸ " * 100_000, "AÂ" * 150_000, "\xad" * 300_000, "X" * 300_000 + "®"]
)
def test_strange_text_takes_linear_time(text: str) -> None:
    start = time.perf_counter()
    decode_all([text])
    decode(text, "vni")
    decode(text, "tcvn3", capitals=True)
    assert time.perf_counter() - start < 10


def test_lengths_stay(form: Form) -> None:
    for encoding in ENCODING_NAMES:
        raw = shown(PROSE, encoding) + unicodedata.normalize("NFC", form(PROSE))
        assert len(decode(raw, encoding)) == len(raw)
