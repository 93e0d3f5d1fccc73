"""Reads the top of a document line by line: names of offices, title, subject, up to where the body begins."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto

from vanban.lexicon.doc_types import doc_type_of
from vanban.model import BlockKind, Document, Span
from vanban.structure.formulas import MOTTO, NAME_OF_TYPE, ORGANIZATION, OTHER_PAPER, TITLE, opens_office
from vanban.structure.layout import Row, lay_out, rows_of
from vanban.structure.number import DateLine, NumberLine, find_date_lines, find_number_lines
from vanban.structure.shapes import is_caps
from vanban.text import fold, leading_marker

_LONGEST = 6000  # characters; no letterhead reaches further
_MOST_BLOCKS = 80
_MOTTO_WITHIN = 2500

_ABOUT = re.compile(r"v\s?[/.]\s?v\b\s*:?\s*|ve viec\b\s*:?\s*")
_TO = re.compile(r"kinh (?:g[uo]i|trinh)\b|[^.;:]{4,90}\bdien\s*:\Z")  # "… ĐIỆN:" in an urgent telegram
_SECRECY = re.compile(r"\W*(?:do mat\W*)?(?P<level>tuyet mat|toi mat|mat)\W*")
_STAMP = re.compile(
    r"\W*(?:(?:hoa toc|thuong khan|khan|ban sao|sao y|ban chinh|luu hanh noi bo|mau (?:so|dau)|trang \d|page \d)\b.*"
    r"|\(?du thao\b(?! \w+ \w).*)"
)
_SIGNED = re.compile(r"(?:ky boi|nguoi ky|email|co quan|thoi gian ky|ngay ky|chuc vu|signature|signed)\b")
_BODY = re.compile(
    r"""
    can\ cu\b | thuc\ hien\  | xet\  | tiep\ theo\b | nham\  | qua\  | phuc\ dap | thi\ hanh\  | hom\ nay | duoc\ su
  | theo\ (?:de\ nghi|cong\ van|van\ ban|tinh\ than|chi\ dao|yeu\ cau|su|quy\ dinh|ke\ hoach|chuong\ trinh)
  | trong\ (?:nam|thang|quy|thoi|nhung|boi|ky|\d) | sau\ (?:khi|hon|mot|\d) | tra\ loi\ (?:cong|van)
  | de\ (?:trien|thuc|tiep|kip|bao|dam|tang|nang|chuan|day|co\b) | kinh\ (?:gui|trinh|thua) | tren\ co\ so
  | nam\ (?:hoc\ )?\d{4}[\d\s-]*, | ngay\ \d | ngay\ tu\b | thang\ \d{1,2}\b.*, | quy\ [iv]+\b.*,
  | vua\ qua | thoi\ gian\ qua | toi\ ten | ho\ va\ ten | (?:bo\ truong|chinh\ phu|thu\ tuong|uy\ ban).*ban\ hanh
    """,
    re.VERBOSE,
)
_IN_TITLE = re.compile(r"của .{2,80}\bsố\b|của [^,.;]{2,60}\Z|liên tịch\b|số\b")
_SENTENCE = re.compile(  # "Quyết định số 5/QĐ-TTg đã tạo chuyển biến": an act is spoken of, this is no title
    r"\b(?:đã|đang|sẽ) [a-zà-ỹ]|\bđược (?:ban hành|thực hiện|triển khai|áp dụng|\d|coi|xem)|\bcó hiệu lực\b"
    r"|\b(?:quy định|nêu|xác định|yêu cầu|chỉ) rõ\b|[a-zà-ỹ]{2}[.!?]\s+[A-ZĐÀ-Ỹ]"
)
_ISSUING = re.compile(
    r"(?:chinh phu|thu tuong chinh phu|quoc hoi|uy ban thuong vu quoc hoi|chu tich nuoc|bo truong bo .{3,50}"
    r"|(?:chu tich )?(?:uy ban nhan dan|hoi dong nhan dan) .{3,40})\Z"
)
_TELLS = re.compile(  # a headline or a sentence that begins with an office: "Sở Y tế đạt 97,8% kế hoạch"
    r" (?:có|đạt|đã|đang|sẽ|được|không|chưa|đẩy mạnh|tập trung|tăng cường|chủ động|quyết liệt|phát động|hoàn thành"
    r"|ghi nhận|công bố|khẳng định|yêu cầu|đề nghị)\b|\d%|\w{2}[.!?]\Z"
)
_REGION = re.compile(r"(?:tinh|thanh pho|tp|huyen|quan|thi xa|thi tran|xa|phuong|dac khu|viet nam)\b")
_MANNER = re.compile(r"\W+(?:nhanh|tom tat|dot xuat)\Z")  # "BÁO CÁO NHANH" alone on its line
_PAPER = re.compile(  # what a table's title begins with, not the second line of an office's name
    r"(?:bieu|bang|mau so|can doi|phuong an|danh (?:sach|muc)|(?:quyet |du )toan|phu luc|tong hop|ket qua|tinh hinh"
    r"|bao cao)\b"
    r"|(?:thang|nam) \d"
)
_DRAFT = re.compile(r"\W*(?:(?:ban\s+)?du thao\W+|ban\s+)")
_OPEN_END = re.compile(
    r"(?:\b(?:ve|cua|va|cho|tai|theo|trong|den|tu|voi|cac|nhung|mot|so|de|giua|o|la|nam|tinh|xa|phuong)|[-–,(])$"
)


class _State(Enum):
    BEFORE = auto()  # no title seen yet
    ABOUT = auto()  # in the lines after "V/v"
    SUBJECT = auto()  # in the lines under the title
    AFTER = auto()


@dataclass
class Head:
    """What the top of a document says."""

    has_motto: bool = False
    number: NumberLine | None = None
    date: DateLine | None = None
    names: list[Row] = field(default_factory=list)  # lines of the left column that name offices
    is_named: bool = False  # the title of a table came below the names
    title: Row | None = None
    doc_type: str | None = None  # by the title
    is_other_paper: bool = False  # a speech, a form: a title that names no type
    about: bool = False  # the subject stood after "V/v"
    subject: list[Row] = field(default_factory=list)  # its lines
    to: int | None = None  # where "Kính gửi" stands
    secrecy: tuple[str, Span] | None = None
    body: int = 0  # where the body begins

    @property
    def has_letterhead(self) -> bool:
        return self.has_motto or self.number is not None or self.about or self.to is not None


def read_head(document: Document) -> Head:
    head = Head()
    layout = lay_out(document, 0, _head_end(document))
    state = _State.BEFORE
    patience = 12  # rows to look for "Kính gửi" after the subject
    broken = False  # a line of the other column came between the lines of a subject
    for event in _events(layout):
        if not isinstance(event, Row):
            _note(head, event)
            broken = True
            continue
        if not event.text:
            if state is _State.SUBJECT and head.subject:
                state = _State.AFTER
            continue
        head.body = event.span.start
        if _TO.match(event.folded):
            head.to = event.span.start
            break
        if state is _State.BEFORE:
            state = _read_before(head, event)
        elif state in (_State.ABOUT, _State.SUBJECT):
            state = _read_subject(head, event, state, broken=broken)
        broken = False
        if state is _State.AFTER:
            patience -= 1
            if patience < 0 or _opens_body(event):
                break
    return head


def _head_end(document: Document) -> int:
    """Give the offset up to which a letterhead may reach: a table that is no mere layout ends it."""
    end = 0
    for block in document.blocks[:_MOST_BLOCKS]:
        if block.span.start > _LONGEST:
            break
        if block.kind is BlockKind.TABLE and block.table is not None and _is_data(document, block.table):
            break
        end = block.span.end
    return min(end, _LONGEST) if document.blocks else 0


def _is_data(document: Document, index: int) -> bool:
    """Tell a table of data from one that only lays the letterhead out: it fills more than three cells in some row."""
    table = document.tables[index]
    if table.n_columns <= 3:
        return False
    filled = Counter(cell.row for cell in table.cells if cell.span.of(document.text).strip())
    return max(filled.values(), default=0) > 3


def _events(layout: str) -> Iterator[Row | NumberLine | DateLine | Span]:
    """Give the fixed phrases and the rows that are left between them, in order."""
    numbers = _own_numbers(find_number_lines(layout, 0))
    dates = find_date_lines(layout, 0, [number.span for number in numbers])
    mottos = [Span(match.start(), match.end()) for match in MOTTO.finditer(fold(layout[:_MOTTO_WITHIN]))]
    phrases: list[NumberLine | DateLine | Span] = [*numbers, *dates, *mottos]
    position = 0
    for phrase in sorted(phrases, key=_start_of):
        span = phrase if isinstance(phrase, Span) else phrase.span
        if span.start < position:
            continue
        yield from rows_of(layout[position : span.start], position)
        yield phrase
        position = span.end
    yield from rows_of(layout[position:], position)


def _own_numbers(lines: Sequence[NumberLine]) -> list[NumberLine]:
    """Leave out what cites another act: "Căn cứ Nghị định số: 1/2024/NĐ-CP", or any below the own number."""
    own: list[NumberLine] = []
    for line in lines:
        if line.type_name is None or (not own and doc_type_of(line.type_name)):
            own.append(line)
    return own


def _start_of(phrase: NumberLine | DateLine | Span) -> int:
    return phrase.start if isinstance(phrase, Span) else phrase.span.start


def _note(head: Head, phrase: NumberLine | DateLine | Span) -> None:
    if isinstance(phrase, NumberLine):
        if head.number is None and (phrase.type_name is None or doc_type_of(phrase.type_name)):
            head.number = phrase
            if phrase.type_name and head.doc_type is None:
                head.doc_type = doc_type_of(phrase.type_name)
    elif isinstance(phrase, DateLine):
        head.date = head.date or phrase
    else:
        head.has_motto = True


def _read_before(head: Head, row: Row) -> _State:
    """Take a row above the title."""
    secrecy = _SECRECY.fullmatch(row.folded)
    if secrecy is not None and is_caps(row.text.ljust(4, "X")):
        head.secrecy = head.secrecy or (secrecy["level"].replace(" ", "_"), row.span)
        return _State.BEFORE
    if _STAMP.match(row.folded) or _SIGNED.match(row.folded):
        return _State.BEFORE
    about = _ABOUT.match(row.folded)
    if about is not None and (head.has_motto or head.number is not None or row.folded.startswith("v")):
        head.about = True
        _add_subject(head, row, about.end())
        return _State.ABOUT
    if _read_title(head, row):
        return _State.SUBJECT
    if _opens_body(row) or len(row.text) > 200:
        return _State.AFTER
    _read_name(head, row)
    return _State.BEFORE


def _read_name(head: Head, row: Row) -> None:
    """Take a row of the left column if it names an office or goes on with a name."""
    if len(row.text) > 120:
        return
    if _PAPER.match(row.folded):
        head.is_named = bool(head.names)
        return
    if head.is_named:
        return
    if opens_office(row.text, row.folded):
        if is_caps(row.text) or (len(row.text) <= 50 and not _TELLS.search(row.text)):
            head.names.append(row)
    elif head.names and (row.text.isupper() or is_caps(row.text) or row.text[0].islower() or _REGION.match(row.folded)):
        head.names.append(row)


def _read_title(head: Head, row: Row) -> bool:
    """Take a row that is the title, or begins with it."""
    paper = OTHER_PAPER.match(row.folded)
    if paper is not None and (is_caps(row.text[: paper.end()].ljust(4, "X")) or paper.end() == len(row.folded)):
        head.title, head.is_other_paper = row, True
        _add_subject(head, row, paper.end())
        return True
    match = NAME_OF_TYPE.match(row.folded)
    draft = _DRAFT.match(row.folded)
    if match is None and draft is not None:
        match = NAME_OF_TYPE.match(row.folded, draft.end())
    if match is None:
        return False
    name, rest = row.text[match.start() : match.end()], row.after(match.end()).text
    capital = name == name.upper()
    first = row.span.start < 200
    if rest and not capital and not (first and _IN_TITLE.match(rest)):
        return False
    if rest and not capital and not head.has_letterhead and _SENTENCE.search(rest):
        return False
    if not rest and not (capital or name[0].isupper() or head.has_motto or first):
        return False
    head.title, head.doc_type = row, doc_type_of(name)
    manner = _MANNER.match(row.folded, match.end())
    _add_subject(head, row, manner.end() if manner is not None else match.end())
    return True


def _read_subject(head: Head, row: Row, state: _State, *, broken: bool) -> _State:
    """Take a row below "V/v" or the title."""
    if state is _State.ABOUT and _read_title_after(head, row):
        return _State.SUBJECT
    if head.doc_type == "thong_tu" and not head.subject and row.folded.startswith("lien tich"):
        head.doc_type = "thong_tu_lien_tich"
        _add_subject(head, row, len("lien tich"))
        return state
    if _ends_subject(head, row, broken=broken):
        return _State.AFTER
    about = _ABOUT.match(row.folded) if not head.subject else None
    _add_subject(head, row, about.end() if about is not None and row.folded.startswith(("v/", "v /", "v.")) else 0)
    return state


def _read_title_after(head: Head, row: Row) -> bool:
    match = NAME_OF_TYPE.match(row.folded)
    if match is None or match.end() < len(row.folded) or row.text != row.text.upper():
        return False
    head.title, head.doc_type, head.subject, head.about = row, doc_type_of(row.text), [], False
    return True


def _add_subject(head: Head, row: Row, skip: int = 0) -> None:
    rest = row.after(skip) if skip else row
    if rest.text:
        head.subject.append(rest)


def _ends_subject(head: Head, row: Row, *, broken: bool) -> bool:
    first = not head.subject
    if row.text[0] in "([" or _opens_heading(row):
        return True
    if row.folded.startswith("can cu"):
        return True
    if first:
        return len(row.text) > 60 and _BODY.match(row.folded) is not None and row.text[-1] in ".;:,"
    if row.text[0].islower():
        return len(row.text) > 300
    if _BODY.match(row.folded):
        return True
    last = head.subject[-1]
    in_title = len(head.subject) == 1 and re.search(r"\bso\W{0,3}\d", last.folded) is not None  # the oldest layout
    if broken or (len(row.text) > 160 and not in_title) or len(last.text) > 200 or len(head.subject) >= 10:
        return True
    if any(row.folded == name.folded for name in head.names):
        return True
    if _ISSUING.match(row.folded) and re.search(r"\b(?:cua|va|cho|tai|theo|ve|voi|do)\Z", last.folded) is None:
        return True
    if not is_caps(row.text):
        return row.text[-1] in ":;" or (row.text[-1] == "." and _OPEN_END.search(last.folded) is None)
    if TITLE.match(row.folded) or ORGANIZATION.match(row.folded):  # a post or an office above the legal bases
        return _OPEN_END.search(last.folded) is None
    return not is_caps(last.text) and row.text[-1] == ":"


def _opens_heading(row: Row) -> bool:
    marker = leading_marker(row.text)
    return marker is not None and marker.kind not in ("bullet", "letter")


def _opens_body(row: Row) -> bool:
    return _opens_heading(row) or (len(row.text) > 60 and _BODY.match(row.folded) is not None)
