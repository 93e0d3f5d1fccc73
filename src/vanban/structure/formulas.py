"""The fixed phrases of letterhead and signature, as patterns on folded text (fold keeps offsets).

Source: Nghị định 30/2020/NĐ-CP, Phụ lục I; Hướng dẫn 36-HD/VPTW for documents of the Party.
"""

from __future__ import annotations

import re

from vanban.lexicon.doc_types import doc_types
from vanban.structure.shapes import is_caps
from vanban.text import fold, squeeze

MOTTO = re.compile(
    r"cong\s+hoa\s+xa\s+hoi\s+chu\s+nghia\s+viet\s+nam\b"
    r"|\bdoc\s+lap\s*\W{1,5}\s*tu\s+do\s*\W{1,5}\s*hanh\s+phuc\b"
    r"|(?m:^)\W*dang\s+cong\s+san\s+viet\s+nam(?=\W*$)"
    # the youth union's, not where it names the office above others
    r"|(?<=\n)[^\w\n]*doan\s+tncs\s+ho\s+chi\s+minh(?=[^\w\n]*$)",
    re.MULTILINE,
)

_OF_MOTTO = ("chu nghia viet nam", "hanh phuc", "cong san viet nam", "tncs ho chi minh")  # in each of them, squeezed

# What opens the name of an office. The look-aheads keep out words that only begin alike ("ban hành", "phòng chống").
ORGANIZATION = re.compile(
    r"""
    (?: uy\ ban (?!\ nay) | ubnd | ubmttq | hoi\ dong | hdnd | bch\b | doan\ (?!ket|vien\b|cong\ tac)
      | bo\ (?!may|phan|luat|tieu|so\b) | so\ (?!\d|:) | ban\ (?!hanh|tin|do\b|le\b|than\b|sao\b|giao\b)
      | (?:tong\ |chi\ )?cuc\ (?!bo\b|dien\b|truong\b) | vu\ (?!viec|an\b|truong\b) | van\ phong | to\ cong\ tac
      | phong\ (?!,|chong|ngua|benh|trao|van|tranh) | trung\ tam | tram\ (?!trong) | hat\ kiem | doi\ quan
      | cong\ an | quan\ khu | hai\ quan | kiem\ lam | thanh\ tra (?!,|\ viec) | toa\ an | kiem\ toan\ nha
      | (?:tinh|thanh|huyen|quan|thi)\ (?:uy|doan) | (?:xa|phuong)\ doan | dang\ (?:uy|bo|doan) | chi\ bo
      | chinh\ phu | quoc\ hoi | thu\ tuong | chu\ tich\ nuoc | hoi\ (?!nghi|nhap|thao|hop|truong)
      | lien\ (?:doan|hiep|minh|tich) | mat\ tran | truong\ (?!hop|ban\b|phong\b|thon\b|khoa\b) | hoc\ vien
      | vien\ (?!tro|phi|chuc|dan) | benh\ vien | khoa\ (?!hop|hoc) | dai\ hoc | thu\ vien | bao\ tang
      | nha\ (?:xuat|hat|thieu|van)
      | (?:tong\ )?cong\ ty | tap\ doan | ngan\ hang | kho\ bac | xi\ nghiep | hop\ tac\ xa | buu\ dien | vnpt\b
      | viettel
      | bao\ (?:hiem|dien|nhan) | thue\ (?:tinh|thanh|co) | thong\ ke\ tinh | dai\ (?:phat|truyen|khi|tieng) )
    """,
    re.VERBOSE,
)

# First words of offices that other words look like once folded: "Sổ", "Số", "Bổ sung", "Hỏi", "Việc".
_FIRST_WORDS = {
    "bo": "bộ", "so": "sở", "cuc": "cục", "vu": "vụ", "hoi": "hội", "vien": "viện", "ban": "ban", "phong": "phòng",
    "khoa": "khoa", "tram": "trạm", "nha": "nhà", "dai": "đài", "hat": "hạt",
}  # fmt: skip


