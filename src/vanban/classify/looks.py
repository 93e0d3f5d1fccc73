"""Sentences that look like what they are not: bare facts like results, harm that did not come like failings.

Each rule gives the label that follows from docs/annotation.md, or None. They were found on documents of the corpus that
the model had not seen, and kept where they are right far more often than wrong (docs/design.md).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from vanban.classify.features import BODY, Context

# Probabilities by the trained model from which on a rule's label counts.
_ANY, _CONCEIVABLE, _POSSIBLE = 0.005, 0.02, 0.1
_MOST_CHARS = 4000  # no sentence is longer; what is, would cost some patterns its square
# Patterns are matched on vanban.text.canonical.
_STOCK = re.compile(
    r"(?:\A|[;,] )(?:(?:toàn|hiện|hiện nay|hiện tại|trên địa bàn|riêng) ?)*"
    r"(?:toàn xã|toàn huyện|toàn tỉnh|toàn thành phố|cả nước|xã|huyện|tỉnh|thành phố|phường|khu|trường|bệnh viện"
    r"|trung tâm|thôn|bản|công ty|địa bàn|ban|đơn vị|trạm)?(?: [^\s,;]+){0,4} "
    r"(?:hiện có|đang có|có|quản lí|đang quản lí|gồm) (?:tổng số |tổng cộng |khoảng |trên |hơn |gần )?\d"
)
_INCIDENTS = re.compile(
    r"(?<!\w)(?:xảy ra|phát sinh|ghi nhận)(?: [^\s\d]+){0,4} \d[\d.]* (?:vụ|ca|trường hợp|cơn|trận)(?!\w)"
)
_REACHED = re.compile(
    r"(?<!\w)(?:đạt|tăng|giảm|hoàn thành|vượt|xử lí|khởi tố|giải quyết|triệt phá|khám phá|bằng|so với|điều tra|hỗ trợ"
    r"|cấp|đã|được|không)(?!\w)|%"
)
_PRICE = re.compile(r"(?:\A|; )(?:giá|giá cước) (?:[^.]|\.(?=\d)){3,80} (?:đồng|đ)/")
_INDEX = re.compile(r"chỉ số giá|(?<!\w)cpi(?!\w)|giá vàng|giá xăng|giá tiêu dùng")
_JUST_ISSUED = re.compile(  # what an article is about
    r"(?:^|- )[^;:]{0,80}(?<!\w)(?:vừa|mới|vừa qua,? [^;:]{3,60}) (?:đã )?(?:có|ban hành|kí|ra|phát đi)[^.;]{0,40} "
    r"(?:công điện|công văn|quyết định|kế hoạch|chỉ thị|văn bản|thông báo)"
)
_ACT_ON_PAPER = re.compile(
    r"\A(?:ngày|hiện|hiện nay|đến ngày|đến nay)[^;:]{3,200}(?:phê duyệt|trình|chấp thuận|đồng ý|thống nhất|cho phép)"
    r"[^;]*(?:tại|bằng) (?:quyết định|tờ trình|công văn|văn bản|thông báo) (?:số|\d)"
)
_SPARED = re.compile(
    r"(?:chưa|không)(?: hề| có| còn)? (?:để )?(?:xảy ra|phát sinh|mất|tồn đọng|ghi nhận|phát hiện)"
    r"|không (?:có|còn|để|bị)(?: [^\s,;.]+){0,3} (?:tai nạn|dịch bệnh|dịch|ngộ độc|khiếu nại|khiếu kiện|vi phạm"
    r"|tồn đọng|nợ đọng|quá hạn|sai phạm|đột biến|thiệt mạng|trễ hẹn|thương vong)"
)
_MENDED = re.compile(
    r"(?<!\w)(?:nay|đến nay|hiện|hiện nay|đã)(?!\w)[^;]*(?<!\w)đã (?:được )?(?:cơ bản )?"
    r"(?:xử lí|khắc phục|giải quyết|tháo gỡ|trả|bổ sung)(?: [^\s,;.]+){0,2} "
    r"(?:xong|dứt điểm|triệt để)(?: [^\s,;.]+){0,6}\W*\Z"
    r"|\A(?:(?!chưa|nhưng|song).)*(?<!\w)đã (?:được )?(?:cơ bản )?(?:xử lí|khắc phục|giải quyết|tháo gỡ) "
    r"(?:xong|dứt điểm)(?:(?!chưa|nhưng|song).)*\Z",
    re.DOTALL,
)
_ANNOUNCED = re.compile(
    r"(?:hạn chế|tồn tại|khó khăn|vướng mắc|bất cập|khuyết điểm|thách thức|yếu kém)[^;:.]{0,80}:\s*\Z"
)
_LESS = re.compile(
    r"(?:vụ|quá hạn|trễ hẹn|tồn đọng|tai nạn|hộ nghèo|vi phạm|chậm|nợ)[^;]{0,60}(?:giảm|rút ngắn|xuống)(?: từ)? [\d.,]+"
    r"|(?:giảm|rút ngắn) (?:từ )?[\d.,]+[^;]{0,12} (?:vụ|hồ sơ|trường hợp|người chết)"
)
_FAILS_BESIDES = re.compile(
    r"(?<!\w)(?:nhưng|song|tuy nhiên|tuy|mặc dù|dù|chậm|khó khăn|vướng|thiếu|còn|vẫn|hạn chế|thấp|chỉ|mới"
    r"|nguy cơ)(?!\w)|chưa"
)
_CLOSING = re.compile(
    r"(?:đề nghị|mong|trình|gửi|báo cáo)[^.;:]{0,160}"
    r"(?:xem xét|quan tâm|tổng hợp|theo dõi|chỉ đạo|hướng dẫn|giải quyết|cho ý kiến|phê duyệt|nắm"
    r"|biết)(?: chung)?\W*\./\.?\s*\Z"
)
_ASKS_NOTHING = re.compile(
    r"(?:không|chưa) có (?:[^\s,;:.]+ ){0,2}(?:kiến nghị|đề xuất|đề nghị|vướng mắc|khó khăn)"
    r"(?:,? (?:kiến nghị|đề xuất|vướng mắc|khó khăn|gì|thêm|nào|khác|lớn))*\W*\Z"
)
_COURTESY = re.compile(
    r"mong(?: [^\s,;.:]+){0,6} nhận được (?:sự )?(?:quan tâm|phối hợp|ủng hộ|chỉ đạo|chia sẻ|góp ý|hướng dẫn)"
)
_HOPE = re.compile(
    r"(?<!\w)(?:tin rằng|tin tưởng|dự báo|hi vọng|kì vọng)(?!\w)[^.]* (?:sẽ|tiếp tục) "
    r"|\Anếu (?:được )?[^,]{3,80}, [^.]{0,100} sẽ "
)
_BEGS = re.compile(r"(?<!\w)xin (?:nhà nước|tỉnh|huyện|xã|thành phố|bộ|được|phường|trung ương|hđnd|ubnd)(?!\w)")
_DO_NOT = re.compile(r"(?<!\w)đừng(?!\w)")
_PUBLIC_ASKS = re.compile(
    r"\A(?:cử tri|người dân|nhân dân|bà con)(?: [^\s,;.:]+){0,8} (?:yêu cầu|đề nghị|kiến nghị|đề xuất|mong|muốn)"
)
_PRAISED = re.compile(r"(?<!\w)\d+ (?:tập thể|cá nhân)(?!\w)")
_NONE_AROSE = re.compile(r"(?<!\w)không phát sinh(?!\w)")
_OWED = re.compile(r"\Anợ ")
_LATE = re.compile(
    r"(?<!\w)(?<!không )(?<!tránh )chậm (?:(?:khoảng|từ|gần|hơn|trên|tới|đến) )?\d[\d,.]* ?"
    r"(?:ngày|tuần|tháng|quí|năm|%)"
    r"|(?<!\w)(?<!không )(?<!tránh )chậm (?:[^\s,;:.]+ ){0,3}so với (?:[^\s,;:.]+ )?"
    r"(?:kế hoạch|tiến độ|yêu cầu|chỉ đạo|hợp đồng|mục tiêu|cam kết|qui định|thời hạn)(?!\w)"
    r"|(?<!\w)\d+ (?:dự án|công trình|gói thầu|đơn vị|địa phương|hạng mục)(?: có)? tiến độ (?:rất |còn )?chậm(?!\w)"
)
_MUST_NOT = re.compile(  # who sets what is to be done about delays tells none
    r"(?<!\w)(?:yêu cầu|đề nghị|chỉ đạo|phải|bù|khắc phục|không để|cắt|nếu|đôn đốc|rà soát|tháo gỡ|xử lí|đẩy nhanh"
    r"|cần)(?!\w)"
)


def by_looks(context: Context, label: str, scores: Mapping[str, float]) -> str | None:
    """Give the label of a sentence that only looks like the one given to it."""
    if context.is_heading:
        return None
    if label in ("result", "proposal", "solution") and "form.caption" in context.cues:
        return "other"
    if context.zone != BODY or len(context.words) > _MOST_CHARS:
        return None
    return next((other for rule in _RULES.get(label, ()) if (other := rule(context, scores))), None)


Rule = Callable[[Context, Mapping[str, float]], str | None]


def _bare_fact(context: Context, scores: Mapping[str, float]) -> str | None:
    """What there is, what befell, what things cost and what an article is about is no result."""
    words = context.words
    if _PRICE.search(words) or (context.is_prose and _JUST_ISSUED.search(words)):
        return "other"
    if scores.get("other", 0.0) < _POSSIBLE:
        return None
    counted = (_STOCK.search(words) or _INCIDENTS.search(words)) and not _REACHED.search(words)
    return "other" if counted or _INDEX.search(words) else None


def _spared(context: Context, scores: Mapping[str, float]) -> str | None:
    """Harm that did not come to pass, or became less, is a result where nothing else in the sentence fails."""
    if scores.get("result", 0.0) < _ANY:
        return None
    words = context.words
    found = [match for pattern in (_SPARED, _LESS) if (match := pattern.search(words))]
    well = any(not _FAILS_BESIDES.search(f"{words[: m.start()]} {words[m.end() :]}") for m in found)
    return "result" if well else None


def _mended(context: Context, scores: Mapping[str, float]) -> str | None:
    return "result" if scores.get("result", 0.0) >= _ANY and _MENDED.search(context.words) else None


def _announcing(context: Context, scores: Mapping[str, float]) -> str | None:
    return "other" if _ANNOUNCED.search(context.words) else None


def _closing(context: Context, scores: Mapping[str, float]) -> str | None:
    """A paper's last words ask nothing in particular; nor does who says that there is nothing to ask."""
    return "other" if _CLOSING.search(context.words) or _ASKS_NOTHING.search(context.words) else None


