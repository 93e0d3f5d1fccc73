"""The signature block: authority, post and name of who signed.

Source: Nghị định 30/2020/NĐ-CP, Phụ lục I, mục II.7 (TM. KT. TL. TUQ. Q.); Hướng dẫn 36-HD/VPTW (T/M, K/T, T/L).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from vanban.model import Span
from vanban.structure.formulas import AUTHORITY, MOTTO, ORGANIZATION, TITLE
from vanban.structure.layout import Row
from vanban.structure.shapes import is_caps
from vanban.text import fold, is_syllable, leading_marker

_RANK = re.compile(
    r"""
    (?: (?:dai|thuong|trung|thieu)\s+(?:tuong|ta|uy) | chuan\ (?:do\ doc|tuong) | do\ doc | luat\ su | ky\ su
      | (?:pho\ )?giao\ su | tien\ s[iy] | thac\ s[iy] | bac\ si | nha\ giao | nghe\ si | pgs | gs | tskh | ths
      | ts | th\.s | bs | bsck\s?i+ | ks | cn | ds | ong | ba | d/c | dong\ chi )\b [.,:\s]*
    """,
    re.VERBOSE,
)
_SIGNED = re.compile(r"\W*(?:da ky|ky so|ky ten|ky\b|chu ky|signed|dong dau|ky dien tu|ho va ten|ho ten)")
_DEPUTIES = re.compile(r"(?:k\s?/?\s?t|t\s?/?\s?l|t\s?/?\s?u\s?/?\s?q)\b")
_NO_NAME = re.compile(
    r"(?:noi nhan|luu|nhu tren|kinh g[uo]i|phu luc|bieu|ghi chu|trang|so|ha noi|viet nam|tieng viet|nguoi|ngay)\b"
)
_BODY_NAME = re.compile(r"\b(?:ban|thay mat) \Z")  # "TM. BAN THƯỜNG TRỰC" is a body, no post
_DEPUTY_POST = re.compile(r"(?:pho|thu truong)\b")
_INITIAL = re.compile(r"[HKY]['’]")  # K' Brót, H' Linh: set off by a space
_NAME_PREFIX = re.compile(r"^[HKYhky]['’](?=\w)")  # H'Linh, K'Brót
_LONGEST_NAME = 40
_MOST_LINES = 5


class Signature(NamedTuple):
    name: Span | None
    title: list[Span]  # lines of the post
    authority: list[Span]  # lines such as "TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH"


class _Part(NamedTuple):
    kind: str  # authority, title, name, caps
    row: Row


def read_signature(rows: Sequence[Row]) -> Signature | None:
    """Read the first signature in the rows that follow the body; None where no name and no post stands there."""
    title: list[Span] = []
    authority: list[Span] = []
    cut = ""  # an authority that the end of a line has cut, "KT. CHỦ"
    listed = False  # a list of recipients came after the post
    for row in rows:
        if MOTTO.search(row.folded) or len(title) > _MOST_LINES:  # another paper begins
            break
        if _SIGNED.match(row.folded) or leading_marker(row.text) is not None:
            listed = listed or bool(title)
            continue
        for kind, part in _parts(row, in_block=bool(title or authority)):
            if kind == "name":
                if title or authority:
                    return Signature(part.span, title, authority)
            elif kind == "authority":
                authority.append(part.span)
                cut = part.text if _is_cut(part.folded) else ""
            elif cut and kind in ("title", "caps") and _completes(cut, part.text):
                authority[-1] = Span(authority[-1].start, part.span.end)
                cut = ""
            elif kind == "title" and title and not authority and _DEPUTY_POST.match(part.folded):
                authority, title = title, [part.span]  # "KT." was left out
            elif kind == "title" or ((title or authority) and not listed):
                title.append(part.span)
    return Signature(None, title, authority) if title else None


def _is_cut(authority: str) -> bool:
    """Tell whether an authority, folded, ends within a post or a body's name."""
    words = AUTHORITY.sub("", authority, count=1)
    return TITLE.match(words) is None and ORGANIZATION.match(words) is None


def _completes(cut: str, rest: str) -> bool:
    words = AUTHORITY.sub("", fold(f"{cut} {rest}"), count=1)
    return TITLE.fullmatch(words) is not None


