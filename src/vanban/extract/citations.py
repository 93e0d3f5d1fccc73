"""Finds citations of other documents: by number and symbol, by the name of a law, by a scheme's number, by day and issuer.

A walk over the names of document types; at each, the shapes of `citation_shapes` are tried.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from vanban.extract import citation_laws as laws
from vanban.extract import citation_parts as parts
from vanban.extract import citation_shapes as shapes
from vanban.extract.citation_tails import (
    FOLLOWS_BARE,
    begins_clause,
    is_bare_citation,
    issuer_after,
    read_tail,
    slice_words,
)
from vanban.extract.issuers import match_issuer, subject_issuer
from vanban.lexicon.doc_types import doc_type_of_abbreviation
from vanban.lexicon.laws import TypeName, type_name_book
from vanban.lexicon.words import Words, split_words
from vanban.model import Citation, Span
from vanban.text import nfc

_LAWS = {"luat", "bo_luat", "phap_lenh", "hien_phap"}
_DATED = {
    "nghi_quyet", "nghi_dinh", "quyet_dinh", "chi_thi", "thong_tu", "cong_van", "to_trinh", "ket_luan", "thong_bao", "cong_dien",
    "van_ban", "thong_tu_lien_tich",
}  # fmt: skip
_STOP_IN_MIDDLE = {
    "tại", "của", "theo", "về", "cho", "kèm", "với", "và", "này", "trên", "có", "được", "đã", "do", "từ", "đến", "các", "những",
    "là", "bằng", "như", "một", "thoại", "để", "trong", "số", "nêu", "ngày", "tháng", "năm",
}  # fmt: skip
_FORM_BEFORE = re.compile(
    r"(?i:mẫu|biểu|phụ lục|phụ biểu|qcvn|tcvn|quốc lộ|tiêu chuẩn|bảng|hình|hồ sơ|hợp đồng|giấy phép|giấy chứng nhận"
    r"|biển số|tài khoản|mã)(?:\s(?i:số))?\s?:?\s?\Z"
)
_OWN_SIGN = re.compile(r"(?:^|[\n\t]|\s\s)[\s*_]{0,6}(?:Số|SỐ)\s{0,3}[:.]?\s{0,3}\Z")
_ENCLOSED = re.compile(r"(?i:kèm theo)\s(?:[^\n]{0,30}\s)?\Z")
_SIGN = re.compile(r"(?i:số)\s{0,3}:?\s{0,3}\Z")
_LINK = re.compile(r"\s?(?:,|;|và|,\svà)\s")


@dataclass(frozen=True, slots=True)
class _Hit:
    """The name of a document type in the text; `first` and `stop` are indexes of words."""

    first: int
    stop: int
    kind: TypeName


class _Finder:
    """One pass over a text."""

    def __init__(self, words: Words) -> None:
        self.words, self.text = words, words.text
        self.found: list[Citation] = []
        self.reach = 0  # end of the last citation

    def run(self) -> list[Citation]:
        hits = list(self._hits())
        for place, hit in enumerate(hits):
            if self.words.starts[hit.first] < self.reach:
                continue
            limit = self.words.starts[hits[place + 1].first] if place + 1 < len(hits) else len(self.text)
            self._try(hit, limit)
        self._add_glued()
        self._add_untyped()
        return sorted(self.found, key=lambda citation: citation.span)

    def _hits(self) -> Iterator[_Hit]:
        book, words = type_name_book(), self.words
        reach = 0
        for index in book.candidates(words):
            found = book.longest(words.keys, index) if index >= reach else None
            if found is None:
                continue
            stop, names = found
            kind = next((kind for needed, kind in names if not needed or needed == words.forms[index]), None)
            if kind is not None:
                reach = stop
                if kind.code:
                    yield _Hit(index, stop, kind)

    def _try(self, hit: _Hit, limit: int) -> None:
        if hit.kind.code in _LAWS:
            self._read_law(hit)
            return
        end = self.words.ends[hit.stop - 1]
        follows = self.text[end : end + 2]
        if not follows or follows[0] in ".,;)\n\t" or follows == " \n":
            return
        if not (self._read_numbered(hit, end, limit) or self._read_inverted(hit)) and not hit.kind.is_abbreviation:
            self._read_unnumbered(hit, end)

    # -- by number ----------------------------------------------------------------------------------------------------

    def _read_numbered(self, hit: _Hit, end: int, limit: int) -> bool:
        """Read "Kế hoạch số 74/KH-UBND", "QĐ 58/QĐ-SXD", "Đề án 06"."""
        match = shapes.NUMBERED.regex.match(self.text, end)
        if match is None or match.start("number") > limit:
            return self._read_blank(hit, end)
        between = self.text[end : match.start("number")]
        if "\n" in between and not match["sign"] and (":" in between or match["middle"]):
            return False  # "như quy định sau:" and the first item of a list
        after = self.text[match.end() : match.end() + 1]
        if match["symbol"] and len(match["symbol"]) == 1 and after.islower():
            return False  # "1/ Chậm nhất": a word, no symbol
        middle = match["middle"]
        if middle and (hit.kind.is_abbreviation or not (match["sign"] or match["symbol"])):
            return False
        if middle and not _STOP_IN_MIDDLE.isdisjoint(middle.split()):
            return False
        rule = shapes.NUMBERED.name
        if not match["symbol"]:
            rule = shapes.BARE_NUMBER.name
            capital, abbreviation = self._is_capital(hit), hit.kind.is_abbreviation
            dated = match["year"] and len(match["year"]) == 4 and capital
            if not dated and not is_bare_citation(
                self.words, match, hit.kind.code, capital=capital, abbreviation=abbreviation
            ):
                return False
        self._add_with_list(self._build(self.words.starts[hit.first], match, hit.kind.code, rule), match)
        return True

    def _read_inverted(self, hit: _Hit) -> bool:
        """Read "Quyết định của Thủ tướng Chính phủ số 749/QĐ-TTg ngày 03/6/2020", also with the day alone."""
        by = parts.BY.match(self.text, self.words.ends[hit.stop - 1])
        first = self.words.index_at(by.end()) if by else hit.stop
        if hit.kind.is_abbreviation or first >= len(self.words.forms):
            return False
        if not by and not (self._is_capital(hit) and self.words.forms[first][0].isupper()):
            return False
        stop = match_issuer(self.words, first)
        if stop is None:
            return False
        start, end, issuer = (
            self.words.starts[hit.first],
            self.words.ends[stop - 1],
            slice_words(self.words, first, stop),
        )
        match = shapes.NUMBERED.regex.match(self.text, end)
        if match is not None and not match["middle"] and (match["symbol"] or match["sign"]):
            self._add_with_list(
                self._build(start, match, hit.kind.code, shapes.ISSUER_FIRST.name, issuer=issuer), match
            )
            return True
        day = parts.match_date(self.text, end)
        if by and day is not None and day.date is not None and not day.comma and self._is_capital(hit):
            self._add(start, day.end, hit.kind.code, shapes.DATED.name, date=day.date, issuer=issuer)
            return True
        return False

    def _read_blank(self, hit: _Hit, end: int) -> bool:
        """Read "Tờ trình số   /TTr-SYT ngày 05/8/2025": known by its day, as long as it is no caption."""
        match = shapes.BLANK_NUMBER.regex.match(self.text, end)
        if match is None:
            return False
        day = parts.match_date(self.text, match.end())
        start = self.words.starts[hit.first]
        if day is None or day.date is None or _ENCLOSED.search(self.text[max(0, start - 45) : start]):
            self.reach = max(self.reach, match.end())
            return True
        by = issuer_after(self.words, day.end)
        self._add(
            start, by.end if by else day.end, hit.kind.code, shapes.BLANK_NUMBER.name,
            symbol=parts.clean_symbol(match["symbol"]), date=day.date, issuer=by.name if by else None,
        )  # fmt: skip
        return True

    def _build(self, start: int, match: re.Match[str], code: str, rule: str, *, issuer: str | None = None) -> Citation:
        is_bare = match["symbol"] is None and match["year"] is None
        tail = read_tail(self.words, match.end(), code, is_bare=is_bare, issuer=issuer)
        span = Span(start, tail.end)
        place = parts.match_place(self.text, start)
        return Citation(
            span, span.of(self.text), code,
            number=parts.clean_number(match["number"]), year=parts.full_year(match["year"]),
            symbol=parts.clean_symbol(match["symbol"]) if match["symbol"] else None, date=tail.date,
            issuer=tail.issuer or subject_issuer(self.words, start) or self._carried_issuer(start),
            article=place.article, clause=place.clause, point=place.point, rule=rule,
        )  # fmt: skip

    def _carried_issuer(self, start: int) -> str | None:
        """Give the subject that issued the citation just before, where "và" or a comma links the two."""
        before = self.found[-1] if self.found else None
        if before is None or before.issuer is None or before.issuer in before.text:
            return None
        return before.issuer if _LINK.fullmatch(self.text, before.span.end, max(start, before.span.end)) else None

    def _add_with_list(self, head: Citation, match: re.Match[str]) -> None:
        """Add a citation and the further numbers of "các Nghị định số 40/2025/NĐ-CP, 109/2025/NĐ-CP"."""
        members = [head]
        bare = head.symbol is None and head.year is None
        while True:
            end = members[-1].span.end
            following = shapes.NEXT.regex.match(self.text, end)
            if following is None or not self._is_listed(following, members[-1], bare=bare):
                break
            start = following.start("sign") if following["sign"] else following.start("number")
            members.append(self._build(start, following, head.doc_type, shapes.NEXT.name))
        for member in _share(members, bare=bare):
            self.found.append(member)
            self.reach = max(self.reach, member.span.end)

    def _is_listed(self, match: re.Match[str], before: Citation, *, bare: bool) -> bool:
        if match["symbol"]:
            return True
        if FOLLOWS_BARE.match(self.text, match.end()) is None:
            return False
        return (match["year"] is not None and before.year is not None) or (bare and len(match["number"]) > 1)

    # -- without a number ---------------------------------------------------------------------------------------------

    def _read_unnumbered(self, hit: _Hit, end: int) -> None:
        """Read a document by its day, a congress, or the full name of a scheme."""
        if not self._is_capital(hit):
            return
        start, code = self.words.starts[hit.first], hit.kind.code
        if code in _DATED:
            day = parts.match_date(self.text, end)
            if day is not None and day.date is not None and not day.comma:
                by = issuer_after(self.words, day.end)
                stop = by.end if by else day.end
                self._add(start, stop, code, shapes.DATED.name, date=day.date, issuer=by.name if by else None)
                return
        if code == "nghi_quyet":
            match = shapes.CONGRESS.regex.match(self.text, end)
            if match is not None:
                self._add(start, match.end(), code, shapes.CONGRESS.name)
        elif code in ("de_an", "chuong_trinh", "ke_hoach"):
            for shape in (shapes.QUOTED_SCHEME, shapes.PERIOD_SCHEME):
                match = shape.regex.match(self.text, end) if shape is shapes.QUOTED_SCHEME or code == "de_an" else None
                if match is not None:
                    title = re.sub(r"[\"“”]", "", " ".join(self.text[start : match.end()].split()))
                    self._add(start, match.end(), code, shape.name, title=title)
                    return

    def _read_law(self, hit: _Hit) -> None:
        """Read "Luật Đầu tư công số 58/2024/QH15", "Luật Đất đai năm 2024", "các Luật: Đất đai, Nhà ở"."""
        words, code = self.words, hit.kind.code
        members = laws.list_members(words, hit.first, hit.stop) if code == "luat" else []
        for first, stop in members:
            title = f"Luật {slice_words(words, first, stop)}"
            self._add(words.starts[first], words.ends[stop - 1], code, shapes.LAW_LIST.name, title=title)
        stop_of_title = None if members else laws.title_end(words, hit.first, hit.stop, code)
        if stop_of_title is None:
            return
        named = stop_of_title > hit.stop or code == "hien_phap"
        number, end = laws.match_number(self.text, words.ends[stop_of_title - 1])
        day = parts.match_date(self.text, end)
        if day is None or day.date is None or begins_clause(words, day):
            day = None
        by = issuer_after(words, day.end if day else end)
        start = words.starts[hit.first]
        place = parts.match_place(self.text, start)
        self._add(
            start, by.end if by else day.end if day else end, code, shapes.LAW.name if named else shapes.LAW_NUMBER.name,
            number=parts.clean_number(number["number"]) if number else None,
            year=parts.full_year(number["year"]) if number else None,
            symbol=parts.clean_symbol(number["symbol"]) if number else None,
            date=day.date if day else None, issuer=by.name if by else None,
            title=slice_words(words, hit.first, stop_of_title) if named else None,
            article=place.article, clause=place.clause, point=place.point,
        )  # fmt: skip

    # -- without a type -----------------------------------------------------------------------------------------------

    def _add_glued(self) -> None:
        for match in shapes.GLUED.regex.finditer(self.text):
            before, after = self.text[match.start() - 1 : match.start()], self.text[match.end() : match.end() + 1]
            code = doc_type_of_abbreviation(match["type"])
            if code is not None and not before.isalnum() and after not in ("/", "-"):
                number = parts.clean_number(match["number"])
                self._add(match.start(), match.end(), code, shapes.GLUED.name, number=number)

    def _add_untyped(self) -> None:
        """Read a number that names its type by its symbol alone: "theo 57-NQ/TW", a cell "12/KH-UBND"."""
        spans = sorted(citation.span for citation in self.found)
        at = 0
        for match in shapes.UNTYPED.regex.finditer(self.text):
            start = match.start()
            while at < len(spans) and spans[at].end <= start:
                at += 1
            if at < len(spans) and spans[at].start < match.end():
                continue
            before = self.text[max(0, start - 24) : start]
            if before[-1:].isalnum() or before[-1:] in ("/", "-", "–", ".", ",", ":") or _FORM_BEFORE.search(before):
                continue
            code = _type_of_symbol(parts.clean_symbol(match["symbol"]))
            if code is None or _OWN_SIGN.search(before):
                continue
            sign = _SIGN.search(before)
            self.found.append(
                self._build(start - len(sign.group()) if sign else start, match, code, shapes.UNTYPED.name)
            )

    # -- small ones ---------------------------------------------------------------------------------------------------

    def _is_capital(self, hit: _Hit) -> bool:
        return self.words.forms[hit.first][0].isupper()

    def _add(self, start: int, end: int, code: str, rule: str, **values: object) -> None:
        span = Span(start, end)
        self.found.append(replace(Citation(span, span.of(self.text), code, rule=rule), **values))  # type: ignore[arg-type]
        self.reach = max(self.reach, end)


def _share(members: Sequence[Citation], *, bare: bool) -> list[Citation]:
    """Give each of a list what the text says once for all: the issuer, and the symbol of "số 12, 15/QĐ-UBND"."""
    head, last = members[0], members[-1]
    if len(members) == 1:
        return [head]
    shared = [replace(m, issuer=head.issuer) if m.issuer is None else m for m in members]
    if last.issuer is not None and last.issuer in last.text:
        shared = [replace(m, issuer=last.issuer) if m.issuer is None else m for m in shared]
    if bare and last.symbol is not None:
        shared = [replace(m, symbol=last.symbol, year=last.year) if m.symbol is None else m for m in shared]
    return shared


_AGENCY = re.compile(
    r"(?:UBND|HĐND|VPCP|VPUB|VPTW|VP|UBMTTQ|B[A-ZĐ]{2,6}|S[A-ZĐ]{2,6}|TU|ĐU|HU|CP|TTCP|NHNN|TANDTC|VKSTC|VKSNDTC)\d*"
)


def _type_of_symbol(symbol: str) -> str | None:
    """Give the type that a symbol alone stands for: "NQ/TW" a resolution, "UBND-NC" an official letter."""
    units = re.split(r"[-/]", symbol)
    codes = [code for unit in units if len(units) > 1 and (code := doc_type_of_abbreviation(unit))]
    if codes:
        return codes[-1] if codes[0] == "thong_cao" else codes[0]  # "TC/QĐ/CĐKT": TC was the Ministry of Finance
    if re.fullmatch(r"QH\d{1,2}", symbol):
        return "luat"
    return "cong_van" if len(units) > 1 and _AGENCY.fullmatch(units[0]) and len(units[1]) > 1 else None


def find_citations(
    text: str, *, blocked: Sequence[Span] = (), own: tuple[str, str | None] | None = None, words: Words | None = None
) -> list[Citation]:
    """Find the citations of a text, sorted by span; the spans refer to its NFC form.

    `blocked` are spans where none is looked for (the letterhead's own number); `own` is the number and symbol of the
    document itself, whose mentions ("Ban hành kèm theo Quyết định số …") are no citations. `words` are those of the
    text, where the caller has split it already.
    """
    found = _Finder(words or split_words(nfc(text))).run()
    if blocked:
        found = [c for c in found if not any(c.span.overlaps(span) for span in blocked)]
    if own is None:
        return found
    number, symbol = parts.clean_number(own[0]), parts.clean_symbol(own[1] or "").casefold()
    return [c for c in found if c.number != number or (c.symbol or "").casefold() != symbol]
