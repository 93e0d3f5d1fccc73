"""The fixed phrases of letterhead and signature, as patterns on folded text (fold keeps offsets).

Source: Nghị định 30/2020/NĐ-CP, Phụ lục I; Hướng dẫn 36-HD/VPTW for documents of the Party.
"""

from __future__ import annotations

import re

from vanban.lexicon.doc_types import doc_types
from vanban.structure.shapes import is_caps
from vanban.text import fold

MOTTO = re.compile(
    r"cong\s+hoa\s+xa\s+hoi\s+chu\s+nghia\s+viet\s+nam\b"
    r"|\bdoc\s+lap\s*\W{1,5}\s*tu\s+do\s*\W{1,5}\s*hanh\s+phuc\b"
    r"|(?m:^)\W*dang\s+cong\s+san\s+viet\s+nam(?=\W*$)",
    re.MULTILINE,
)

# What opens the name of an organisation; the look-aheads keep out words that only begin alike ("ban hành", "phòng chống").
ORGANIZATION = re.compile(
    r"""
    (?: uy\ ban (?!\ nay) | ubnd | ubmttq | hoi\ dong | hdnd | so\ (?!\d|:) | bo\ (?!may|phan|luat|tieu|so\b)
      | ban\ (?!hanh|tin|do\b|le\b|than\b|sao\b|giao\b) | (?:tong\ |chi\ )?cuc\ (?!bo\b|dien\b|truong\b) | vu\ (?!viec|an\b)
      | van\ phong | cong\ an | tinh\ (?:uy|doan) | thanh\ (?:uy|doan) | huyen\ (?:uy|doan) | quan\ (?:uy|doan|khu) | thi\ (?:uy|doan)
      | xa\ doan | phuong\ doan | dang\ (?:uy|bo|doan) | chi\ bo | bch\b | doan\ (?!ket|vien\b|cong\ tac) | truong\ (?!hop|ban\b|phong\b|thon\b|khoa\b)
      | trung\ tam | vien\ (?!tro|phi|chuc|dan) | benh\ vien | tram\ (?!trong) | (?:tong\ )?cong\ ty | tap\ doan | ngan\ hang | kho\ bac
      | toa\ an | thanh\ tra (?!,|\ viec) | kiem\ toan\ nha | hoi\ (?!nghi|nhap|thao|hop|truong) | lien\ (?:doan|hiep|minh) | mat\ tran
      | phong\ (?!,|chong|ngua|benh|trao|van|tranh) | hat\ kiem | doi\ quan | chinh\ phu | quoc\ hoi | thu\ tuong | chu\ tich\ nuoc | to\ cong\ tac
      | bao\ (?:hiem|dien|nhan) | thue\ (?:tinh|thanh|co) | thong\ ke\ tinh | dai\ (?:phat|truyen|khi|tieng) | hoc\ vien | dai\ hoc | nha\ (?:xuat|hat|thieu|van) | thu\ vien | bao\ tang
      | hai\ quan | kiem\ lam | buu\ dien | vnpt\b | viettel | khoa\ (?!hop|hoc) | xi\ nghiep | hop\ tac\ xa | lien\ tich )
    """,
    re.VERBOSE,
)

_TITLE_WORDS = (
    r"chu tich|giam doc|tong giam doc|chanh van phong|bo truong|thu truong|cuc truong|tong cuc truong|chi cuc truong|vu truong"
    r"|truong (?:ban|phong|doan|khoa|thon|tram|dai|ban tiep|cong an|bo phan|chi nhanh)|hieu truong|vien truong|vien pho|bi thu|chu nhiem"
    r"|thu tuong|tong bi thu|to truong|chanh (?:thanh tra|an|nhan vien)|chi huy truong|chinh uy|tong thu ky|thu ky|tong bien tap|thong doc"
    r"|tong (?:thanh tra|kiem toan)|doi truong|tram truong|ke toan truong|hat truong|quan doc|thu truong|cuc pho|truong ty"
    r"|nguoi (?:lap|bao cao|trinh bay)|kiem soat vien|dai dien|tu lenh|thuong truc|uy vien|truong tieu ban|chu toa|chu tri"
)
TITLE = re.compile(rf"(?:(?:quyen|q\.|nguyen|pho tong|pho|thuong truc)\s+)*(?:{_TITLE_WORDS})\b")
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
    r"(?:ban |bai |bao cao )?(?:tham luan|phat bieu|dien van|dien tu)\b|dien van|loi (?:khai mac|be mac|phat bieu|tua|noi dau)"
    r"|don (?:xin|de nghi|dang ky|khieu nai|to cao)\b|phieu (?!gui|chuyen|bao)|to khai\b|giay (?!uy|moi|gioi|nghi)|mau so\b|ban (?:cam ket|kiem diem|tin)\b"
)

_LINES = re.compile(
    r"(?:so\s*:|v/v\b|kinh (?:gui|trinh|thua)\b|noi nhan\b|\(?(?:da ky|ky so)\b|quyet (?:nghi|dinh)\s*:?$|ket luan\s*:?$|muc luc$|\W*$)"
)


def is_formula(text: str) -> bool:
    """Tell whether a line belongs to letterhead or signature, so that its capitals make no heading."""
    folded = fold(text).strip(" *_#|:.")
    if MOTTO.search(folded) or _LINES.match(folded) or AUTHORITY.match(folded):
        return True
    match = NAME_OF_TYPE.match(folded)
    if match is not None and match.end() == len(folded):
        return True
    return (
        len(folded) <= 90
        and is_caps(text)
        and (ORGANIZATION.match(folded) is not None or TITLE.match(folded) is not None)
    )
