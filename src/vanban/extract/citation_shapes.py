"""The shapes in which documents are cited, as data: what follows the name of a document type, with examples.

A pattern is matched at the end of the type's name ("Kế hoạch", "QĐ"), unless it says otherwise; what follows the match
(day of issue, issuer, further numbers) is the same for all and is read by `citation_tails`.
Source: Nghị định 30/2020/NĐ-CP, Phụ lục I; Hướng dẫn 36-HD/VPTW for Party documents; documents of 1993-2026 as written.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from vanban.extract import citation_parts as parts
from vanban.extract.rules import Example


@dataclass(frozen=True)
class Shape:
    """One way to cite; `pattern` is verbose and takes linear time."""

    name: str
    pattern: str
    examples: Sequence[Example]
    near_misses: Sequence[str] = ()

    @cached_property
    def regex(self) -> re.Pattern[str]:
        return re.compile(self.pattern, re.VERBOSE)


MIDDLE = r"(?:\s{1,3}(?P<middle>[a-zà-ỹđ]{1,9}(?:\s[a-zà-ỹđ]{1,9}){0,4}?)|\s{0,3}\([^()\n\t]{1,25}\))??"
TAIL = rf"""{parts.YEAR}?
    (?:(?:{parts.SEPARATOR}|\s(?=[A-ZĐ]{{2,5}}[/-][A-ZĐ]{{2}}))  # a slash, a hyphen, or a space: "số 60 TC/CĐKT"
    {parts.SYMBOL})?"""

NUMBERED = Shape(
    "citation.numbered",
    rf"{MIDDLE}[^\S\t]{{0,5}}:?[^\S\t]{{0,5}}(?P<sign>{parts.NUMBER_SIGN})?{parts.NUMBER}{TAIL}",
    (
        Example(
            "theo Nghị quyết số 57-NQ/TW ngày 22/12/2024 của Bộ Chính trị về đột phá",
            "Nghị quyết số 57-NQ/TW ngày 22/12/2024 của Bộ Chính trị",
            {"doc_type": "nghi_quyet", "number": "57", "symbol": "NQ/TW", "issuer": "Bộ Chính trị"},
        ),
        Example(
            "Nghị định 179/2025/NĐ-CP quy định mức hỗ trợ",
            "Nghị định 179/2025/NĐ-CP",
            {"doc_type": "nghi_dinh", "number": "179", "year": 2025, "symbol": "NĐ-CP"},
        ),
        Example(
            "tại Công văn số 1152/SNNMT-QLĐĐ&BVMT, các xã",
            "Công văn số 1152/SNNMT-QLĐĐ&BVMT",
            {"doc_type": "cong_van", "number": "1152", "symbol": "SNNMT-QLĐĐ&BVMT"},
        ),
        Example("Công văn số 77/UBND-KT₂;", "Công văn số 77/UBND-KT₂", {"symbol": "UBND-KT₂"}),
        Example("KẾ HOẠCH 07-KH/BCĐ3715", "KẾ HOẠCH 07-KH/BCĐ3715", {"number": "7", "symbol": "KH/BCĐ3715"}),
        Example("QĐ 58/QĐ-SXD ngày 21/5/2024 về việc", "QĐ 58/QĐ-SXD ngày 21/5/2024", {"doc_type": "quyet_dinh"}),
        Example("Chỉ thị số 200-TTg", "Chỉ thị số 200-TTg", {"doc_type": "chi_thi", "symbol": "TTg"}),
        Example("Nghị định số 29/CP", "Nghị định số 29/CP", {"number": "29", "symbol": "CP"}),
        Example("Thông tư số 60 TC/CĐKT", "Thông tư số 60 TC/CĐKT", {"number": "60", "symbol": "TC/CĐKT"}),
        Example("Nghị định số 212/2024 NĐ-CP", "Nghị định số 212/2024 NĐ-CP", {"year": 2024, "symbol": "NĐ-CP"}),
        Example("Nghị định số 51/98/NĐ-CP", "Nghị định số 51/98/NĐ-CP", {"number": "51", "year": 1998}),
        Example("Nghị quyết số 66.13/2026/NQ-CP", "Nghị quyết số 66.13/2026/NQ-CP", {"number": "66.13", "year": 2026}),
        Example("Nghị định số 12/2024/NĐ- CP", "Nghị định số 12/2024/NĐ- CP", {"symbol": "NĐ-CP"}),
        Example("Nghị quyết 12-NQ /TW", "Nghị quyết 12-NQ /TW", {"symbol": "NQ/TW"}),
        Example("Tờ trình số 66 /TTr - UBND", "Tờ trình số 66 /TTr - UBND", {"symbol": "TTr-UBND"}),
        Example("Chương trình hành động số 08-CTr/TU", "Chương trình hành động số 08-CTr/TU", {"symbol": "CTr/TU"}),
        Example("Công văn (khẩn) số 78/UBND-KT", "Công văn (khẩn) số 78/UBND-KT", {"number": "78"}),
        Example("Văn bản số 415/HĐND", "Văn bản số 415/HĐND", {"doc_type": "van_ban", "symbol": "HĐND"}),
    ),
    (
        "Báo cáo số:     /BC-UBND ngày    tháng    năm 2026",
        "(Ban hành kèm theo Báo cáo số /BC-SXD ngày /9/2024 của Sở Xây dựng)",
        "báo cáo 12/15 chỉ tiêu",
        "quyết định xử phạt 12 triệu đồng",
        "Nghị định thư Kyoto số 12",
        "kế hoạch vốn tại Phụ lục số 2/KH",
    ),
)
BARE_NUMBER = Shape(
    "citation.bare_number",
    NUMBERED.pattern,
    (
        Example(
            "triển khai Đề án 06 của Văn phòng UBND tỉnh",
            "Đề án 06",
            {"doc_type": "de_an", "number": "6", "issuer": None},
        ),
        Example("công tác triển khai đề án 06\n", "đề án 06", {"doc_type": "de_an", "number": "6"}),
        Example("2. Triển khai đề án 06\n- Văn phòng đã", "đề án 06", {"number": "6", "symbol": None}),
        Example("ĐỀ ÁN 06", "ĐỀ ÁN 06", {"doc_type": "de_an", "number": "6"}),
        Example(
            "Nghị quyết 05 của HĐND tỉnh quy định",
            "Nghị quyết 05 của HĐND tỉnh",
            {"number": "5", "issuer": "HĐND tỉnh"},
        ),
        Example("theo Chỉ thị 16.", "Chỉ thị 16", {"doc_type": "chi_thi", "number": "16"}),
        Example("Nghị định 188 và các thông tư", "Nghị định 188", {"number": "188"}),
        Example("vốn Chương trình 135;", "Chương trình 135", {"doc_type": "chuong_trinh", "number": "135"}),
        Example("Nghị định 100/2019 về xử phạt", "Nghị định 100/2019", {"number": "100", "year": 2019, "symbol": None}),
    ),
    (
        "Kế hoạch 5 năm 2021-2025",
        "Kế hoạch 2025 của ngành",
        "Báo cáo 6 tháng đầu năm",
        "Nghị quyết 35 điểm cầu",
        "chương trình 12 tiết",
        "quyết định 15 nhân sự",
        "Nghị quyết này và Nghị quyết đó",
        "Dự án 3 thuộc chương trình",
        "Quyết định 1,5 tỷ đồng",
    ),
)
ISSUER_FIRST = Shape(
    "citation.issuer_first",
    NUMBERED.pattern,
    (
        Example(
            "Quyết định của Thủ tướng Chính phủ số 749/QĐ-TTg ngày 03/6/2020",
            "Quyết định của Thủ tướng Chính phủ số 749/QĐ-TTg ngày 03/6/2020",
            {"number": "749", "issuer": "Thủ tướng Chính phủ"},
        ),
        Example(
            "Nghị định của Chính phủ số 114/2003/NĐ-CP",
            "Nghị định của Chính phủ số 114/2003/NĐ-CP",
            {"number": "114", "issuer": "Chính phủ"},
        ),
    ),
    ("Quyết định của Thủ tướng Chính phủ về số lượng",),
)
BLANK_NUMBER = Shape(
    "citation.blank_number",
    rf"[^\S\t]{{0,3}}{parts.NUMBER_SIGN}{parts.BLANK_NUMBER}{parts.SYMBOL}",
    (
        Example(
            "Xét Tờ trình số      /TTr-SYT ngày 05/8/2025 của Sở Y tế về",
            "Tờ trình số      /TTr-SYT ngày 05/8/2025 của Sở Y tế",
            {"number": None, "symbol": "TTr-SYT"},
        ),
    ),
    ("(kèm theo Tờ trình số      /TTr-SYT ngày 05/8/2025 của Sở Y tế)", "Tờ trình số     /TTr-SYT ngày    /8/2025"),
)
CONGRESS = Shape(
    "citation.congress",
    r"""\s(?:
        (?i:đại[ ]hội)(?:\s(?i:đại[ ]biểu|toàn[ ]quốc|lần[ ]thứ|của|đảng[ ]bộ|đảng|tỉnh|thành[ ]phố|huyện|xã|phường)|\s[A-ZĐ]\w{1,6}){0,10}?
            \s[IVXL]{1,5}\b(?:\scủa\sĐảng)?
    |   (?:(?i:hội[ ]nghị)\s)?(?:(?i:lần[ ]thứ)\s\w{1,6}(?:,\s|\s))?(?:(?i:ban[ ]chấp[ ]hành)\s)?(?i:trung[ ]ương)\s
            (?:Đảng\s)?(?:(?:lần[ ]thứ\s)?\d{1,2}\s?)?\(?,?\s?(?i:khóa|khoá)\s[IVXL]{1,5}\)?
    )(?:,?\snhiệm\skỳ\s\d{4}\s?[-–]\s?\d{4})?""",
    (
        Example(
            "Nghị quyết Đại hội đại biểu toàn quốc lần thứ XIII của Đảng đề ra",
            "Nghị quyết Đại hội đại biểu toàn quốc lần thứ XIII của Đảng",
            {"doc_type": "nghi_quyet", "number": None},
        ),
        Example("Nghị quyết Trung ương 4 khóa XII về", "Nghị quyết Trung ương 4 khóa XII"),
        Example(
            "Nghị quyết Đại hội Đảng bộ tỉnh lần thứ XV, nhiệm kỳ 2020-2025;",
            "Nghị quyết Đại hội Đảng bộ tỉnh lần thứ XV, nhiệm kỳ 2020-2025",
        ),
    ),
    ("Nghị quyết Đại hội của các chi bộ", "nghị quyết Trung ương đề ra"),
)
QUOTED_SCHEME = Shape(
    "citation.quoted_scheme",
    r"\s[\"“](?P<title>[^\"”\n\t]{15,260})[\"”]",
    (
        Example(
            "Đề án “Số hóa hồ sơ hộ tịch các thời kỳ” được phê duyệt",
            "Đề án “Số hóa hồ sơ hộ tịch các thời kỳ”",
            {"doc_type": "de_an", "title": "Đề án Số hóa hồ sơ hộ tịch các thời kỳ"},
        ),
    ),
    ("Đề án “đã duyệt”", "Đề án số hóa hồ sơ hộ tịch"),
)
PERIOD_SCHEME = Shape(
    "citation.scheme",
    r"""\s(?=[A-ZĐ])[^\n\t.;:()\"“”]{15,260}?\s(?i:giai[ ]đoạn)\s\d{4}\s?[-–]\s?\d{4}
    (?:,?\s(?:định[ ]hướng|tầm[ ]nhìn)\s(?:đến\s)?(?:năm\s)?\d{4})?""",
    (
        Example(
            "Đề án Phát triển dược liệu tỉnh giai đoạn 2021-2025, định hướng đến năm 2030 đã",
            "Đề án Phát triển dược liệu tỉnh giai đoạn 2021-2025, định hướng đến năm 2030",
            {"doc_type": "de_an"},
        ),
    ),
    ("Kế hoạch Chuyển đổi số giai đoạn 2021-2025", "đề án phát triển dược liệu giai đoạn 2021-2025"),
)
NEXT = Shape(  # matched at the end of a citation
    "citation.listed",
    rf"""[ \u00a0]{{0,3}}(?:[,;][ \u00a0]{{0,3}}(?:và[ ])?|[ ]?(?:và|hoặc|&)[ ])[ ]{{0,2}}
    (?P<sign>{parts.NUMBER_SIGN})?{parts.NUMBER}{TAIL}""",
    (
        Example(
            "các Nghị định số 40/2025/NĐ-CP, 109/2025/NĐ-CP của Chính phủ",
            "109/2025/NĐ-CP của Chính phủ",
            {"doc_type": "nghi_dinh", "number": "109", "year": 2025, "issuer": "Chính phủ"},
        ),
        Example(
            "Công văn số 12/SYT-NV ngày 03/4/2025, số 15/SYT-KHTC ngày 07/4/2025",
            "số 15/SYT-KHTC ngày 07/4/2025",
            {"doc_type": "cong_van", "number": "15", "symbol": "SYT-KHTC"},
        ),
        Example("các Nghị quyết 57 và 68 của Bộ Chính trị", "68 của Bộ Chính trị", {"number": "68"}),
    ),
    (
        "Nghị quyết 57;\n12. Nội dung",
        "Nghị quyết số 57-NQ/TW, 12 nhiệm vụ",
        "Đề án 06, 15 dịch vụ công",
        "Nghị quyết 57, ngày 22/12/2024",
    ),
)
UNTYPED = Shape(  # matched anywhere
    "citation.untyped",
    rf"{parts.NUMBER}{parts.YEAR}?{parts.SEPARATOR}{parts.SYMBOL}",
    (
        Example("thực hiện 57-NQ/TW tại xã", "57-NQ/TW", {"doc_type": "nghi_quyet"}),
        Example("\t12/KH-UBND ngày 05/3/2025\t", "12/KH-UBND ngày 05/3/2025", {"doc_type": "ke_hoach"}),
        Example("(số 915/SYT-NV)", "số 915/SYT-NV", {"doc_type": "cong_van"}),
    ),
    (
        "Số: 12/BC-UBND",
        "SỐ: 12/BC-UBND",
        "Mẫu số 01/TTr-ĐK",
        "tỷ lệ 1/500 và 17/17 huyện, 24/7",
        "phiên bản 3.0/IoT",
        "Giấy phép số 12/GP-UBND",
        "QCVN 102:2016/BTTTT",
        "tuyến 110/22-KV",
    ),
)
GLUED = Shape(  # matched anywhere
    "citation.glued",
    r"(?P<type>NQ|NĐ|ĐA)(?P<number>\d{1,4})(?![\d\w])",
    (Example("theo NQ57 và NĐ 30", "NQ57", {"doc_type": "nghi_quyet", "number": "57"}),),
    ("mã NQ12345", "xNQ57", "NQ57/TW"),
)
DATED = Shape(
    "citation.dated",
    r"",
    (
        Example(
            "Công văn ngày 12/3/2025 của Sở Tài chính về",
            "Công văn ngày 12/3/2025 của Sở Tài chính",
            {"doc_type": "cong_van", "number": None, "issuer": "Sở Tài chính"},
        ),
        Example(
            "Thông báo của Văn phòng Chính phủ ngày 05 tháng 3 năm 2025",
            "Thông báo của Văn phòng Chính phủ ngày 05 tháng 3 năm 2025",
        ),
    ),
    ("quyết định ngày 12/3/2025", "Quyết định phê duyệt kinh phí", "Kế hoạch tháng 3/2025"),
)
LAW = Shape(
    "citation.law",
    r"",
    (
        Example("theo Luật Đất đai và các nghị định", "Luật Đất đai", {"doc_type": "luat", "title": "Luật Đất đai"}),
        Example("Luật Đất đai năm 2024 quy định", "Luật Đất đai năm 2024", {"title": "Luật Đất đai", "number": None}),
        Example(
            "Căn cứ Luật Đầu tư công số 58/2024/QH15 ngày 29/11/2024;",
            "Luật Đầu tư công số 58/2024/QH15 ngày 29/11/2024",
            {"title": "Luật Đầu tư công", "number": "58", "year": 2024, "symbol": "QH15"},
        ),
        Example("Bộ luật Lao động quy định", "Bộ luật Lao động", {"doc_type": "bo_luat"}),
        Example(
            "Luật sửa đổi, bổ sung một số điều của Luật Thú y năm 2018;",
            "Luật sửa đổi, bổ sung một số điều của Luật Thú y năm 2018",
            {"title": "Luật sửa đổi, bổ sung một số điều của Luật Thú y"},
        ),
        Example("Hiến pháp năm 2013 ghi", "Hiến pháp năm 2013", {"doc_type": "hien_phap", "title": "Hiến pháp"}),
        Example("Luật Phòng, chống mua bán người;", "Luật Phòng, chống mua bán người"),
        Example(
            "Luật Tổ chức chính quyền địa phương ngày 16/6/2025", "Luật Tổ chức chính quyền địa phương ngày 16/6/2025"
        ),
        Example(
            "Pháp lệnh Ưu đãi người có công với cách mạng số 02/2020/UBTVQH14",
            "Pháp lệnh Ưu đãi người có công với cách mạng số 02/2020/UBTVQH14",
            {"doc_type": "phap_lenh", "number": "2", "year": 2020, "symbol": "UBTVQH14"},
        ),
        Example("Luật Bảo trợ nghề rừng được thông qua", "Luật Bảo trợ nghề rừng"),
    ),
    (
        "Luật này",
        "pháp luật về đất đai",
        "Luật sư Trần Văn An",
        "Trường Đại học Luật Hà Nội",
        "luật hiện hành",
        "CÔNG DÂN VÀ PHÁP LUẬT VIỆT NAM",
    ),
)
LAW_NUMBER = Shape(
    "citation.law_number",
    r"",
    (
        Example(
            "bổ sung bởi Luật số 87/2025/QH15 và",
            "Luật số 87/2025/QH15",
            {"title": None, "number": "87", "symbol": "QH15"},
        ),
    ),
    ("luật số hóa",),
)
LAW_LIST = Shape(
    "citation.law_list",
    r"",
    (Example("các Luật: Đất đai, Nhà ở và Đấu thầu", "Nhà ở", {"doc_type": "luat", "title": "Luật Nhà ở"}),),
    ("các luật liên quan: Nhà ở",),
)

SHAPES = (
    NUMBERED, BARE_NUMBER, ISSUER_FIRST, BLANK_NUMBER, CONGRESS, QUOTED_SCHEME, PERIOD_SCHEME, NEXT, UNTYPED, GLUED, DATED,
    LAW, LAW_NUMBER, LAW_LIST,
)  # fmt: skip
