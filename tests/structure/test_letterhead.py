from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from vanban.model import BlockKind, Box, Document, Letterhead, Signer
from vanban.read.builder import DocumentBuilder, Grid, GridCell, Piece
from vanban.structure import find_letterhead
from vanban.text import squeeze

Lay = Callable[[str], Document]

CASES: dict[str, tuple[str, dict[str, Any]]] = {
    "a title that says whose the decision is": (
        """
ỦY BAN NHÂN DÂN
TỈNH HÀ NAM
Số: 14/2022/QĐ-UBND
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Hà Nam, ngày 03 tháng 6 năm 2022
QUYẾT ĐỊNH CỦA ỦY BAN NHÂN DÂN TỈNH
Về việc đặt tên bến đò ngang
Căn cứ Nghị định số: 112/2020/NĐ-CP ngày 5 tháng 2 năm 2020 của Chính phủ về bến đò, Sở Xây dựng trình như sau:
""",
        {
            "doc_type": "quyet_dinh",
            "number": "14",
            "symbol": "QĐ-UBND",
            "issuer": "ỦY BAN NHÂN DÂN TỈNH HÀ NAM",
            "place": "Hà Nam",
            "issued_on": dt.date(2022, 6, 3),
            "subject": "Về việc đặt tên bến đò ngang",
            "province": "Hà Nam",
            "province_now": "Ninh Bình",
        },
    ),
    "an official letter whose office is abbreviated like a type": (
        """
CỤC THUẾ TỈNH LONG AN
Số: 381/CT-KK
V/v nộp tờ khai quý II
Kính gửi: Công ty May Tân Trụ
Cục Thuế đề nghị Công ty nộp tờ khai trước ngày 20/7/2022./.
""",
        {
            "doc_type": "cong_van",
            "number": "381",
            "symbol": "CT-KK",
            "issuer": "CỤC THUẾ TỈNH LONG AN",
            "subject": "nộp tờ khai quý II",
            "recipients": ("Công ty May Tân Trụ",),
            "province": "Long An",
            "province_now": "Tây Ninh",
        },
    ),
    "a budget table below the names": (
        """
UBND HUYỆN MỸ LỘC
PHÒNG TÀI CHÍNH
CÂN ĐỐI THU CHI QUÝ III
VÀ DỰ KIẾN QUÝ IV
""",
        {"issuer": "PHÒNG TÀI CHÍNH", "parent_issuer": "UBND HUYỆN MỸ LỘC"},
    ),
    "southern and older words for to and copies": (
        """
SỞ CÔNG THƯƠNG
Số: 77/SCT-VP
V/v mượn nhà kho
Kính gởi: Công ty Lương thực Cửu Long
Sở xin mượn kho số 2./.
Nơi gửi:
- Như trên;
- Văn phòng Sở (Tổ Quản trị;
Tổ Lái xe);
- Lưu: VT.
GIÁM ĐỐC
Lê Hữu Tâm
""",
        {
            "doc_type": "cong_van",
            "number": "77",
            "symbol": "SCT-VP",
            "issuer": "SỞ CÔNG THƯƠNG",
            "subject": "mượn nhà kho",
            "recipients": ("Công ty Lương thực Cửu Long",),
            "cc": ("Như trên", "Văn phòng Sở (Tổ Quản trị; Tổ Lái xe)", "Lưu: VT"),
            "signer": Signer("Lê Hữu Tâm", "GIÁM ĐỐC", None),
        },
    ),
    "a draft whose number line is only a stroke": (
        """
SỞ Y TẾ
Số: /
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
, ngày tháng năm
BÁO CÁO
Kết quả công tác y tế năm 2025
""",
        {"doc_type": "bao_cao", "issuer": "SỞ Y TẾ", "subject": "Kết quả công tác y tế năm 2025"},
    ),
    "a headline that begins with an office names no issuer": (
        """
Sở Y tế đạt 97,8% kế hoạch năm
Tỉnh đã cấp 1.250 thẻ bảo hiểm y tế cho người dân.
""",
        {},
    ),
    "prose that opens with an act's name is no act": (
        """
Quyết định số 45/2019/QĐ-UBND về quản lý chợ đã được áp dụng từ năm 2019. Tuy nhiên, một số điều khoản không còn phù hợp.
Nhiều chợ chưa có ban quản lý.
""",
        {},
    ),
    "names that a narrow column breaks": (
        """
UBND TỈNH THANH
HÓA
SỞ VĂN HÓA, THỂ THAO
VÀ DU LỊCH
Số: 24/BC-SVHTTDL
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Thanh Hóa, ngày 05 tháng 8 năm 2025
BÁO CÁO NHANH
Kết quả công tác tháng 7
I. KẾT QUẢ
Đã tổ chức 12 lễ hội.
Nơi nhận:
- Như trên;
- Lưu: VT.
TM. ỦY BAN NHÂN DÂN;
KT. CHỦ
TỊCH
PHÓ CHỦ TỊCH
Trần Văn Bình
""",
        {
            "doc_type": "bao_cao",
            "number": "24",
            "symbol": "BC-SVHTTDL",
            "issuer": "SỞ VĂN HÓA, THỂ THAO VÀ DU LỊCH",
            "parent_issuer": "UBND TỈNH THANH HÓA",
            "place": "Thanh Hóa",
            "issued_on": dt.date(2025, 8, 5),
            "subject": "Kết quả công tác tháng 7",
            "cc": ("Như trên", "Lưu: VT"),
            "signer": Signer("Trần Văn Bình", "PHÓ CHỦ TỊCH", "TM. ỦY BAN NHÂN DÂN; KT. CHỦ TỊCH"),
            "province": "Thanh Hóa",
            "province_now": "Thanh Hóa",
        },
    ),
    "items of one line, a rank before the name, a standing body": (
        """
ỦY BAN MTTQ VIỆT NAM TỈNH LÀO CAI
Số: 7/BC-MTTQ
BÁO CÁO
Tổng hợp kiến nghị
Kính gửi: - Ủy ban Thường vụ Quốc hội; - Ủy ban nhân dân tỉnh.
Đã tổng hợp 12 kiến nghị./.
Nơi nhận: - Như trên; - Ủy ban nhân dân tỉnh (để b/c); - Lưu: VT.
TM. BAN THƯỜNG TRỰC
CHỦ TỊCH
BSCKII. Trần Văn Bình
""",
        {
            "doc_type": "bao_cao",
            "number": "7",
            "symbol": "BC-MTTQ",
            "issuer": "ỦY BAN MTTQ VIỆT NAM TỈNH LÀO CAI",
            "subject": "Tổng hợp kiến nghị",
            "recipients": ("Ủy ban Thường vụ Quốc hội", "Ủy ban nhân dân tỉnh"),
            "cc": ("Như trên", "Ủy ban nhân dân tỉnh (để b/c)", "Lưu: VT"),
            "signer": Signer("Trần Văn Bình", "CHỦ TỊCH", "TM. BAN THƯỜNG TRỰC"),
            "province": "Lào Cai",
            "province_now": "Lào Cai",
        },
    ),
    "a ward that is called as another province": (
        """
UBND TỈNH BẮC NINH
UBND PHƯỜNG BẮC GIANG
Số: 7/BC-UBND
Bắc Giang, ngày 05 tháng 8 năm 2025
BÁO CÁO
Kết quả công tác
""",
        {
            "doc_type": "bao_cao",
            "number": "7",
            "symbol": "BC-UBND",
            "issuer": "UBND PHƯỜNG BẮC GIANG",
            "parent_issuer": "UBND TỈNH BẮC NINH",
            "place": "Bắc Giang",
            "issued_on": dt.date(2025, 8, 5),
            "subject": "Kết quả công tác",
            "province": "Bắc Ninh",
            "province_now": "Bắc Ninh",
        },
    ),
    "a closing that names for whom the paper was made": (
        """
BÁO CÁO
Kết quả chống khai thác bất hợp pháp
I. KẾT QUẢ
Đã xử phạt 12 tàu cá.
Trên đây là kết quả phục vụ đợt làm việc với Đoàn Thanh tra của Ủy ban châu Âu./.
""",
        {"doc_type": "bao_cao", "subject": "Kết quả chống khai thác bất hợp pháp"},
    ),
    "a closing that says whose report it was": (
        """
BÁO CÁO
Kết quả công tác
I. KẾT QUẢ
Đã xử phạt 12 tàu cá.
Trên đây là báo cáo kết quả công tác năm 2025 của Sở Y tế./.
""",
        {"doc_type": "bao_cao", "subject": "Kết quả công tác", "issuer": "Sở Y tế"},
    ),
    "words that only look like offices": (
        """
BỔ SUNG CÂN ĐỐI
SỔ THEO DÕI
UBND HUYỆN CẦN GIỜ
DỰ TOÁN NGÂN SÁCH NĂM 2006
BÁO CÁO
Kết quả công tác
""",
        {
            "doc_type": "bao_cao",
            "subject": "Kết quả công tác",
            "issuer": "UBND HUYỆN CẦN GIỜ",
        },
    ),
    "the oldest layout in capitals": (
        """
NGHỊ ĐỊNH
CỦA CHÍNH PHỦ SỐ 94 /1998/NĐ-CP NGÀY 17 THÁNG 11 NĂM 1998
QUY ĐỊNH CHI TIẾT THI HÀNH LUẬT ĐÊ ĐIỀU
CHÍNH PHỦ
Căn cứ Luật Tổ chức Chính phủ ngày 30 tháng 9 năm 1992;
""",
        {
            "doc_type": "nghi_dinh",
            "number": "94",
            "symbol": "NĐ-CP",
            "issuer": "CHÍNH PHỦ",
            "issued_on": dt.date(1998, 11, 17),
            "subject": "QUY ĐỊNH CHI TIẾT THI HÀNH LUẬT ĐÊ ĐIỀU",
        },
    ),
    "a title that cites another paper": (
        """
THÔNG TƯ LIÊN TỊCH
Sửa đổi một số điều của Thông tư liên tịch số 10/2018/TTLT-BTP-BCA ngày 29 tháng 6 năm 2018
Căn cứ Luật Trợ giúp pháp lý;
""",
        {
            "doc_type": "thong_tu_lien_tich",
            "subject": "Sửa đổi một số điều của Thông tư liên tịch số 10/2018/TTLT-BTP-BCA ngày 29 tháng 6 năm 2018",
        },
    ),
    "copies in a form of the annex": (
        """
BỘ CÔNG THƯƠNG
Số: 65/2025/TT-BCT
Hà Nội, ngày 31 tháng 12 năm 2025
THÔNG TƯ
Quy định về biểu mẫu
Điều 1. Ban hành biểu mẫu kèm theo Thông tư này.
KT. BỘ TRƯỞNG
THỨ TRƯỞNG
Trần Văn Bình
Phụ lục I
MẪU BÁO CÁO
Nơi nhận:
- Cơ quan chủ quản;
- Lưu: VT.
ĐẠI DIỆN CƠ QUAN
""",
        {
            "doc_type": "thong_tu",
            "number": "65",
            "symbol": "TT-BCT",
            "issuer": "BỘ CÔNG THƯƠNG",
            "place": "Hà Nội",
            "issued_on": dt.date(2025, 12, 31),
            "subject": "Quy định về biểu mẫu",
            "signer": Signer("Trần Văn Bình", "THỨ TRƯỞNG", "KT. BỘ TRƯỞNG"),
        },
    ),
    "an urgent telegram": (
        """
CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH QUẢNG TRỊ
Số: 5/CĐ-UBND
Quảng Trị, ngày 05 tháng 8 năm 2025
CÔNG ĐIỆN
Về ứng phó mưa lũ
CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH QUẢNG TRỊ ĐIỆN:
- Các sở, ban, ngành cấp tỉnh;
- Chủ tịch UBND các xã.
Để chủ động ứng phó, yêu cầu thực hiện ngay các việc sau:
""",
        {
            "doc_type": "cong_dien",
            "number": "5",
            "symbol": "CĐ-UBND",
            "place": "Quảng Trị",
            "issued_on": dt.date(2025, 8, 5),
            "subject": "Về ứng phó mưa lũ",
            "recipients": ("Các sở, ban, ngành cấp tỉnh", "Chủ tịch UBND các xã"),
            "province": "Quảng Trị",
            "province_now": "Quảng Trị",
        },
    ),
    "two columns, left block first": (
        """
UBND TỈNH LÀO CAI
SỞ Y TẾ
Số: 1152/BC-SYT
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Lào Cai, ngày 05 tháng 8 năm 2025
BÁO CÁO
Kết quả công tác y tế 6 tháng đầu năm 2025,
nhiệm vụ 6 tháng cuối năm
Kính gửi:
- Ủy ban nhân dân tỉnh Lào Cai;
- Bộ Y tế.
Thực hiện Công văn số 30/UBND-VX ngày 03/7/2025 của UBND tỉnh, Sở Y tế báo cáo như sau:
I. KẾT QUẢ
Đã khám cho 5.000 lượt người.
Nơi nhận:
- Như trên;
- Ban Giám đốc Sở;
- Lưu: VT, NVY.
KT. GIÁM ĐỐC
PHÓ GIÁM ĐỐC
(Đã ký)
BS. Nguyễn Thị Bình
""",
        {
            "doc_type": "bao_cao",
            "number": "1152",
            "symbol": "BC-SYT",
            "issuer": "SỞ Y TẾ",
            "parent_issuer": "UBND TỈNH LÀO CAI",
            "place": "Lào Cai",
            "issued_on": dt.date(2025, 8, 5),
            "subject": "Kết quả công tác y tế 6 tháng đầu năm 2025, nhiệm vụ 6 tháng cuối năm",
            "recipients": ("Ủy ban nhân dân tỉnh Lào Cai", "Bộ Y tế"),
            "cc": ("Như trên", "Ban Giám đốc Sở", "Lưu: VT, NVY"),
            "signer": Signer("Nguyễn Thị Bình", "PHÓ GIÁM ĐỐC", "KT. GIÁM ĐỐC"),
            "province": "Lào Cai",
            "province_now": "Lào Cai",
        },
    ),
    "columns fused on one line": (
        """
ỦY BAN NHÂN DÂN CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM
TỈNH BẮC KẠN Độc lập – Tự do – Hạnh phúc
Số: 415/UBND-NC Bắc Kạn, ngày 09 tháng 5 năm 2023
V/v góp ý dự thảo Kế hoạch
phòng cháy năm 2023
Kính gửi: Bộ Công an (qua Cục Cảnh sát phòng cháy)
UBND tỉnh thống nhất với dự thảo.
Nơi nhận: TL. CHỦ TỊCH
- Như trên; CHÁNH VĂN PHÒNG
- Lưu: VT, NC.
Hà Văn Toàn
""",
        {
            "doc_type": "cong_van",
            "number": "415",
            "symbol": "UBND-NC",
            "issuer": "ỦY BAN NHÂN DÂN TỈNH BẮC KẠN",
            "place": "Bắc Kạn",
            "issued_on": dt.date(2023, 5, 9),
            "subject": "góp ý dự thảo Kế hoạch phòng cháy năm 2023",
            "recipients": ("Bộ Công an (qua Cục Cảnh sát phòng cháy)",),
            "cc": ("Như trên", "Lưu: VT, NC"),
            "signer": Signer("Hà Văn Toàn", "CHÁNH VĂN PHÒNG", "TL. CHỦ TỊCH"),
            "province": "Bắc Kạn",
            "province_now": "Thái Nguyên",
        },
    ),
    "Party": (
        """
TỈNH ỦY SƠN LA
BAN TUYÊN GIÁO
*
Số 12-BC/BTGTU
ĐẢNG CỘNG SẢN VIỆT NAM
Sơn La, ngày 12 tháng 3 năm 2024
BÁO CÁO
tình hình tư tưởng trong cán bộ, đảng viên
-----
Thực hiện Quy định số 20-QĐ/TU, Ban Tuyên giáo Tỉnh ủy báo cáo như sau:
I- TÌNH HÌNH
Các cấp ủy đã học tập nghị quyết.
Nơi nhận:
- Thường trực Tỉnh ủy (báo cáo),
- Các huyện ủy, thành ủy,
- Lưu Văn phòng.
K/T TRƯỞNG BAN
PHÓ TRƯỞNG BAN
Lò Thị Hoa
""",
        {
            "doc_type": "bao_cao",
            "number": "12",
            "symbol": "BC/BTGTU",
            "issuer": "BAN TUYÊN GIÁO",
            "parent_issuer": "TỈNH ỦY SƠN LA",
            "place": "Sơn La",
            "issued_on": dt.date(2024, 3, 12),
            "subject": "tình hình tư tưởng trong cán bộ, đảng viên",
            "cc": ("Thường trực Tỉnh ủy (báo cáo)", "Các huyện ủy, thành ủy", "Lưu Văn phòng"),
            "signer": Signer("Lò Thị Hoa", "PHÓ TRƯỞNG BAN", "K/T TRƯỞNG BAN"),
            "province": "Sơn La",
            "province_now": "Sơn La",
        },
    ),
    "draft with blank number and day, on behalf of": (
        """
ỦY BAN NHÂN DÂN
TỈNH ĐẮK LẮK
Số:      /TTr-UBND
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Đắk Lắk, ngày     tháng 11 năm 2024
DỰ THẢO
TỜ TRÌNH
Về việc quy định mức hỗ trợ cán bộ thôn
Kính gửi: Hội đồng nhân dân tỉnh.
Căn cứ Luật Tổ chức chính quyền địa phương;
UBND tỉnh kính trình HĐND tỉnh xem xét, quyết định./.
TM. ỦY BAN NHÂN DÂN
KT. CHỦ TỊCH
PHÓ CHỦ TỊCH
Y Giang Niê
""",
        {
            "doc_type": "to_trinh",
            "symbol": "TTr-UBND",
            "issuer": "ỦY BAN NHÂN DÂN TỈNH ĐẮK LẮK",
            "place": "Đắk Lắk",
            "subject": "Về việc quy định mức hỗ trợ cán bộ thôn",
            "recipients": ("Hội đồng nhân dân tỉnh",),
            "signer": Signer("Y Giang Niê", "PHÓ CHỦ TỊCH", "TM. ỦY BAN NHÂN DÂN; KT. CHỦ TỊCH"),
            "province": "Đắk Lắk",
            "province_now": "Đắk Lắk",
        },
    ),
    "decree, with a form in an annex": (
        """
CHÍNH PHỦ
-------
Số: 915/2025/NĐ-CP
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
---------------
Hà Nội, ngày 31 tháng 12 năm 2025
NGHỊ ĐỊNH
Quy định về quản lý trạm bơm của Bộ Nông nghiệp và Môi trường
ban hành năm 2020
CHÍNH PHỦ
Căn cứ Luật Tổ chức Chính phủ số 63/2025/QH15;
Điều 1. Phạm vi điều chỉnh
Nghị định này quy định về trạm bơm tại tỉnh Lào Cai và tỉnh Sơn La.
Nơi nhận:
- Thủ tướng, các Phó Thủ tướng Chính phủ;
- Lưu: VT, NN (2b). TM. CHÍNH PHỦ
KT. THỦ TƯỚNG
PHÓ THỦ TƯỚNG
(Đã ký)
Trần Hồng Lâm
Phụ lục I
(Kèm theo Nghị định số 915/2025/NĐ-CP)
TÊN CƠ QUAN
Số: .../GP-...
Kính gửi: Cục Thủy lợi.
GIÁM ĐỐC
Lê Văn Tám
""",
        {
            "doc_type": "nghi_dinh",
            "number": "915",
            "symbol": "NĐ-CP",
            "issuer": "CHÍNH PHỦ",
            "place": "Hà Nội",
            "issued_on": dt.date(2025, 12, 31),
            "subject": "Quy định về quản lý trạm bơm của Bộ Nông nghiệp và Môi trường ban hành năm 2020",
            "cc": ("Thủ tướng, các Phó Thủ tướng Chính phủ", "Lưu: VT, NN (2b)"),
            "signer": Signer("Trần Hồng Lâm", "PHÓ THỦ TƯỚNG", "TM. CHÍNH PHỦ; KT. THỦ TƯỚNG"),
        },
    ),
    "law": (
        """
QUỐC HỘI
Luật số: 24/2018/QH14
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
LUẬT
AN NINH MẠNG
Căn cứ Hiến pháp nước Cộng hòa xã hội chủ nghĩa Việt Nam;
Chương I
NHỮNG QUY ĐỊNH CHUNG
Điều 1. Phạm vi điều chỉnh
Luật này quy định về an ninh mạng.
""",
        {"doc_type": "luat", "number": "24", "symbol": "QH14", "issuer": "QUỐC HỘI", "subject": "AN NINH MẠNG"},
    ),
    "head lost, caption of an annex": (
        """
BÁO CÁO
Tình hình thực hiện công tác văn thư của Văn phòng HĐND tỉnh
Kính gửi: - Sở Nội vụ;
- Thường trực HĐND tỉnh.
Thực hiện Công văn số 28/SNV ngày 16/4/2026, Văn phòng HĐND tỉnh báo cáo như sau:
I. KẾT QUẢ
Đã lập 50 hồ sơ tại tỉnh Sơn La.
Trên đây là Báo cáo của Văn phòng HĐND tỉnh./.
CHÁNH VĂN PHÒNG
Trần Minh Tú
Phụ lục I
(Ban hành kèm theo Báo cáo số: /BC-VP ngày /4/2026 của Văn phòng HĐND tỉnh)
""",
        {
            "doc_type": "bao_cao",
            "symbol": "BC-VP",
            "issuer": "Văn phòng HĐND tỉnh",
            "subject": "Tình hình thực hiện công tác văn thư của Văn phòng HĐND tỉnh",
            "recipients": ("Sở Nội vụ", "Thường trực HĐND tỉnh"),
            "signer": Signer("Trần Minh Tú", "CHÁNH VĂN PHÒNG", None),
            "province": "Sơn La",
            "province_now": "Sơn La",
        },
    ),
    "regulation issued with a decision": (
        """
QUY CHẾ
Quản lý tài sản công của Sở Y tế
(Ban hành kèm theo Quyết định số 38/QĐ-SYT ngày 02/5/2024 của Sở Y tế)
Chương I
QUY ĐỊNH CHUNG
Điều 1. Phạm vi
Quy chế này quy định về tài sản.
""",
        {
            "doc_type": "quy_che",
            "number": "38",
            "symbol": "QĐ-SYT",
            "issuer": "Sở Y tế",
            "issued_on": dt.date(2024, 5, 2),
            "subject": "Quản lý tài sản công của Sở Y tế",
        },
    ),
    "title and subject on one line, nothing else": (
        """
BÁO CÁO TÌNH HÌNH THỰC HIỆN ĐỀ ÁN 06 QUÝ III NĂM 2025
Thực hiện Kế hoạch số 12/KH-UBND của UBND tỉnh Hà Giang, UBND xã Lũng Cú báo cáo kết quả như sau:
I. KẾT QUẢ
Đã làm 5 việc.
TM. UBND XÃ
CHỦ TỊCH
Vàng Mí Sính
""",
        {
            "doc_type": "bao_cao",
            "issuer": "UBND xã Lũng Cú",
            "subject": "TÌNH HÌNH THỰC HIỆN ĐỀ ÁN 06 QUÝ III NĂM 2025",
            "signer": Signer("Vàng Mí Sính", "CHỦ TỊCH", "TM. UBND XÃ"),
            "province": "Hà Giang",
            "province_now": "Tuyên Quang",
        },
    ),
    "a province by its former name": (
        """
ỦY BAN NHÂN DÂN
TỈNH THỪA THIÊN HUẾ
Số: 61/BC-UBND
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Huế, ngày 4 tháng 6 năm 2012
BÁO CÁO
Kết quả trồng rừng
Năm nay đã trồng 50 ha rừng.
""",
        {
            "doc_type": "bao_cao",
            "number": "61",
            "symbol": "BC-UBND",
            "issuer": "ỦY BAN NHÂN DÂN TỈNH THỪA THIÊN HUẾ",
            "place": "Huế",
            "issued_on": dt.date(2012, 6, 4),
            "subject": "Kết quả trồng rừng",
            "province": "Thừa Thiên Huế",
            "province_now": "Huế",
        },
    ),
    "the oldest layout": (
        """
Nghị định của Chính phủ
số 56/1998/NĐ-CP ngày 12/5/1998 về việc quản lý đê
Chính phủ
Căn cứ Luật Tổ chức Chính phủ ngày 30 tháng 9 năm 1992;
Điều 1. Phạm vi
Nghị định này quy định về đê.
TM. Chính phủ
Thủ tướng
Phan Văn Hải
""",
        {
            "doc_type": "nghi_dinh",
            "number": "56",
            "symbol": "NĐ-CP",
            "issuer": "Chính phủ",
            "issued_on": dt.date(1998, 5, 12),
            "subject": "về việc quản lý đê",
            "signer": Signer("Phan Văn Hải", "Thủ tướng", "TM. Chính phủ"),
        },
    ),
    "secret, with an officer's rank": (
        """
CÔNG AN TỈNH BẮC GIANG
PHÒNG CẢNH SÁT QLHC VỀ TTXH
Số: 88/BC-PC06
MẬT
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Bắc Giang, ngày 1/10/2024
BÁO CÁO
Kết quả cấp căn cước
Đã cấp 5.000 thẻ./.
TRƯỞNG PHÒNG
Thượng tá Nguyễn Văn Nam
""",
        {
            "doc_type": "bao_cao",
            "number": "88",
            "symbol": "BC-PC06",
            "issuer": "PHÒNG CẢNH SÁT QLHC VỀ TTXH",
            "parent_issuer": "CÔNG AN TỈNH BẮC GIANG",
            "place": "Bắc Giang",
            "issued_on": dt.date(2024, 10, 1),
            "subject": "Kết quả cấp căn cước",
            "signer": Signer("Nguyễn Văn Nam", "TRƯỞNG PHÒNG", None),
            "province": "Bắc Giang",
            "province_now": "Bắc Ninh",
            "secrecy": "mat",
        },
    ),
    "speech": (
        """
THAM LUẬN
Kinh nghiệm xây dựng bộ phận một cửa
(Tham luận của ông Vũ Đình Khang, Phó Chủ tịch UBND huyện Gia Lộc tại Hội nghị)
Kính thưa các đồng chí!
Gia Lộc là huyện của tỉnh Hải Dương, có 18 xã, thị trấn và hơn một trăm nghìn dân sinh sống.
Xin trân trọng cảm ơn!
""",
        {
            "issuer": "UBND huyện Gia Lộc",
            "subject": "Kinh nghiệm xây dựng bộ phận một cửa",
            "signer": Signer("Vũ Đình Khang", "Phó Chủ tịch UBND huyện Gia Lộc", None),
            "province": "Hải Dương",
            "province_now": "Hải Phòng",
        },
    ),
    "press article": (
        """
Khó khăn về trường lớp ở vùng cao tỉnh Lai Châu
Nhiều điểm trường ở các xã vùng cao đã xuống cấp, giáo viên phải dạy học trong những phòng tạm dựng bằng tre nứa.
Ông Giàng A Páo, Chủ tịch UBND xã cho biết: “Mái dột, nền đất nên mùa mưa học sinh phải nghỉ học nhiều ngày”.
Theo Sở Giáo dục và Đào tạo, toàn tỉnh còn 45 phòng học tạm, tập trung ở các xã vùng sâu, vùng xa của tỉnh.
Bài, ảnh: Thu Hường
""",
        {"doc_type": "bai_bao"},
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_fields(lay: Lay, name: str) -> None:
    text, expected = CASES[name]
    letterhead = find_letterhead(lay(text))
    found = {
        field.name: getattr(letterhead, field.name) for field in dataclasses.fields(Letterhead) if field.name != "spans"
    }
    assert {key: value for key, value in found.items() if value is not None} == expected


@pytest.mark.parametrize("name", CASES)
def test_each_field_is_quoted_from_its_span(lay: Lay, name: str) -> None:
    document = lay(CASES[name][0])
    letterhead = find_letterhead(document)
    spans = letterhead.spans
    quoted = {key: squeeze(span.of(document.text)) for key, span in spans.items()}
    for key in ("number", "parent_issuer", "place", "province"):
        value = getattr(letterhead, key)
        assert (value is None) == (key not in spans)
        if value is not None:
            assert quoted[key].upper() == value.upper()
    if letterhead.symbol is not None:
        assert quoted["symbol"] == letterhead.symbol
    if letterhead.subject is not None:
        assert all(word in quoted["subject"] for word in letterhead.subject.split())
    if letterhead.signer is not None and letterhead.signer.name is not None:
        assert quoted["signer.name"] == letterhead.signer.name
    for key, items in (("recipients", letterhead.recipients), ("cc", letterhead.cc)):
        for item in items or ():
            assert item in quoted[key]


def test_lines_of_a_block_are_read_as_lines() -> None:
    builder = DocumentBuilder("a.pdf", "application/pdf")
    left = [Piece("ỦY BAN NHÂN DÂN", 1), Piece("TỈNH HÀ NAM", 1), Piece("Số: 7/KH-UBND", 1)]
    boxed = [Piece(p.text, 1, Box(50, 50 + 15 * i, 200, 62 + 15 * i)) for i, p in enumerate(left)]
    builder.add_block(BlockKind.PARAGRAPH, boxed)
    builder.add_block(BlockKind.RUNNING_HEAD, [Piece("Ký bởi: Văn thư", 1)])
    builder.add_block(BlockKind.PARAGRAPH, [Piece("Hà Nam, ngày 5 tháng 6 năm 2024", 1)])
    builder.add_block(BlockKind.PARAGRAPH, [Piece("KẾ HOẠCH", 1)])
    builder.add_block(BlockKind.PARAGRAPH, [Piece("Phòng, chống lụt bão năm 2024", 1)])
    letterhead = find_letterhead(builder.build())
    assert (letterhead.doc_type, letterhead.number, letterhead.symbol) == ("ke_hoach", "7", "KH-UBND")
    assert (letterhead.issuer, letterhead.subject) == ("ỦY BAN NHÂN DÂN TỈNH HÀ NAM", "Phòng, chống lụt bão năm 2024")


@pytest.mark.parametrize(
    ("second_row", "number"),
    [((), "18"), (("Họ tên", "Tuổi", "Thôn", "Số nhân khẩu"), None)],  # a table of data holds no letterhead
)
def test_a_table_of_empty_columns_may_hold_the_letterhead(second_row: tuple[str, ...], number: str | None) -> None:
    builder = DocumentBuilder("a.docx", "application/msword")
    cells = [
        GridCell((Piece("TRƯỜNG MẦM NON HOA SEN"),), 0, 0),
        GridCell((Piece("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),), 0, 3),
    ]
    cells += [GridCell((Piece(words),), 1, column) for column, words in enumerate(second_row or ("Số: 18/TB-MN",))]
    builder.add_table(Grid(tuple(cells), 2, 5), header_rows=0)
    for line in ("THÔNG BÁO", "Về việc nghỉ hè"):
        builder.add_block(BlockKind.PARAGRAPH, [Piece(line)])
    assert find_letterhead(builder.build()).number == number


def test_a_sentence_far_down_is_no_caption(lay: Lay) -> None:
    prose = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n" + "Ngành đò ngang đã đổi khác nhiều trong mười năm qua. " * 40
    told = "Đề cương (kèm theo Quyết định số 663/2021/QĐ-SGTVT ngày 26/6/2021) đã nêu các bước."
    assert find_letterhead(lay(f"{prose}\n{told}\n{prose}")).number is None
    captioned = f"{prose}\nPhụ lục II\n(Ban hành kèm theo Quyết định số 663/2021/QĐ-SGTVT ngày 26/6/2021)\n{prose}"
    assert find_letterhead(lay(captioned)).number == "663"


def test_an_empty_document_has_no_letterhead() -> None:
    assert find_letterhead(DocumentBuilder("a.txt", "text/plain").build()) == Letterhead()


@pytest.mark.parametrize(
    ("line", "doc_type"),
    [
        ("Kế hoạch số 45/KH-UBND của UBND TP. Hải Dương về quản lý chợ", "ke_hoach"),
        ("Kế hoạch số 45/KH-UBND của UBND huyện được 20 xã thực hiện", None),
        ("Nghị định số 45/2019/NĐ-CP của Chính phủ đã tháo gỡ nhiều vướng mắc.", None),
        ("NGHỊ QUYẾT SỐ 45/NQ-HĐND về những việc đã nêu", "nghi_quyet"),
    ],
)
def test_an_act_that_is_spoken_of_gives_no_type(lay: Lay, line: str, doc_type: str | None) -> None:
    assert find_letterhead(lay(f"{line}\nMỗi chợ có ban quản lý.")).doc_type == doc_type


def test_a_commune_may_carry_a_number(lay: Lay) -> None:
    head = find_letterhead(
        lay("ĐẢNG ỦY XÃ ĐẠ TẺH 3\nSố 94-BC/ĐU\nĐạ Tẻh 3, ngày 19 tháng 6 năm 2026\nBÁO CÁO\nvề bến đò")
    )
    assert (head.place, str(head.issued_on)) == ("Đạ Tẻh 3", "2026-06-19")


@pytest.mark.parametrize(
    ("lines", "issuer", "parent"),
    [
        (("TỈNH ĐOÀN PHÚ THỌ", "BAN THƯỜNG VỤ", "ĐOÀN TNCS HỒ CHÍ MINH"), "BAN THƯỜNG VỤ", "TỈNH ĐOÀN PHÚ THỌ"),
        (("ĐOÀN TNCS HỒ CHÍ MINH", "BCH TỈNH PHÚ THỌ"), "BCH TỈNH PHÚ THỌ", "ĐOÀN TNCS HỒ CHÍ MINH"),
    ],
)
def test_the_name_of_the_youth_union_is_no_province(lay: Lay, lines: tuple[str, ...], issuer: str, parent: str) -> None:
    number = "Số 265-BC/TĐTN-VP\nViệt Trì, ngày 06 tháng 12 năm 2019"
    top = "\n".join(lines[:2])
    head = find_letterhead(lay(f"{top}\n{number}\n{' '.join(lines[2:])}\nBÁO CÁO\nvề bến đò"))
    assert (head.issuer, head.parent_issuer, head.province) == (issuer, parent, "Phú Thọ")


def test_the_day_of_minutes_names_no_place(lay: Lay) -> None:
    text = "ỦY BAN NHÂN DÂN\nXÃ ĐỒNG LÂM\nBIÊN BẢN\nHọp về bến đò\nHôm nay, ngày 06/11/2025, tại nhà văn hóa xã."
    assert find_letterhead(lay(text)).place is None