def find_lone_name(rows: Sequence[Row]) -> Span | None:
    """Give the last row that is a person's name, for a block that lost its post."""
    found = [name for row in rows if (name := name_in(row)) is not None]
    return found[-1] if found else None


def _parts(row: Row, *, in_block: bool) -> Iterator[_Part]:
    """Cut a row into authority, post and name, also where all stand on one line."""
    end = _caps_end(row.text)
    if in_block and _RANK.match(row.folded) and (span := name_in(row)) is not None:
        yield _Part("name", Row(span, row.text, row.folded))
        return
    if end == 0:
        if TITLE.match(row.folded) and len(row.text) <= 70 and row.text[-1] not in ".;,":
            yield _Part("title", row)
        elif AUTHORITY.match(row.folded) and len(row.text) <= 90:
            yield _Part("authority", row)
        elif (span := name_in(row)) is not None:
            yield _Part("name", Row(span, row.text, row.folded))
        return
    caps, rest = _slice(row, 0, end), _slice(row, end, len(row.text))
    if in_block and not rest.text and (span := name_in(row)) is not None and not TITLE.match(row.folded):
        yield _Part("name", Row(span, row.text, row.folded))
        return
    yield from _caps_parts(caps)
    if rest.text and (span := name_in(rest)) is not None:
        yield _Part("name", Row(span, rest.text, rest.folded))


def _caps_parts(row: Row) -> Iterator[_Part]:
    starts = [
        match.start()
        for match in AUTHORITY.finditer(row.folded)
        if match.start() == 0 or row.text[match.start() - 1] == " "
    ]
    if not starts:
        yield _Part("title" if TITLE.match(row.folded) else "caps", row)
        return
    for start, end in zip(starts, [*starts[1:], len(row.text)], strict=True):
        piece = _slice(row, start, end)
        cut = _authority_end(piece)
        yield _Part("authority", _slice(piece, 0, cut))
        if cut < len(piece.text):
            yield _Part("title", _slice(piece, cut, len(piece.text)))


def _authority_end(piece: Row) -> int:
    """Give where the signer's own post begins: "KT. GIÁM ĐỐC | PHÓ GIÁM ĐỐC", "TM. ỦY BAN NHÂN DÂN | CHỦ TỊCH"."""
    posts = [
        match.start()
        for match in TITLE.finditer(piece.folded)
        if match.start()
        and piece.text[match.start() - 1] == " "
        and not _BODY_NAME.search(piece.folded[: match.start()])
        and piece.text[: match.start()].rstrip()[-1] not in ",-–&"
    ]
    own = 1 if _DEPUTIES.match(piece.folded) else 0
    return posts[own] if len(posts) > own else len(piece.text)


def _caps_end(text: str) -> int:
    """Give the end of the capitals that a line begins with."""
    end = 0
    for match in re.finditer(r"\S+", text):
        word = match.group()
        if any(char.islower() for char in word):
            break
        end = match.end()
    return end if sum(char.isalpha() for char in text[:end]) >= 4 else 0


def _slice(row: Row, start: int, end: int) -> Row:
    text = row.text[start:end]
    start += len(text) - len(text.lstrip())
    text = text.strip()
    return Row(
        Span(row.span.start + start, row.span.start + start + len(text)), text, row.folded[start : start + len(text)]
    )


def name_in(row: Row) -> Span | None:
    """Give the span of a person's name if the row is one, rank and degree left out."""
    skip = 0
    while (rank := _RANK.match(row.folded, skip)) is not None and rank.end() < len(row.text):
        skip = rank.end()
    name = row.text[skip:]
    if not name or len(name) > _LONGEST_NAME or _NO_NAME.match(row.folded, skip):
        return None
    words = name.split()
    if not 2 <= len(words) <= 6 or not all(_is_name_word(word) for word in words):
        return None
    if sum(is_syllable(word) for word in words) < len(words) - 2 or (is_caps(name) and not is_syllable(words[0])):
        return None
    if ORGANIZATION.match(fold(name)) and is_caps(name):
        return None
    return Span(row.span.start + skip, row.span.end)


def _is_name_word(word: str) -> bool:
    if _INITIAL.fullmatch(word):
        return True
    letters = _NAME_PREFIX.sub("", word).replace("-", "").replace(".", "")
    return (
        letters.isalpha() and letters[0].isupper() and (letters[1:].islower() or len(letters) == 1 or letters.isupper())
    )