def opens_office(text: str, folded: str | None = None) -> bool:
    """Tell whether a text begins as the name of an office, also one typed without diacritics; it may come folded."""
    if ORGANIZATION.match(fold(text) if folded is None else folded) is None:
        return False
    first = text.split(maxsplit=1)[0].casefold()
    return first == fold(first) or first == _FIRST_WORDS.get(fold(first), first)


_POSTS = r"""
    chu\ tich | giam\ doc | tong\ giam\ doc | chanh\ (?:van\ phong|thanh\ tra|an|nhan\ vien) | bo\ truong | thu\ truong
  | (?:tong\ |chi\ )?cuc\ truong | cuc\ pho | vu\ truong | hieu\ truong | vien\ (?:truong|pho) | bi\ thu | tong\ bi\ thu
  | truong\ (?:ban|phong|doan|khoa|thon|tram|dai|tieu\ ban|cong\ an|bo\ phan|chi\ nhanh) | chu\ nhiem | thu\ tuong
  | (?:to|doi|tram|hat|ke\ toan|chi\ huy)\ truong | chinh\ uy | tu\ lenh | (?:tong\ )?thu\ ky | tong\ bien\ tap
  | thong\ doc | tong\ (?:thanh\ tra|kiem\ toan) | quan\ doc | kiem\ soat\ vien | thuong\ truc | uy\ vien | dai\ dien
  | nguoi\ (?:lap|bao\ cao|trinh\ bay) | chu\ toa | chu\ tri
"""
TITLE = re.compile(rf"(?:(?:quyen|q\.|nguyen|pho\ tong|pho|thuong\ truc)\s+)*(?:{_POSTS})\b", re.VERBOSE)
AUTHORITY = re.compile(
    r"(?:t\s?[./]?\s?m|k\s?[./]?\s?t|t\s?[./]?\s?l|t\s?[./]?\s?u\s?[./]?\s?q)(?:[./]\s*|\s+(?=[a-z]))(?=[a-z])"
)

NAME_OF_TYPE = re.compile(
    r"(?:"
    + "|".join(sorted({fold(kind.name).replace(" ", r"\s+") for kind in doc_types()}, key=len, reverse=True))
    + r")\b"
)
# Papers that have no code of their own.
OTHER_PAPER = re.compile(
    r"""
    (?:ban\ |bai\ |bao\ cao\ )? (?:tham\ luan|phat\ bieu|dien\ van|dien\ tu)\b
  | loi\ (?:khai\ mac|be\ mac|phat\ bieu|tua|noi\ dau) | don\ (?:xin|de\ nghi|dang\ ky|khieu\ nai|to\ cao)\b
  | phieu\ (?!gui|chuyen|bao) | giay\ (?!uy|moi|gioi|nghi) | to\ khai\b | mau\ so\b | ban\ (?:cam\ ket|kiem\ diem|tin)\b
    """,
    re.VERBOSE,
)

_LINES = re.compile(
    r"so\s*:|v/v\b|kinh (?:g[uo]i|trinh|thua)\b|noi (?:nhan\b|gui\s*:?$)|\(?(?:da ky|ky so)\b"
    r"|(?:quyet (?:nghi|dinh)|ket luan)\s*:?$|muc luc$|\W*$"
)


def is_formula(text: str) -> bool:
    """Tell whether a line belongs to letterhead or signature, so that its capitals make no heading."""
    folded = fold(text).strip(" *_#|:.")
    squeezed = squeeze(folded)
    if any(words in squeezed for words in _OF_MOTTO) and MOTTO.search(folded):
        return True
    if _LINES.match(folded) or AUTHORITY.match(folded):
        return True
    for pattern in (NAME_OF_TYPE, OTHER_PAPER):
        match = pattern.match(folded)
        if match is not None and match.end() == len(folded):
            return True
    return (
        len(folded) <= 90
        and is_caps(text)
        and (ORGANIZATION.match(folded) is not None or TITLE.match(folded) is not None)
    )