def _courtesy(context: Context, scores: Mapping[str, float]) -> str | None:
    return "other" if _COURTESY.search(context.words) else None


def _hope(context: Context, scores: Mapping[str, float]) -> str | None:
    return "other" if _HOPE.search(context.words) else None


def _wish(context: Context, scores: Mapping[str, float]) -> str | None:
    words, likely = context.words, scores.get("proposal", 0.0)
    if likely >= _POSSIBLE / 2 and _PUBLIC_ASKS.search(words):
        return "proposal"
    return "proposal" if likely >= _CONCEIVABLE and _DO_NOT.search(words) else None


def _begging(context: Context, scores: Mapping[str, float]) -> str | None:
    return "proposal" if _BEGS.search(context.words) else None


def _praise(context: Context, scores: Mapping[str, float]) -> str | None:
    return "result" if _PRAISED.search(context.words) or _NONE_AROSE.search(context.words) else None


def _act(context: Context, scores: Mapping[str, float]) -> str | None:
    """What an office approved, submitted or allowed by a paper that is named was done."""
    return "result" if _ACT_ON_PAPER.search(context.words) else None


def _debt(context: Context, scores: Mapping[str, float]) -> str | None:
    return "difficulty" if scores.get("difficulty", 0.0) >= _POSSIBLE / 2 and _OWED.search(context.words) else None


def _late(context: Context, scores: Mapping[str, float]) -> str | None:
    """A delay that is measured, or told against a plan, counts for more than the progress told beside it."""
    found = _LATE.search(context.words)
    return "difficulty" if found and not _MUST_NOT.search(context.words, 0, found.start()) else None


_RULES: dict[str, tuple[Rule, ...]] = {
    "result": (_closing, _late, _bare_fact, _debt),
    "difficulty": (_announcing, _closing, _begging, _wish, _spared, _mended),
    "cause": (_announcing, _mended),
    "proposal": (_closing, _courtesy),
    "solution": (_closing, _late, _hope, _praise, _wish),
    "other": (_act, _praise, _wish),
}
