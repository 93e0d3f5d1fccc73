"""What a sentence says beside its point: who speaks, the names of bodies and places, by which rule something is done.

"Sở Tài chính" is no money, "vi phạm pháp luật" no missing law: the topic model reads the sentence without them.
"""

from __future__ import annotations

import re

from vanban.classify.cues import bare
from vanban.text import leading_marker

_UPPER = "A-ZĐÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴ"
_SAYING = "cho biết|cho rằng|cho hay|nói|phản ánh|chia sẻ|nhấn mạnh|đánh giá|nêu|kiến nghị|đề nghị|đề xuất"
_SPEAKER = re.compile(
    rf"(?:^|(?<=[,.;] ))(?:[^,;.”\"]{{0,40}}(?:[Ôô]ng|[Bb]à|[Đđ]ồng chí) [{_UPPER}]\w+[^;.]{{0,120}}?|"
    r"(?:Đại biểu|Cử tri|Theo)[^,;.]{0,80}?)"
    rf"(?:{_SAYING}),?"
)
_SAYS = re.compile(_SAYING)  # without such a word nobody speaks
# fields in names of bodies, whose second syllable is small
_FIELD = (
    "(?:Tài nguyên|Môi trường|Tài chính|Kế hoạch|Đầu tư|Nội vụ|Y tế|Xây dựng|Giao thông vận tải|Nông nghiệp|"
    "Phát triển nông thôn|Giáo dục|Đào tạo|Khoa học|Công nghệ|Văn hóa|Văn hoá|Thể thao|Du lịch|Tư pháp|Dân tộc|"
    "Tôn giáo|Thông tin|Truyền thông|Lao động|Thương binh|Xã hội|Công an|Quốc phòng|Ngoại giao|Tổ chức|Tuyên giáo|"
    "Kiểm tra|Nội chính|Dân vận|Pháp chế|Kinh tế|Ngân sách|Đô thị|Hạ tầng|Chính sách xã hội|Nhà nước|"
    r"Quản lý dự án|Nông dân|Phụ nữ|Thống kê|Thuế|Hải quan|Thanh tra)(?!\w)"
)
_BODY = re.compile(
    r"\b(?:Bộ|Sở|Cục|Tổng cục|Chi cục|Phòng|Ban|[UỦ]y ban|Uỷ ban|UBND|HĐND|Trung tâm|Văn phòng|Kho bạc|Ngân hàng|"
    r"Bảo hiểm|Hội|Đoàn|Liên đoàn|Viện|Trường|Quỹ)"
    rf"(?:(?:,? (?:và |- )?)?\s?(?:{_FIELD}|[{_UPPER}]\w+(?: \w+(?= (?:và |- )?[{_UPPER}]))?))+"
)
_PLACE = re.compile(rf"\b(?:tỉnh|thành phố|huyện|thị xã|xã|phường|thị trấn|thôn|bản|ấp|quận)(?: [{_UPPER}]\w+)+")
# on canonical words
_BY_RULE = re.compile(
    r"(?:theo|đúng|so với|tại|của)(?: các)? qui định(?: của pháp luật| hiện hành)?|"
    r"theo (?:nghị quyết|quyết định|nghị định|thông tư|luật|kế hoạch|công văn)[^,.;]{0,60}|"
    r"(?:chính sách,? )?pháp luật(?: về)?"
)
_LEAST = 4  # words that must be left


def without_asides(text: str) -> str:
    """Give the canonical words of a sentence without what it says beside its point."""
    marker = leading_marker(text)
    text = text[marker.length :].lstrip() if marker else text
    for pattern in (_SPEAKER, _BODY, _PLACE) if _SAYS.search(text) else (_BODY, _PLACE):
        shorter = pattern.sub(" ", text)
        if len(shorter.split()) >= _LEAST:
            text = shorter
    return _BY_RULE.sub(" ", bare(text))
