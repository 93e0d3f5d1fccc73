"""Words that a space breaks where the font changes: "ĐIỀ U KHO ẢN", "th ực hi ện"; they are joined again.

Programs that write PDF take letters that a font lacks from another one, and the space that text extraction then sees
stands before or behind such a letter. Joined is only what gives a syllable, and of which a part is none by itself.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

from vanban.read.syllables import is_spelled

_SPECIAL = "ăơưĂƠƯ\u1ea0-\u1ef9"  # letters that fonts lack; those of Latin-1 they have
_ONSET_LIST = "b c ch d đ g gh gi h k kh l m n ng ngh nh p ph q qu r s t th tr v x"
# Syllables that begin with such a letter and are words. Source: the vowels of Vietnamese spelling, entry by entry.
_WORD_LIST = """
ăn ăng ắng ẵm ắt ẳng ấy ấn ẩn ấm ẩm ầm ậm ấp ập ấu ẩu ơ ơi ơn ở ợ ờ ớ ớn ớt ới ởm ỡm ổ ố ồ ổn ồn ốm ống ổng ốc ộc ổi
ối ồi ốp ộp ư ưa ưng ưu ương ươm ươn ươi ướm ướp ướt ước ưỡn ủ ủa ủi ủng ủn ụ ụa ụp ủy uỷ ứ ứa ừ ừng ửng ứng ự ạ ạch
ả ải ảm ảnh ảo ẻo ẹo ẹp ế ếch ệch ếm ỉ ỉa ịch ỉu ọ ọc ỏng ọp ợt
"""
_LABEL_LIST = "điểm mục tiết loại hạng lớp nhóm khối mẫu bảng hình ô bậc phần mức"  # before a letter that stands alone
_ONSETS, _WORDS, _LABELS = (frozenset(words.split()) for words in (_ONSET_LIST, _WORD_LIST, _LABEL_LIST))
_CODAS = frozenset(("c", "ch", "m", "n", "ng", "nh", "p", "t"))
_GLIDES = frozenset(("i", "o", "u", "y"))
_OPEN = re.compile(r"(?:iê|yê|uâ|uô|ươ|oă|[^u]â|ă|^â)$")  # vowels that need a final letter
_GAP = re.compile(
    rf" (?:(?=[{_SPECIAL}])|(?<=[{_SPECIAL}] )(?=(?:[cC][hH]?|[nN][gGhH]?|[mptiouyMPTIOUY])(?![^\W_]|/))|(?<=[đĐ] ))"
)
# Letters of Latin-1 fonts have, so a gap at one is a break only in a line that is surely broken elsewhere.
_LATIN = "àáâãèéêìíòóôõùúýÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝ"
_LATIN_GAP = re.compile(
    rf"(?<=[{_LATIN}]) (?=(?:[cC][hH]?|[nN][gGhH]?|[mptiouyMPTIOUY])(?![^\W_]|/))|(?<=[^\W\d_]) (?=[{_LATIN}])"
)
_AFTER_Y = frozenset(("tế", "sĩ", "tá", "học", "dược", "bác", "khoa", "đức", "lệnh", "án", "cụ", "phục"))
_LEFT = re.compile(r"(?<![^\W_])[^\W\d_]{1,6}\Z")
_RIGHT = re.compile(r"[^\W\d_]{1,5}(?![^\W_]|/)")
_TONES = str.maketrans("ấầẩẫậắằẳẵặếềểễệốồổỗộớờởỡợứừửữự", "âââââăăăăăêêêêêôôôôôơơơơơưưưưư")
_ROUNDS = 4  # a word may be broken more than once


class _Pair(NamedTuple):
    """Two words with one space between, which could be one."""

    left: str
    right: str
    gap: int  # place of the space


def join_split_words(text: str) -> tuple[str, int]:
    """Give an NFC text with its broken words joined, and how many spaces that took out.

    >>> join_split_words("ĐIỀ U KHO ẢN")
    ('ĐIỀU KHOẢN', 2)
    """
    count = 0
    for _ in range(_ROUNDS):
        pairs = _find_pairs(text, _GAP)
        if not (pairs or count):
            break
        taken = [pair for pair in pairs if _is_sure(text, pair)]
        if not taken and count:
            taken = [pair for pair in pairs if pair.right.lower() != "ở"]  # another word of the text is surely broken
        if not taken and count:
            taken = [
                pair for pair in _find_pairs(text, _LATIN_GAP) if _is_sure(text, pair) and not _is_word(text, pair)
            ]
        if not taken:
            break
        edges = [-1, *(pair.gap for pair in taken), len(text)]
        text = "".join(text[start + 1 : end] for start, end in pairwise(edges))
        count += len(taken)
    return text, count


def _find_pairs(text: str, gaps: re.Pattern[str]) -> list[_Pair]:
    """Find the pairs that together are a syllable; no word is in two of them."""
    found: list[_Pair] = []
    end = 0
    for gap in gaps.finditer(text):
        place = gap.start()
        left, right = _LEFT.search(text, max(end, place - 8), place), _RIGHT.match(text, place + 1)
        if left is None or right is None or not _agrees(left.group(), right.group()):
            continue
        if is_spelled(left.group() + right.group()):
            found.append(_Pair(left.group(), right.group(), place))
            end = right.end()
    return found


def _agrees(left: str, right: str) -> bool:
    """Tell whether two parts can be of one word by their case: "KHO ẢN", "Ph ối"."""
    if right.islower():
        return left.islower() or left[1:].islower() or len(left) == 1
    return right.isupper() and left.isupper()


def _is_word(text: str, pair: _Pair) -> bool:
    """Tell whether the second part of a pair is a word with what follows: "và y tế"."""
    after = text[pair.gap + 1 + len(pair.right) :][:12].split()
    return pair.right.lower() == "y" and bool(after) and after[0].lower().strip(".,;:") in _AFTER_Y


def _is_sure(text: str, pair: _Pair) -> bool:
    left, right = pair.left.lower(), pair.right.lower()
    if left in _ONSETS:
        if right not in _WORDS:
            return True
        if len(left) > 1:
            return not pair.left.isupper()  # "KH ỨNG DỤNG": a plan
        before = text[max(pair.gap - 30, 0) : pair.gap - 1].split()
        return not before or before[-1].lower() not in _LABELS
    if right in _CODAS:
        return True
    if right in _GLIDES and pair.left[-1] not in _LATIN:
        return _OPEN.search(left.translate(_TONES)) is not None
    return right not in _WORDS
