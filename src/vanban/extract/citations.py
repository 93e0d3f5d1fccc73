"""Finds citations of other documents: by number and symbol, by the name of a law, by a scheme's number, by day and issuer.

A walk over the names of document types; at each, the shapes below are tried in their order. Source of the shapes: Nghị định
30/2020/NĐ-CP, Phụ lục I (II.4 số, ký hiệu; II.7 viện dẫn) and Hướng dẫn 36-HD/VPTW for Party documents.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from vanban.extract import citation_laws as laws
from vanban.extract import citation_parts as parts
from vanban.extract.organizations import match_issuer
from vanban.extract.sentence_issuer import subject_issuer
from vanban.lexicon.doc_types import doc_type_of_abbreviation
from vanban.lexicon.laws import TypeName, type_name_book
from vanban.lexicon.words import Words, split_words
from vanban.model import Citation, Span
from vanban.text import nfc

_LAWS = {"luat", "bo_luat", "phap_lenh", "hien_phap"}
_BARE = {"de_an", "nghi_quyet", "nghi_dinh", "chi_thi", "thong_tu", "ket_luan", "quyet_dinh", "cong_dien", "chuong_trinh"}
_BARE_ABBREVIATIONS = {"nghi_quyet", "nghi_dinh", "de_an"}
_NEVER_BARE = {"du_an", "hop_dong", "phuong_an", "bien_ban", "lenh"}
_DATED = {"nghi_quyet", "nghi_dinh", "quyet_dinh", "chi_thi", "thong_tu", "cong_van", "to_trinh", "ket_luan", "thong_bao", "cong_dien", "van_ban", "thong_tu_lien_tich"}
_CENTRAL = re.compile(r"(?i:chính phủ|thủ tướng|bộ công an|bộ chính trị)")

_MIDDLE = r"(?:\s{1,3}(?P<middle>[a-zà-ỹđ]{1,9}(?:\s[a-zà-ỹđ]{1,9}){0,4}?)|\s{0,3}\([^()\n\t]{1,25}\))??"
_TAIL = rf"{parts.YEAR}?(?:\s?[/\-–]\s?{parts.SYMBOL})?"
_NUMBERED = re.compile(rf"{_MIDDLE}[^\S\t]{{0,5}}:?[^\S\t]{{0,5}}(?P<sign>{parts.NUMBER_SIGN})?{parts.NUMBER}{_TAIL}")
_BLANK = re.compile(rf"[^\S\t]{{0,3}}{parts.NUMBER_SIGN}{parts.BLANK_NUMBER}{parts.SYMBOL}")
_NEXT = re.compile(
    rf"[^\S\t]{{0,3}}(?:[,;][^\S\t]{{0,3}}(?:và\s)?|\s?(?:và|hoặc|&)\s)\s{{0,2}}(?P<sign>{parts.NUMBER_SIGN})?{parts.NUMBER}{_TAIL}"
)
_UNTYPED = re.compile(rf"{parts.NUMBER}{parts.YEAR}?\s?[/\-–]\s?{parts.SYMBOL}")
_CONGRESS = re.compile(
    r"""\s(?: (?i:đại[ ]hội)(?:\s(?i:đại[ ]biểu|toàn[ ]quốc|lần[ ]thứ|của|đảng[ ]bộ|đảng|tỉnh|thành[ ]phố|huyện|xã|phường)|\s[A-ZĐ]\w{1,6}){0,10}?\s[IVXL]{1,5}\b(?:\scủa\sĐảng)?
        |   (?:(?i:hội[ ]nghị)\s)?(?:(?i:lần[ ]thứ)\s\w{1,6}(?:,\s|\s))?(?:(?i:ban[ ]chấp[ ]hành)\s)?(?i:trung[ ]ương)\s(?:Đảng\s)?(?:(?:lần[ ]thứ\s)?\d{1,2}\s?)?\(?,?\s?(?i:khóa|khoá)\s[IVXL]{1,5}\)?
        )(?:,?\snhiệm\skỳ\s\d{4}\s?[-–]\s?\d{4})?""",
    re.VERBOSE,
)
_QUOTED = re.compile(r"\s[\"“](?P<title>[^\"”\n\t]{15,260})[\"”]")
_SCHEME = re.compile(r"\s(?=[A-ZĐ])[^\n\t.;:()\"“”]{15,260}?\s(?i:giai đoạn)\s\d{4}\s?[-–]\s?\d{4}(?:,?\s(?:định hướng|tầm nhìn)\s(?:đến\s)?(?:năm\s)?\d{4})?")
_BARE_FOLLOWS = re.compile(
    r"\s{0,3}(?:$|[.,;:)\]*_\"”…\n\t–-]|\((?!\d)|(?:của|về|và|là|được|đã|đang|sẽ|trên|tại|cho|theo|với|trong|ở|từ|có|do|này|nêu|như|để|mà|thì|còn|cũng|gắn|đến|hay|hoặc|giai|bằng|tỉnh|thành|cấp|vào|ra|khi|phải|cần|chưa|không|nhằm)\b|[A-ZĐ])"
)
_STOP_IN_MIDDLE = {"tại", "của", "theo", "về", "cho", "kèm", "với", "và", "này", "trên", "có", "được", "đã", "do", "từ", "đến", "các", "những",
                   "là", "bằng", "như", "một", "thoại", "để", "trong", "số", "nêu", "ngày", "tháng", "năm"}  # fmt: skip
_FORM_BEFORE = re.compile(r"(?i:mẫu|biểu|phụ lục|phụ biểu|qcvn|tcvn|quốc lộ|tiêu chuẩn|bảng|hình|hồ sơ|hợp đồng|giấy phép|giấy chứng nhận|biển số|tài khoản|mã)(?:\s(?i:số))?\s?:?\s?\Z")
_OWN_SIGN = re.compile(r"(?:^|[\n\t])[\s*_]{0,6}(?i:số)\s{0,3}[:.]?\s{0,3}\Z")
_ENCLOSED = re.compile(r"(?i:kèm theo)\s(?:[^\n]{0,30}\s)?\Z")


@dataclass(frozen=True, slots=True)
class _Hit:
    """The name of a document type in the text."""

    first: int  # words
    stop: int
    kind: TypeName


class _Finder:
    """One pass over a text."""

    def __init__(self, text: str, blocked: Sequence[Span]) -> None:
        self.text = text
        self.words = split_words(text)
        self.blocked = sorted(blocked)
        self.found: list[Citation] = []
        self.reach = 0  # end of the last citation

    # -- the walk -----------------------------------------------------------------------------------------------------

    def run(self) -> list[Citation]:
        hits = list(self._hits())
        for place, hit in enumerate(hits):
            if self.words.starts[hit.first] < self.reach:
                continue
            limit = self.words.starts[hits[place + 1].first] if place + 1 < len(hits) else len(self.text)
            self._try(hit, limit)
        self._add_untyped()
        self.found.sort(key=lambda citation: citation.span)
        return [c for c in self.found if not any(c.span.overlaps(span) for span in self.blocked)]

    def _hits(self) -> Iterator[_Hit]:
        book, words = type_name_book(), self.words
        index, size = 0, len(words.keys)
        while index < size:
            found = book.longest(words.keys, index) if words.keys[index] in book else None
            if found is None:
                index += 1
                continue
            stop, names = found
            form = words.forms[index]
            kind = next((kind for needed, kind in names if not needed or needed == form), None)
            if kind is not None and kind.code:
                yield _Hit(index, stop, kind)
            index = stop if kind is not None else index + 1

    def _try(self, hit: _Hit, limit: int) -> None:
        if hit.kind.code in _LAWS:
            self._law(hit)
            return
        end = self.words.ends[hit.stop - 1]
        follows = self.text[end : end + 2]
        if not follows or follows[0] in ".,;)\n\t" or follows.isspace() and follows[-1] == "\n":
            return
        if not (self._numbered(hit, end, limit) or self._inverted(hit)) and not hit.kind.is_abbreviation:
            self._named(hit, end)

    # -- shapes -------------------------------------------------------------------------------------------------------

    def _numbered(self, hit: _Hit, end: int, limit: int) -> bool:
        """Read "Kế hoạch số 65/KH-UBND", "QĐ 40/QĐ-VPUB", "Đề án 06"."""
        match = _NUMBERED.match(self.text, end)
        if match is None or match.start("number") > limit:
            return self._blank(hit, end)
        middle = match["middle"]
        if middle and (not _STOP_IN_MIDDLE.isdisjoint(middle.split()) or not (match["sign"] or match["symbol"])):
            return False
        if hit.kind.is_abbreviation and middle:
            return False
        rule = "citation.numbered"
        if not match["symbol"]:
            rule = "citation.bare_number"
            if not (match["year"] and len(match["year"]) == 4 and self._is_name(hit)) and not self._is_bare(hit, match):
                return False
        start = self.words.starts[hit.first]
        citation = self._complete(start, match, hit.kind.code, rule, issuer=None)
        self._add(citation)
        self._list(citation, hit, bare=not match["symbol"] and not match["year"])
        return True

    def _inverted(self, hit: _Hit) -> bool:
        """Read "Quyết định của Thủ tướng Chính phủ số 749/QĐ-TTg ngày 03/6/2020", also with the day alone."""
        by = parts.BY.match(self.text, self.words.ends[hit.stop - 1])
        first = self.words.index_at(by.end()) if by else hit.stop
        if not by and not (self._is_name(hit) and first < len(self.words.forms) and self.words.forms[first][0].isupper()):
            return False
        stop = match_issuer(self.words, first)
        if stop is None or hit.kind.is_abbreviation:
            return False
        issuer = self._slice(first, stop)
        end = self.words.ends[stop - 1]
        match = _NUMBERED.match(self.text, end)
        start = self.words.starts[hit.first]
        if match is not None and not match["middle"] and (match["symbol"] or match["sign"]):
            citation = self._complete(start, match, hit.kind.code, "citation.issuer_first", issuer=issuer)
            self._add(citation)
            self._list(citation, hit, bare=not match["symbol"] and not match["year"])
            return True
        day = parts.match_date(self.text, end)
        if by and day is not None and day.date is not None and not day.comma and self._is_name(hit):
            span = Span(start, day.end)
            self._add(Citation(span, span.of(self.text), hit.kind.code, date=day.date, issuer=issuer, rule="citation.dated"))
            return True
        return False

    def _blank(self, hit: _Hit, end: int) -> bool:
        """Read "Tờ trình số   /TTr-SYT ngày 05/8/2025": known by its day, as long as it is no caption."""
        match = _BLANK.match(self.text, end)
        if match is None:
            return False
        day = parts.match_date(self.text, match.end())
        start = self.words.starts[hit.first]
        if day is None or day.date is None or _ENCLOSED.search(self.text[max(0, start - 45) : start]):
            self.reach = max(self.reach, match.end())
            return True
        stop = self._issuer_after(day.end)
        span = Span(start, stop[0] if stop else day.end)
        symbol = parts.clean_symbol(match["symbol"])
        self._add(Citation(span, span.of(self.text), hit.kind.code, symbol=symbol, date=day.date, issuer=stop[1] if stop else None, rule="citation.blank_number"))
        return True

    def _named(self, hit: _Hit, end: int) -> None:
        """Read a document without a number: by its day, a congress, or the full name of a scheme."""
        if not self._is_name(hit):
            return
        start, code = self.words.starts[hit.first], hit.kind.code
        if code in _DATED:
            day = parts.match_date(self.text, end)
            if day is not None and day.date is not None and not day.comma:
                issuer = self._issuer_after(day.end)
                span = Span(start, issuer[0] if issuer else day.end)
                self._add(Citation(span, span.of(self.text), code, date=day.date, issuer=issuer[1] if issuer else None, rule="citation.dated"))
                return
        if code == "nghi_quyet":
            match = _CONGRESS.match(self.text, end)
            if match is not None:
                span = Span(start, match.end())
                self._add(Citation(span, span.of(self.text), code, rule="citation.congress"))
        elif code in ("de_an", "chuong_trinh", "ke_hoach"):
            match = _QUOTED.match(self.text, end) or (_SCHEME.match(self.text, end) if code == "de_an" else None)
            if match is not None:
                span = Span(start, match.end())
                title = re.sub(r"[\"“”]", "", " ".join(span.of(self.text).split()))
                self._add(Citation(span, span.of(self.text), code, title=title, rule="citation.scheme"))

    def _law(self, hit: _Hit) -> None:
        """Read "Luật Đầu tư công số 58/2024/QH15", "Luật Đất đai năm 2024", "Hiến pháp"."""
        words, text = self.words, self.text
        if hit.kind.code == "luat" and hit.first and words.keys[hit.first - 1] in ("các", "những"):
            members = laws.list_members(words, hit.stop)
            if len(members) > 1:
                for first, stop in members:
                    span = Span(words.starts[first], words.ends[stop - 1])
                    self._add(Citation(span, span.of(text), "luat", title=f"Luật {' '.join(span.of(text).split())}", rule="citation.law_list"))
                return
        if hit.kind.code == "hien_phap":
            if not words.forms[hit.first][0].isupper():
                return
            country = re.match(r"\s(?i:nước cộng h[oò][aà] xã hội chủ nghĩa việt nam)", text[words.ends[hit.stop - 1] :][:60])
            stop = hit.stop + 9 if country else hit.stop
        else:
            found = laws.title_end(words, hit.first, hit.stop)
            if found is None:
                return
            stop = found
        start, end = words.starts[hit.first], words.ends[stop - 1]
        title = self._slice(hit.first, stop) if stop > hit.stop or hit.kind.code == "hien_phap" else None
        number = laws.LAW_NUMBER.match(text, end)
        end = number.end() if number else end
        year = laws.YEAR_TAIL.match(text, end)
        end = year.end() if year else end
        day = parts.match_date(text, end)
        if day is not None and day.date is not None and not self._begins_clause(day):
            end = day.end
        else:
            day = None
        issuer = self._issuer_after(end)
        end = issuer[0] if issuer else end
        place = parts.match_place(text, start)
        span = Span(start, end)
        self._add(
            Citation(
                span, span.of(text), hit.kind.code,
                number=parts.clean_number(number["number"]) if number else None,
                year=parts.full_year(number["year"]) if number else None,
                symbol=parts.clean_symbol(number["symbol"]) if number else None,
                date=day.date if day else None, issuer=issuer[1] if issuer else None, title=title,
                article=place.article, clause=place.clause, point=place.point,
                rule="citation.law" if title else "citation.law_number",
            )
        )  # fmt: skip

    def _add_untyped(self) -> None:
        """Read a number that names its type by its symbol alone: "theo 57-NQ/TW", a cell "12/KH-UBND"."""
        spans = sorted(citation.span for citation in self.found)
        taken = 0
        for match in _UNTYPED.finditer(self.text):
            start = match.start()
            while taken < len(spans) and spans[taken].end <= start:
                taken += 1
            if (taken < len(spans) and spans[taken].start < match.end()) or start < 0:
                continue
            before = self.text[max(0, start - 24) : start]
            if before[-1:].isalnum() or before[-1:] in "/-–.," or _FORM_BEFORE.search(before) or _OWN_SIGN.search(before):
                continue
            code = _type_of_symbol(parts.clean_symbol(match["symbol"]))
            if code is None:
                continue
            sign = re.search(r"(?i:số)\s{0,3}:?\s{0,3}\Z", before)
            self._add(self._complete(start - len(sign.group()) if sign else start, match, code, "citation.untyped", issuer=None))

    # -- parts --------------------------------------------------------------------------------------------------------

    def _complete(self, start: int, match: re.Match[str], code: str, rule: str, *, issuer: str | None) -> Citation:
        """Add to type and number what follows: the day of issue and who issued it, in either order."""
        text = self.text
        end = match.end()
        date = None
        is_bare = match["symbol"] is None and match["year"] is None
        for _ in range(2):
            day = parts.match_date(text, end) if date is None else None
            if day is not None and not self._begins_clause(day):
                date, end = day.date, day.end
            if issuer is None:
                by = self._issuer_after(end)
                if by is not None and not (is_bare and code in ("de_an", "chuong_trinh") and not _CENTRAL.match(by[1])):
                    end, issuer = by
        if issuer is None:
            issuer = subject_issuer(self.words, start)
        place = parts.match_place(text, start)
        span = Span(start, end)
        return Citation(
            span, span.of(text), code,
            number=parts.clean_number(match["number"]), year=parts.full_year(match["year"]),
            symbol=parts.clean_symbol(match["symbol"]) if match["symbol"] else None,
            date=date, issuer=issuer, article=place.article, clause=place.clause, point=place.point, rule=rule,
        )  # fmt: skip

    def _list(self, head: Citation, hit: _Hit, *, bare: bool) -> None:
        """Read the further numbers of "các Nghị định số 40/2025/NĐ-CP, 109/2025/NĐ-CP", each a citation of that type."""
        members = [head]
        while True:
            match = _NEXT.match(self.text, members[-1].span.end)
            if match is None:
                break
            follows = _BARE_FOLLOWS.match(self.text, match.end())
            if not match["symbol"] and not (match["year"] and members[-1].year and follows) and not (bare and follows and len(match["number"]) > 1):
                break
            start = match.start("sign") if match["sign"] else match.start("number")
            member = self._complete(start, match, head.doc_type, "citation.listed", issuer=None)
            if member.issuer is None and head.issuer is not None and head.issuer not in head.text:
                member = replace(member, issuer=head.issuer)
            members.append(member)
            self._add(member)
        last = members[-1]
        if len(members) > 1 and last.issuer is not None and last.issuer in last.text and all(m.issuer is None for m in members[:-1]):
            known = {id(member) for member in members}
            self.found = [replace(c, issuer=last.issuer) if id(c) in known and c.issuer is None else c for c in self.found]

    def _issuer_after(self, end: int) -> tuple[int, str] | None:
        by = parts.BY.match(self.text, end)
        if by is None:
            return None
        first = self.words.index_at(by.end())
        if first >= len(self.words.starts) or self.words.starts[first] != by.end():
            return None
        stop = match_issuer(self.words, first)
        return (self.words.ends[stop - 1], self._slice(first, stop)) if stop is not None else None

    def _begins_clause(self, day: parts.DateTail) -> bool:
        """Tell whether a day after a comma opens what follows ("…, ngày 15/3/2025, UBND tỉnh đã họp")."""
        if not day.comma:
            return False
        after = re.match(r"\s?,?\s", self.text[day.end : day.end + 3])
        if after is None:
            return False
        index = self.words.index_at(day.end + after.end())
        if index >= len(self.words.forms) or not self.words.forms[index][0].isupper():
            return False
        return type_name_book().longest(self.words.keys, index) is None

    def _is_bare(self, hit: _Hit, match: re.Match[str]) -> bool:
        """Tell whether a number without symbol still names a document: "Nghị quyết 05", not "Kế hoạch 5 năm"."""
        code, number, end = hit.kind.code, match["number"], match.end()
        if code in _NEVER_BARE or match["middle"] or not number[0].isdigit():
            return False
        signed = match["sign"] is not None
        day = parts.match_date(self.text, end)
        follows = _BARE_FOLLOWS.match(self.text, end) is not None or day is not None
        if not follows or re.match(r"[.,]\d|\s?%|/", self.text[end : end + 3]):
            return False
        if re.fullmatch(r"(?:19|20)\d\d", number) and not (signed or (day is not None and day.date)):
            return False
        if hit.kind.is_abbreviation:
            return code in _BARE_ABBREVIATIONS or signed
        name = self._is_name(hit)
        if signed:
            return name or number.startswith("0") or len(number) > 1
        if code in _BARE:
            return (name and (len(number) > 1 or code not in ("chuong_trinh", "quyet_dinh"))) or number.startswith("0")
        return name and len(number) > 1 and (day is not None or (code in ("ke_hoach", "cong_van", "van_ban") and parts.BY.match(self.text, end) is not None))

    def _is_name(self, hit: _Hit) -> bool:
        return self.words.forms[hit.first][0].isupper()

    def _slice(self, first: int, stop: int) -> str:
        return " ".join(self.text[self.words.starts[first] : self.words.ends[stop - 1]].split())

    def _add(self, citation: Citation) -> None:
        self.found.append(citation)
        self.reach = max(self.reach, citation.span.end)


_AGENCY = re.compile(r"(?:UBND|HĐND|VPCP|VPUB|VPTW|VP|UBMTTQ|B[A-ZĐ]{2,6}|S[A-ZĐ]{2,6}|TU|ĐU|HU|CP|BCĐ|TTCP|NHNN|TANDTC|VKSTC|VKSNDTC)\d*")


def _type_of_symbol(symbol: str) -> str | None:
    """Give the type that a symbol alone stands for: "NQ/TW" a resolution, "UBND-NC" an official letter."""
    units = re.split(r"[-/]", symbol)
    for unit in units:
        code = doc_type_of_abbreviation(unit)
        if code is not None and len(units) > 1:
            return code
    if re.fullmatch(r"QH\d{1,2}", symbol):
        return "luat"
    if len(units) > 1 and _AGENCY.fullmatch(units[0]) and len(units[1]) > 1:
        return "cong_van"
    return None


def find_citations(text: str, *, blocked: Sequence[Span] = (), own: tuple[str, str | None] | None = None) -> list[Citation]:
    """Find the citations of a text, sorted by span; the spans refer to its NFC form.

    `blocked` are spans where none is looked for (the letterhead's own number); `own` is the number and symbol of the
    document itself, whose mentions ("Ban hành kèm theo Quyết định số …") are no citations.
    """
    found = _Finder(nfc(text), blocked).run()
    if own is None:
        return found
    number, symbol = parts.clean_number(own[0]), parts.clean_symbol(own[1]).casefold() if own[1] else None
    return [c for c in found if c.number != number or (c.symbol or "").casefold() != (symbol or "")]
