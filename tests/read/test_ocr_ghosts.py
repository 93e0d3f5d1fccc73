"""Words that OCR saw twice are left out once; what only stands near is kept."""

from __future__ import annotations

import pytest

from vanban.read.ocr_ghosts import drop_ghosts
from vanban.read.tesseract import OcrWord


def word(text: str, box: tuple[int, int, int, int], confidence: float, line: int = 1) -> OcrWord:
    return OcrWord(text, *box, confidence, (1, 1, line))


LETTERS = word("Tỷ", (377, 1209, 410, 1236), 0.95, 2)
SIGN = word("%", (963, 1227, 982, 1247), 0.88)


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ([word("3", (401, 1210, 406, 1214), 0.56), LETTERS], ["Tỷ"]),  # the tone mark of the "ỷ"
        ([word("12", (380, 1187, 405, 1222), 0.35), LETTERS], ["Tỷ"]),  # diacritics as a line of their own
        ([word("12", (380, 1187, 405, 1222), 0.6), LETTERS], ["12", "Tỷ"]),  # hardly doubted
        ([word("12", (380, 1180, 405, 1213), 0.35), LETTERS], ["12", "Tỷ"]),  # of the line above
        ([word("3", (401, 1210, 406, 1214), 0.56), LETTERS._replace(confidence=0.6)], ["3", "Tỷ"]),
        ([SIGN, word("0", (977, 1236, 987, 1247), 0.93, 2)], ["%"]),
        ([word("0", (940, 1227, 955, 1247), 0.93), SIGN], ["0", "%"]),  # "0 %"
        ([SIGN, word("0", (990, 1227, 1005, 1247), 0.93)], ["%", "0"]),  # as high as the sign
        ([SIGN, word("0", (977, 1256, 987, 1267), 0.93, 2)], ["%", "0"]),  # below it
    ],
)
def test_what_was_seen_twice(words: list[OcrWord], kept: list[str]) -> None:
    assert [word.text for word in drop_ghosts(words)] == kept
