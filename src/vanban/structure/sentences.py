"""Sentences: where one statement ends and the next begins.

A break needs a stop, white space and something that can open a sentence; the lists below say which stops are none.
Source of the rules: docs/annotation.md, `statements`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from vanban.model import BlockKind, Document, Sentence, Span
from vanban.text import is_syllable, leading_marker

# Words that end in a stop and go on; compared as written, without the stop.
_ABBREVIATION = re.compile(
    r"[Tt][Pp]|T[Xx]|tx|T[Tt]|KP|P|Q|[Tt]r"  # thành phố, thị xã, thị trấn, khu phố, phường, quận, trang
    r"|T[Hh][Ss]|Th\.S|T[Ss]|PGS(?:\.\s?TS)?|GS(?:\.\s?TS)?|TSKH|B[Ss]|BSCK(?:I{1,2})?|D[Ss]|K[Ss]|KTS|LS|NGƯT|NS[NƯ][DT]|NCS"
    r"|[Đđ]/[Cc]|Đ[Tt]|Tel|Fax"
    r"|KT|TM|TL|TUQ|K/T|T/M|T/L|TLT"
    r"|Mrs?|Ms|Dr|St|Co|Inc|Ltd|vs|V[Dd]|vd"
)
_CREDIT = re.compile(r"(?:Ảnh|Nguồn|Clip|Đồ họa)\s*:|Ảnh (?:minh h[oọ][aạ]|do)\b")  # stays with the caption before it
_LETTERED = re.compile(  # a capital after one of these is a label, not an initial
    r"(?:nhóm|loại|khối|hạng|mức|lớp|bảng|khu|tổ|cụm|gan|vitamin|tầng|lô|phần|lục|mẫu|cấp|dãy|nhà|tuyến|vùng)\Z",
    re.IGNORECASE,
)
_NUMBERED_IN_ROMAN = frozenset(("quý", "kỳ", "kì", "vực", "đợt", "đoạn", "ương", "bậc"))  # "khu vực I.", no initial
_NUMBERED_WORD = re.compile(
    r"\b(?:điều|khoản|điểm|tiểu mục|mục|chương|phần(?: thứ)?|phụ (?:lục|biểu)|biểu|bảng|hình|bước|câu|bài|mẫu)"
    r"(?: số)?\Z",
    re.IGNORECASE,
)
_OPENS = frozenset('.;:,(“"!?-–+•[')  # after one of these a number counts off what follows

_STOP = re.compile(
    r"""
    (?P<stop> [.!?…] (?<![.!?…]{2}) [.!?…]*+ )
    (?P<close> [”"»’)\]*_¹²³⁰-⁹]*+ (?:\[\d{1,3}\])? )
    (?P<gap> \s++ )
    (?= [“"‘'«(\[*_]* (?P<next>[^\W_]) )
    """,
    re.VERBOSE,
)
_MARKS = re.compile(r"[.!?…;:•●○▪■♦►\uf0a7\uf0b7\uf0d8\uf0fc*]")  # without one of them nothing breaks
_GLUED = re.compile(
    r"\.(?:(?<=[^\W\d_]{2}\.)|(?<=[^\W_][%)”]\.)|(?<=\b20\d\d\.))(?=[^\W\d_]{2})"
)  # "của tỉnh.Tuy nhiên": the blank was forgotten
_DASHED_ITEM = re.compile(r"(?P<before>[;.:])[”\"»)\]*_]*\s+(?P<bullet>[-–+])\s+[“\"(\[*]*(?P<next>\w)")
_DOT = re.compile(r"[•●○▪■♦►\uf0a7\uf0b7\uf0d8\uf0fc]")
_DOTTED_ITEM = re.compile(rf"\s{_DOT.pattern}\s*")
_TOKEN = re.compile(r"[^\s“\"(\[;:,]*\Z")
_WORD_BEFORE = re.compile(r"(\S+)\s+\Z")
_NUMBER = re.compile(r"\d{1,3}(?:\.\d{1,2}){0,3}[a-zđ]?|[IVX]{1,5}")
_LETTER = re.compile(r"[a-zđ]\d?")
_MARKUP = "*_#|"
_EDGE = " \t\n\r\u00a0" + _MARKUP
_FOOTNOTE_MARK = re.compile(r"\s*(?:\[\d{1,3}\]|\(\d{1,3}\)|[¹²³⁰-⁹]+|\d{1,3}(?=\s)|\*+)[.)]?\s*")
_TRAILING_MARK = re.compile(r"(?<=[.;:!?…])(?:\s?\[\d{1,3}\]|[¹²³⁰-⁹]+)\Z")
_FUSED_HEADING = re.compile(r"\*{2,6}(?=\(?[A-ZĐÀ-Ỹ])")
_LONG_QUOTE, _LONG_BRACKET = 120, 600  # what is said at such length is many sentences

_OPENING = {"“": "”", "«": "»", "(": ")", "[": "]"}
_CLOSING = {closing: opening for opening, closing in _OPENING.items()}
_PAIRED = re.compile(r"[“”«»()\[\]\"]")


def split_sentences(document: Document) -> tuple[Sentence, ...]:
    """Cut the blocks of running text, headings, list items and footnotes into sentences.

    Table cells and running heads have none. The span leaves out white space, bullet, markup and footnote marks; a
    number or letter that opens the item stays.
    """
    sentences: list[Sentence] = []
    for index, block in enumerate(document.blocks):
        if block.kind in (BlockKind.TABLE, BlockKind.RUNNING_HEAD):
            continue
        text = block.span.of(document.text)
        skip = 0
        if block.kind is BlockKind.FOOTNOTE and (mark := _FOOTNOTE_MARK.match(text)):
            skip = mark.end()
        start = block.span.start + skip
        for span in split_text(text[skip:]):
            sentences.append(Sentence(Span(start + span.start, start + span.end), index))
    return tuple(sentences)


def split_text(text: str) -> list[Span]:
    """Cut one paragraph (NFC) into spans of sentences; fused list items ("- A; - B") count as sentences."""
    if _MARKS.search(text, 0, len(text) - 1) is None:
        whole = _trim(text, 0, len(text))
        return [whole] if whole is not None else []
    breaks = sorted(set(_breaks(text)))
    spans: list[Span] = []
    start = 0
    for end, begin in [*breaks, (len(text), len(text))]:
        span = _trim(text, start, end)
        if span is not None:
            spans.append(span)
        start = max(start, begin)
    return spans


def _breaks(text: str) -> Iterator[tuple[int, int]]:
    """Give (end of a sentence, start of the next)."""
    kept: list[tuple[int, int]] | None = None
    for match in _STOP.finditer(text):
        if _is_end(text, match):
            kept = _embedded(text) if kept is None else kept
            place = bisect_left(kept, (match.start("gap"),)) - 1
            if place < 0 or kept[place][1] < match.start("gap"):
                yield match.start("gap"), match.end()
    if "." in text:
        for match in _GLUED.finditer(text):
            if _is_glued_end(text, match):
                yield match.end(), match.end()
    yield from _bullet_breaks(text)
    if "**" in text:
        for match in _FUSED_HEADING.finditer(text):
            head = text[: match.start()].strip(_EDGE)
            marker = leading_marker(head)
            if marker is not None and marker.kind in ("annex", "part", "chapter", "section"):
                yield match.start(), match.end()


def _is_end(text: str, match: re.Match[str]) -> bool:
    """Tell whether a stop ends its sentence."""
    if _CREDIT.match(text, match.end()):
        return False
    following = match["next"]
    if not (following.isupper() or following.isdigit()):
        return False
    stop = match["stop"]
    if stop[0] in "!?":
        return True
    if stop != ".":  # an ellipsis; a long run of dots is a line to write on
        return following.isupper() and len(stop) <= 4
    if match["close"] and match["close"][0] not in "*_":
        return True
    begin = match.start()
    token = _token_before(text, begin)
    if _ABBREVIATION.fullmatch(token) or _is_initial(text, begin, token):
        return False
    if not (_NUMBER.fullmatch(token) or _LETTER.fullmatch(token)):
        return not following.isdigit() or len(token) > 1
    return _number_ends(text, begin - len(token))


def _is_initial(text: str, stop: int, token: str) -> bool:
    """Tell the initial of "Ảnh: T. Hiền" from the letter that ends "nhóm B." or "xã An Lạc A."."""
    if len(token) != 1 or not token.isupper():
        return False
    words = text[max(0, stop - 24) : stop - 1].split()
    if not words:
        return True
    word = words[-1]
    if word[0].isupper():
        return not is_syllable(word)
    if token in "IVX" and word in _NUMBERED_IN_ROMAN:
        return False
    return _LETTERED.search(word) is None


def _number_ends(text: str, start: int) -> bool:
    """Tell whether the number that starts here can close a sentence: "… đạt 5." can; "2." and "Điều 3." not."""
    head = text[max(0, start - 40) : start].rstrip(_EDGE)
    if not head or head[-1] in _OPENS:
        return False
    word = _NUMBERED_WORD.search(head)
    if word is None:
        return True
    head = head[: word.start()].rstrip(_EDGE)
    return bool(head) and head[-1] not in _OPENS


def _is_glued_end(text: str, match: re.Match[str]) -> bool:
    before, after = text[match.start() - 2 : match.start()], text[match.end() : match.end() + 2]
    is_word = before.islower() or not before[-1].isalpha()  # "đạt 95%.Tuy nhiên", "năm 2025.Đến nay"
    if not (is_word and after[0].isupper() and after[1].islower()):
        return False
    return _ABBREVIATION.fullmatch(_token_before(text, match.end() - 1)) is None


def _token_before(text: str, end: int) -> str:
    found = _TOKEN.search(text, max(0, end - 24), end)
    return found.group().lstrip("*_") if found else ""


def _bullet_breaks(text: str) -> list[tuple[int, int]]:
    """Find items that stand in one paragraph; after a colon only where at least one more item follows."""
    found: list[tuple[int, int]] = []
    colon: tuple[int, int] | None = None
    for match in _DASHED_ITEM.finditer(text):
        place = (match.start("bullet"), match.start("bullet"))
        if match["before"] != ";" and match["next"].islower():
            continue  # a dash: "…rồi!” - bà nói"
        if match["before"] == ":":
            colon = colon or place
        else:
            found.append(place)
    first = len(text) - len(text.lstrip(_EDGE))
    if _DOT.search(text):
        found += [match.span() for match in _DOTTED_ITEM.finditer(text) if match.start() > first]
    if colon is not None and any(place > colon for place in found):
        found.append(colon)
    return found


def _embedded(text: str) -> list[tuple[int, int]]:
    """Find the outermost stretches between quotation marks or brackets, within which no sentence ends; sorted."""
    stack: list[tuple[str, int]] = []
    found: list[tuple[int, int]] = []
    straight: list[int] = []
    for match in _PAIRED.finditer(text):
        char, at = match.group(), match.start()
        if char == '"':
            straight.append(at)
        elif char in _OPENING:
            stack.append((char, at))
        else:
            while stack:
                opening, start = stack.pop()
                if opening == _CLOSING[char]:
                    found.append((start, at))
                    break
    if len(straight) % 2 == 0:
        found += zip(straight[::2], straight[1::2], strict=True)
    outer: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if end - start >= (_LONG_BRACKET if text[start] in "([" else _LONG_QUOTE):
            continue
        if not outer or start > outer[-1][1]:
            outer.append((start, end))
    return outer


def _trim(text: str, start: int, end: int) -> Span | None:
    """Cut white space, bullet, markup and footnote marks off both ends; None where nothing is left."""
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip(_EDGE))
    while (length := _bullet_length(piece[left : left + 12])) > 0:
        left += length
        rest = piece[left:]
        left += len(rest) - len(rest.lstrip(_EDGE + ")"))
    right = len(piece.rstrip(_EDGE))
    is_marked = right > left and not piece[right - 1].isalpha() and piece[right - 1] not in ".;:,!?"
    mark = _TRAILING_MARK.search(piece, left, right) if is_marked else None
    if mark is not None:
        right = mark.start()
        right = len(piece[:right].rstrip(_EDGE))
    if right <= left or not any(map(str.isalnum, piece[left:right])):
        return None
    return Span(start + left, start + right)


def _bullet_length(text: str) -> int:
    if text[:1].isalnum():
        return 0
    marker = leading_marker(text)
    return marker.length if marker is not None and marker.kind == "bullet" else 0
