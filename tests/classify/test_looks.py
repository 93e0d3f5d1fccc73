"""Sentences that look like what they are not."""

from __future__ import annotations

import pytest

from vanban.classify.features import Context, find_contexts
from vanban.classify.looks import by_looks
from vanban.read import read_text
from vanban.structure import build_outline, find_letterhead, split_sentences


def last_context(*paragraphs: str) -> Context:
    document = read_text("\n\n".join(paragraphs), source="a.txt")
    outline = build_outline(document)
    return find_contexts(document, outline, split_sentences(document), find_letterhead(document))[-1]


@pytest.mark.parametrize(
    ("sentence", "label", "other"),
    [
        ("Toàn xã có 14 bến đò, 37 chủ đò.", "result", "other"),
        ("Toàn xã có 14 bến đò đạt chuẩn.", "result", None),
        ("Trong quý xảy ra 5 vụ chìm đò.", "result", "other"),
        ("Trong quý xảy ra 5 vụ chìm đò, đã xử lý 4 vụ.", "result", None),
        ("Giá vé qua bến ở mức 4.000 đồng/lượt.", "result", "other"),
        ("Chỉ số giá tiêu dùng tháng 9 tăng 0,3%.", "result", "other"),
        ("(Ban hành kèm theo Báo cáo số 12/BC-UBND)", "result", "other"),
        ("Nợ tiền thuê bến đã kéo sang năm thứ ba.", "result", "difficulty"),
        ("Từ đầu năm không để xảy ra tai nạn trên bến.", "difficulty", "result"),
        ("Số vụ chìm đò vi phạm quy định giảm 6 vụ.", "difficulty", "result"),
        ("Không để xảy ra tai nạn nhưng bến còn chật.", "difficulty", None),
        ("Chủ đò xin xã mở thêm bến phụ.", "difficulty", "proposal"),
        ("Đừng thu phí hai lần một lượt đò.", "difficulty", "proposal"),
        ("Cử tri yêu cầu huyện mở lại bến.", "solution", "proposal"),
        ("UBND xã kính đề nghị huyện xem xét, hướng dẫn./.", "proposal", "other"),
        ("UBND xã đề nghị huyện mở bến phụ và cấp phao./.", "proposal", None),
        ("UBND xã trân trọng gửi huyện để theo dõi, tổng hợp chung./.", "proposal", "other"),
        ("Ban quản lý bến: không có kiến nghị, đề xuất gì thêm.", "proposal", "other"),
        ("Bến không có kiến nghị nào được trả lời.", "difficulty", None),
        ("Việc chậm trả tiền vé đến nay đã được xử lý dứt điểm.", "difficulty", "result"),
        ("Việc chậm trả tiền vé chưa được xử lý dứt điểm.", "difficulty", None),
        ("Tuy nhiên, công tác bến bãi còn một số tồn tại, hạn chế sau:", "difficulty", "other"),
        ("Tuy nhiên, bến còn chật: thuyền to phải chờ.", "difficulty", None),
        ("Rất mong nhận được sự phối hợp của các hộ.", "proposal", "other"),
        ("Chúng tôi tin rằng bến mới sẽ đông khách.", "solution", "other"),
        ("Dịp này, 4 tập thể được nhận giấy khen.", "other", "result"),
        ("Bệnh dại: không phát sinh ca mới.", "other", "result"),
        ("Bến phụ nằm ở bờ bên kia.", "other", None),
        ("Ngày 03/5/2016, huyện phê duyệt quy hoạch bến tại Quyết định số 118/QĐ-UBND.", "other", "result"),
        ("Ngày 03/5/2016, huyện họp bàn quy hoạch bến.", "other", None),
        ("Vừa qua, UBND huyện ban hành Kế hoạch số 41/KH-UBND mở bến.", "result", "other"),
        ("UBND huyện đã ban hành Kế hoạch số 41/KH-UBND mở bến.", "result", None),
        ("Bến Thượng đã đóng được 40 cọc, chậm 15 ngày.", "result", "difficulty"),
        ("02 bến dự kiến xong trong tháng 8 (chậm hơn 3 tuần so với hợp đồng).", "solution", "difficulty"),
        ("Kè bến đạt 35% khối lượng, chậm so với tiến độ được duyệt.", "result", "difficulty"),
        ("Đò máy chạy chậm so với năm trước.", "result", None),
        ("Kè bến hoàn thành đúng hạn, không chậm so với kế hoạch.", "result", None),
        ("Chủ đò phải nộp lại giấy phép khi chậm 15 ngày.", "solution", None),
    ],
)
def test_label_that_looks_hide(sentence: str, label: str, other: str | None) -> None:
    found = last_context("Hết năm.", sentence)
    assert (
        by_looks(found, label, dict.fromkeys(("result", "difficulty", "proposal", "solution", "other"), 0.15)) == other
    )


def test_what_the_model_holds_impossible_stays() -> None:
    scores = {"result": 0.99, "other": 0.01, "proposal": 0.0, "difficulty": 0.0}
    assert by_looks(last_context("Hết năm.", "Toàn xã có 14 bến đò, 37 chủ đò."), "result", scores) is None
    assert by_looks(last_context("Hết năm.", "Nợ tiền thuê bến đã kéo dài."), "result", scores) is None


def test_headings_stay() -> None:
    found = last_context("I. KẾT QUẢ", "Bến mở cửa.", "2. Không để xảy ra tai nạn", "Bến yên.")
    assert not found.is_heading
    document = read_text("I. KẾT QUẢ\n\nBến mở cửa.", source="a.txt")
    outline = build_outline(document)
    heading = find_contexts(document, outline, split_sentences(document), find_letterhead(document))[0]
    assert heading.is_heading
    assert by_looks(heading, "result", {"other": 0.5}) is None
