"""Text as Vietnamese writes it: NFC, folding, syllables, and the markers that open headings and list items."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Callable
from typing import Generic, NamedTuple, TypeVar

_FOLD_EXTRA = str.maketrans({"đ": "d", "Đ": "d", "ð": "d", "Ð": "d", "ƣ": "u", "Ƣ": "u"})


def nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _fold_char(char: str) -> str:
    base = unicodedata.normalize("NFD", char)[0].translate(_FOLD_EXTRA)
    lowered = base.lower()
    return lowered if len(lowered) == 1 else base


class _FoldTable(dict[int, str]):
    def __missing__(self, key: int) -> str:
        self[key] = folded = _fold_char(chr(key))
        return folded


_FOLD = _FoldTable()


# Nearly all texts are written in these 256 characters: as an 8-bit code they are folded ten times as fast.
# ("\0" must come first: else `charmap_build` gives a dictionary, which is slow.)
_MARKED = "àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ"
_USUAL = "\0\t\n\r" + "".join(map(chr, range(32, 127))) + _MARKED + _MARKED.upper() + "“”‘’–—…•·°²³½≤≥±×÷«»→●\u00a0"
_CODE = codecs.charmap_build(_USUAL)
_USUAL_FOLDED = "".join(map(_fold_char, _USUAL))


def _recode(text: str, table: str) -> str:
    """Give for each usual character what `table` has in its place. Raises UnicodeEncodeError where one is unusual."""
    return codecs.charmap_decode(codecs.charmap_encode(text, "strict", _CODE)[0], "strict", table)[0]


RUN, LETTERS = re.compile(r"[^\W_]+"), re.compile(r"[^\W\d]+")
_USUAL_RUNS, _USUAL_LETTERS = ("".join([c if kind.match(c) else " " for c in _USUAL]) for kind in (RUN, LETTERS))


def split_runs(text: str) -> list[str]:
    """Give the runs of letters and digits, as `RUN` finds them."""
    try:
        return _recode(text, _USUAL_RUNS).split()
    except UnicodeEncodeError:
        return RUN.findall(text)


def split_letters(text: str) -> list[str]:
    """Give the runs of letters and underscores, as `LETTERS` finds them."""
    try:
        return _recode(text, _USUAL_LETTERS).split()
    except UnicodeEncodeError:
        return LETTERS.findall(text)


def fold(text: str) -> str:
    """Drop case and diacritics (đ becomes d); NFC text keeps its length, so offsets stay valid."""
    try:
        return _recode(text, _USUAL_FOLDED)
    except UnicodeEncodeError:  # an unusual character
        return text.translate(_FOLD)


def squeeze(text: str) -> str:
    """Fold white space to single spaces."""
    if "  " not in text and text.isprintable():  # all its white space is U+0020, as in nearly every text
        return text.strip(" ")
    return " ".join(text.split())


# Two ways to place the tone in oa, oe, uy, and i or y in open syllables: both are met in every archive.
_TONED = {"oa": ("oàoáoảoãoạ", "òaóaỏaõaọa"), "oe": ("oèoéoẻoẽoẹ", "òeóeỏeõeọe"), "uy": ("uỳuýuỷuỹuỵ", "ùyúyủyũyụy")}
_TONE_PLACE = {new[i : i + 2]: old[i : i + 2] for new, old in _TONED.values() for i in range(0, 10, 2)}
_TONE_ENDS = frozenset("àáảãạèéẻẽẹyỳýỷỹỵ")  # with which a word of two spellings ends
_OLD_STYLE = _TONE_PLACE | dict(zip("yỳýỷỹỵ", "iìíỉĩị", strict=True))
_NEW_STYLE = re.compile(  # one pass over the text: a character that may begin one of the three, then which it is
    r"""
    [ouyỳýỷỹỵ] (?:
        (?<=o)(?<!qo) [àáảãạèéẻẽẹ]
      | (?<=u)(?<!qu) [ỳýỷỹỵ]
      | (?<![ou]) (?: (?<=[hklmst].)(?<!\w..) | (?<=qu.)(?<!\w...) )
    ) (?!\w)
    """,
    re.DOTALL | re.VERBOSE,
)


def canonical(text: str) -> str:
    """Give lower case with one spelling of the tone place (hòa, ủy), of open i/y (lí, kĩ) and of đ and ư
    (Icelandic ð and Tatar ƣ are met for them).

    Keeps the length of NFC text.
    """
    lowered = text.lower().replace("ð", "đ").replace("ƣ", "ư")
    if len(lowered) != len(text):
        lowered = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return _NEW_STYLE.sub(lambda match: _OLD_STYLE[match[0]], lowered)


def canonical_word(word: str) -> str:
    """Give the same of a run of letters and digits, or one sign."""
    lowered = word.lower().replace("ð", "đ").replace("ƣ", "ư")
    return lowered if len(lowered) == len(word) and lowered[-1] not in _TONE_ENDS else canonical(word)


Made = TypeVar("Made")
_LONGEST_PIECE, _MOST_PIECES = 40, 100_000  # characters, and pieces that are remembered


class PieceMemo(dict[str, Made], Generic[Made]):
    """What is made of the pieces of texts between blanks, which come again and again; forgets all when it is full."""

    def __init__(self, make: Callable[[str], Made]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, piece: str) -> Made:
        made = self._make(piece)
        if len(piece) < _LONGEST_PIECE:
            if len(self) > _MOST_PIECES:
                self.clear()
            self[piece] = made
        return made


_ONSET = "ngh|ng|nh|gh|gi|kh|ph|th|tr|ch|qu|[bcdđghklmnprstvx]"
_VOWEL = "[aăâeêioôơuưy]"
_CODA = "ch|ng|nh|[cmnpt]"
_SYLLABLE = re.compile(rf"(?:{_ONSET})?{_VOWEL}{{1,3}}(?:{_CODA})?")
_TONE_MARKS = dict.fromkeys(map(ord, "\u0300\u0301\u0303\u0309\u0323"))


def is_syllable(word: str) -> bool:
    """Tell whether a word has the shape of a Vietnamese syllable (any case, any tone)."""
    toneless = unicodedata.normalize(
        "NFC", unicodedata.normalize("NFD", word.lower().replace("ƣ", "ư")).translate(_TONE_MARKS)
    )
    return _SYLLABLE.fullmatch(toneless) is not None


class Marker(NamedTuple):
    """What opens a heading or a list item."""

    kind: str  # part, chapter, section, article, annex, upper, roman, number, letter, bullet
    label: str  # "I", "1.1", "a", "-"
    length: int  # code points of marker and the white space after it


_MARKERS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("part", re.compile(r"(?i:phần)(?:\s+(?i:thứ))?\s+(?P<label>[IVXLC]+|\d{1,2}|(?i:nhất|hai|ba|tư|bốn|năm|sáu|bảy))\b[.:]?\s*")),
    ("chapter", re.compile(r"(?i:chương)\s+(?P<label>[IVXLC]+|\d{1,2})\b[.:]?\s*")),
    ("section", re.compile(r"(?:Mục|MỤC)\s+(?P<label>[IVXLC]+|\d{1,2})\b[.:]?\s*")),
    ("article", re.compile(r"(?:Điều|ĐIỀU)\s+(?P<label>\d{1,3}[a-zđ]?)[.:]\s*")),
    ("annex", re.compile(r"(?:Phụ lục|PHỤ LỤC|Biểu mẫu|BIỂU MẪU|Biểu|BIỂU|Phụ biểu|PHỤ BIỂU)(?:\s+số)?(?:\s+(?P<label>[IVXLC]+(?:\.\d+)?|\d{1,2}[a-z]?(?:\.\d+)?|[A-Z]))?\b[.:]?\s*(?=$|[\s(*A-ZĐ])")),
    ("roman", re.compile(r"(?P<label>(?=[IVX])X{0,3}(?:IX|IV|V?I{0,3})(?:\.\d{1,2}){0,2})(?:\s?[./)](?!\w)|\s?[-–](?=\s+[^\W\d]))\s*")),
    ("upper", re.compile(r"(?P<label>[A-HĐ])(?:\s?[./)](?![\w.])|\s?[-–](?=\s+[^\W\d]))\s*")),
    ("number", re.compile(r"\(?(?P<label>\d{1,2}(?:\.\d{1,2}){0,4}[a-zđ]?)(?:\s?[.)/]\)?(?!\d)|\s?[-–](?=\s+[^\W\d])|(?<=\d\.\d)(?=\s)|(?<=\d\.\d\d)(?=\s))\s*")),
    ("letter", re.compile(r"\(?(?P<label>[a-zđ]\d?(?:\.\d{1,2})?)\s?[.)/](?![\w.])\s*")),
    ("bullet", re.compile(r"(?P<label>[-–—+•●○▪■♦*·►✓✔\uf0a7\uf0b7\uf0d8\uf0fc])\s*(?=[^\s\d])|(?P<label2>[-–+•])\s+")),
)  # fmt: skip


_FIRST_CHARS = {
    "part": "pP", "chapter": "cC", "section": "M", "article": "Đ", "annex": "PB", "roman": "IVX", "upper": "ABCDEFGHĐ",
    "number": "(0123456789", "letter": "(abcdefghijklmnopqrstuvwxyzđ",
    "bullet": "-–—+•●○▪■♦*·►✓✔\uf0a7\uf0b7\uf0d8\uf0fc",
}  # fmt: skip
_MARKERS_OF = {
    char: tuple((kind, pattern) for kind, pattern in _MARKERS if char in _FIRST_CHARS[kind])
    for char in "".join(_FIRST_CHARS.values())
}
# Of words, most lines begin with one, the first letter is no marker.
_MARKERS_BEFORE_LETTER = {
    char: tuple((kind, pattern) for kind, pattern in markers if char == "(" or kind not in ("letter", "upper"))
    for char, markers in _MARKERS_OF.items()
}


def leading_marker(text: str) -> Marker | None:
    """Find the marker that a line opens with; None for plain prose.

    >>> leading_marker("1.2. Kết quả")
    Marker(kind='number', label='1.2', length=5)
    """
    markers = _MARKERS_BEFORE_LETTER if text[1:2].isalpha() else _MARKERS_OF
    for kind, pattern in markers.get(text[:1], ()):
        match = pattern.match(text)
        if match is None or match.end() == 0:
            continue
        label = match["label"] or (match["label2"] if kind == "bullet" else None)
        return Marker(kind, label or "", match.end())
    return None
