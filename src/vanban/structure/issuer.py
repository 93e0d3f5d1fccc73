"""Who issued a document: the left column of the letterhead, else what caption and text say.

Source: Nghị định 30/2020/NĐ-CP, Phụ lục I, mục II.2 (cơ quan chủ quản above cơ quan ban hành).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from vanban.model import Span
from vanban.structure.formulas import ORGANIZATION, opens_office
from vanban.structure.layout import Row
from vanban.text import fold, squeeze

# Names that are not whole by themselves; an office in the next line belongs to them.
_UNFINISHED = re.compile(
    r"""
    (?: van\ phong | ban\ (?:quan\ ly|chi\ dao|can\ su\ dang|thuong\ vu|chap\ hanh) | thanh\ tra | hoi\ dong
      | dang\ (?:uy|doan)
      | trung\ tam | to\ cong\ tac | cong\ doan | doan\ thanh\ nien.* | lien\ doan\ lao\ dong | thuong\ truc
      | hoi\ (?:nong\ dan|cuu\ chien\ binh|lien\ hiep\ phu\ nu) | uy\ ban\ (?:kiem\ tra|mat\ tran.*) )\Z
  | .*(?:\bva|\bcua|\bve|[-–,&])\Z
    """,
    re.VERBOSE,
)
_FUSED = re.compile(
    r"""
    (?:ubnd|uy\ ban\ nhan\ dan|hdnd|hoi\ dong\ nhan\ dan)
    \ (?:tinh|thanh\ pho|tp\.?|huyen|quan|thi\ xa|thi\ tran|xa|phuong|dac\ khu) \ \S+ (?:\ \S+){0,4}? [ ]
    (?= (?:so|van\ phong|ban|phong|chi\ cuc|trung\ tam|truong|thanh\ tra|cong\ an|benh\ vien|vien|hat|doi|mat\ tran)\b )
  | bo\ \S+ (?:\ \S+){0,6}? \ (?=(?:tong\ cuc|cuc|vien|truong|benh\ vien|hoc\ vien|trung\ tam|thanh\ tra)\b)
    """,
    re.VERBOSE,
)
_SAYS = re.compile(
    r"""
    (?: xin\ (?:tham|phát|trình|trân)
      | (?:xin\ )?báo\ cáo | trân\ trọng | kính\ (?:báo|trình|đề|gửi) | tổng\ hợp | ban\ hành | xây\ dựng | trình
      | đề\ nghị
      | có\ ý\ kiến | nhận\ được | thông\ báo | đã\ (?:ban|tổ|chỉ|triển|phối) | tiến\ hành | kiến\ nghị | hướng\ dẫn
      | yêu\ cầu | giải\ trình | triển\ khai )\b
    """,
    re.VERBOSE,
)
_NAME_END = re.compile(
    r"""
    [,;.:()\[\]\n"“”] | \s[-–]\s (?!(?:Thương\ binh|Xã\ hội|Hạ\ tầng|Kế\ hoạch)\b)
  | \s(?: về | ngày | đối\ với | trong | năm | quý | tháng | đề\ nghị | kính | trân\ trọng | như\ sau | cụ\ thể | gửi
        | để | tại | hướng\ dẫn | ban\ hành | quy\ định | và\ (?:các|định|nhiệm) | phục\ vụ | \d )\b
    """,
    re.VERBOSE,
)


_OF = re.compile(r"\bcủa (?=[A-ZĐỦ])")
_KIND = re.compile(r"\W*trên đây là (?:toàn bộ |một số )?(?:nội dung )?(?:[^\W\d_]+ [^\W\d_]+)", re.IGNORECASE)
_NO_OFFICE = re.compile(r"[,;:.()]|\b(?:sẽ|đã|đang|phải|cần|được|có trách nhiệm)\Z")  # a clause about somebody
_OTHERS = re.compile(  # "phục vụ Đoàn Thanh tra của …", "thực hiện Kế hoạch số … của …" name somebody else
    r"\b(?:đoàn|tổ|lãnh đạo|chủ tịch|giám đốc|bộ trưởng|đại biểu|cử tri|thành viên|đồng chí|chỉ đạo|yêu cầu|ý kiến"
    r"|kiến nghị|văn bản|công văn|kế hoạch|nghị quyết|quyết định|chỉ thị|thông báo|chương trình|nghị định|luật)\b"
    r"[^,;]*\Z",
    re.IGNORECASE,
)
_GENERAL = re.compile(r"\b(?:tinh|thanh pho|huyen|quan|xa|phuong|thi xa|so|ban)\Z")


def join_names(rows: Sequence[Row]) -> list[list[Row]]:
    """Join the lines of the left column into names, from the superior office to the one that issues."""
    names: list[list[Row]] = []
    for row in (part for whole in rows for part in _unfuse(whole)):
        if names and not _begins_name(names[-1], row):
            names[-1].append(row)
        else:
            names.append([row])
    return names


def _unfuse(row: Row) -> list[Row]:
    """Cut "UBND TỈNH X SỞ Y TẾ" where the second office begins."""
    match = _FUSED.match(row.folded)
    if match is None or not ORGANIZATION.match(row.folded, match.end()):
        return [row]
    cut = match.end()
    upper = Row(Span(row.span.start, row.span.start + cut - 1), row.text[: cut - 1], row.folded[: cut - 1])
    return [upper, Row(Span(row.span.start + cut, row.span.end), row.text[cut:], row.folded[cut:])]


def _begins_name(above: Sequence[Row], row: Row) -> bool:
    if not ORGANIZATION.match(row.folded):
        return False
    return _UNFINISHED.match(" ".join(part.folded for part in above)) is None


def choose_office(text: str, candidates: Sequence[Span | None]) -> Span | None:
    """Give the first office; "UBND tỉnh" gives way to one that says which ("Ủy ban nhân dân tỉnh Lào Cai")."""
    found = [span for span in candidates if span is not None]
    if not found:
        return None
    general = _plain(found[0].of(text))
    fuller = (span for span in found[1:] if _plain(span.of(text)).startswith(general + " "))
    return next(fuller, found[0]) if _GENERAL.search(general) else found[0]


def _plain(office: str) -> str:
    return squeeze(fold(office)).replace("uy ban nhan dan", "ubnd").replace("hoi dong nhan dan", "hdnd")


def find_named_in_closing(text: str, closing: Span) -> list[Span | None]:
    """Find whose paper a closing formula ends: "Trên đây là báo cáo … của Sở Y tế"."""
    found = []
    for of in _OF.finditer(text, *closing):
        said = text[closing.start : of.start()]
        kind = _KIND.match(said)
        if _OTHERS.search(said[kind.end() if kind else 0 :]) is None:
            found.append(find_named_after(text, of.end(), closing.end))
    return found


def find_named_after(text: str, start: int, end: int) -> Span | None:
    """Give the office whose name begins exactly at `start` in running text."""
    stop = _NAME_END.search(text, start, end)
    stop_at = stop.start() if stop is not None else end
    name = text[start:stop_at].rstrip()
    if not name or len(name) > 120 or not name[0].isupper() or not opens_office(name):
        return None
    return Span(start, start + len(name))


def find_speaker(text: str, start: int, end: int) -> Span | None:
    """Find who says what the opening announces: "…, Sở Y tế báo cáo kết quả như sau:"."""
    for said in _SAYS.finditer(text, start, end):
        for begin in _clause_starts(text, start, said.start()):
            name = text[begin : said.start()].rstrip()
            if _is_office(name):
                return Span(begin, begin + len(name))
    return None


def _is_office(name: str) -> bool:
    if not 4 <= len(name) <= 110 or not name[0].isupper() or _NO_OFFICE.search(name):
        return False
    return opens_office(name)


def _clause_starts(text: str, start: int, end: int) -> Iterator[int]:
    """Give where clauses begin before `end`, nearest first."""
    at = end
    for _ in range(3):
        cut = max(text.rfind(mark, start, at) for mark in (", ", ". ", "; ", "\n"))
        if cut < 0:
            if at > start:
                yield start
            return
        begin = cut + (1 if text[cut] == "\n" else 2)
        yield begin
        at = cut
