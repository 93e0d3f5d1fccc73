"""Cue words: found, muted, and where they must stand."""

import unicodedata

import pytest

from vanban.classify.cues import bare, find_cues, find_topics, heading_contexts
from vanban.text import canonical, nfc


def families(sentence: str) -> set[str]:
    return {cue.split(".")[0] for cue in find_cues(bare(nfc(sentence)))}


@pytest.mark.parametrize(
    ("sentence", "family"),
    [
        ("Tuy nhiên, tiến độ giải phóng mặt bằng còn chậm.", "diff"),
        ("- Cơ sở vật chất chưa đáp ứng yêu cầu.", "diff"),
        ("Do biên chế ít nên một người kiêm nhiều việc.", "cause"),
        ("Nguyên nhân chủ yếu là giá vật liệu tăng.", "cause"),
        ("1. Đề nghị Sở Tài chính cấp bù kinh phí.", "ask"),
        ("Phần mềm đã cài xong, nhưng máy thì chưa có.", "diff"),
        ("Phòng khám đã xây xong, đề nghị Sở cấp máy siêu âm.", "ask"),
        ("Xã Đoài, huyện Trong kiến nghị Sở mở đường.", "ask"),
        ("Để tháo gỡ việc này, xã sẽ mở thêm một lớp.", "plan"),
        ("Trong quý, xã đã hoàn thành 12 km đường.", "done"),
        ("Thời gian tới, xã sẽ mở thêm hai lớp.", "plan"),
        ("Trên đây là kết quả công tác tháng 5./.", "form"),
    ],
)
def test_families(sentence: str, family: str) -> None:
    assert family in families(sentence)
    assert family in families(unicodedata.normalize("NFD", sentence))


@pytest.mark.parametrize(
    "sentence",
    [
        "Trong quý không có khó khăn, vướng mắc.",
        "Gạo đã về đủ 12 xã đặc biệt khó khăn.",
        "Sở kịp thời tháo gỡ khó khăn, vướng mắc cho cơ sở.",
        "Không phát sinh tồn đọng.",
        "Địa phương không còn vướng mắc gì.",
        "Báo cáo cho thấy, mặc dù còn nhiều khó khăn, nhưng thu ngân sách vẫn tăng 8%.",
    ],
)
def test_failing_that_is_denied_or_mended_is_no_failing(sentence: str) -> None:
    assert "diff" not in families(sentence)


@pytest.mark.parametrize(
    ("word", "longer", "cue"),
    [
        ("Máy bơm của xã đã cũ.", "Bà con cũng đến họp.", "diff.poor"),
        ("Việc này rất khó.", "Nhiệm kỳ này là khóa XV.", "diff.hard"),
        ("Đơn vị yếu về tài chính.", "Đây là yếu tố chủ yếu và thiết yếu.", "diff.poor"),
        ("Giải ngân 45,5 tỷ.", "Tổ chức ở 15 tỉnh.", "done.figure"),
        ("Đường hỏng, do xe tải nặng.", "Vốn do doanh nghiệp góp, doanh thu chia đều.", "why.mid"),
    ],
)
def test_a_cue_is_no_part_of_a_longer_word(word: str, longer: str, cue: str) -> None:
    assert cue in find_cues(bare(word))
    assert cue not in find_cues(bare(longer))


def test_old_spelling_is_found() -> None:
    assert find_cues(bare("Lý do là cán bộ uỷ ban thiếu kỹ năng.")) == find_cues(
        bare("Lí do là cán bộ ủy ban thiếu kĩ năng.")
    )


@pytest.mark.parametrize(
    ("title", "contexts"),
    [
        ("KHÓ KHĂN, VƯỚNG MẮC VÀ NGUYÊN NHÂN", ("difficulty", "cause")),
        ("Đề xuất, kiến nghị", ("proposal",)),
        ("Phương hướng, nhiệm vụ quý II", ("solution",)),
        ("Kết quả đạt được", ("result",)),
        ("Hộp thư", ()),
    ],
)
def test_headings_announce(title: str, contexts: tuple[str, ...]) -> None:
    assert heading_contexts(title) == contexts


def test_topics_by_words() -> None:
    assert {"kinh_phi", "nhan_luc"} <= find_topics(canonical("Thiếu kinh phí trả phụ cấp cho giáo viên")).keys()
    assert not find_topics(canonical("Xin cảm ơn"))


@pytest.mark.parametrize(
    ("sentence", "cue", "there"),
    [
        ("Câu 3: Nguyên nhân vì sao bến đóng cửa?", "cause.noun", True),
        ("Một lý do nữa là lòng sông cạn.", "cause.noun", True),
        ("Về khách quan, lòng sông cạn dần.", "cause.noun", True),
        ("Theo huyện, nguyên nhân chủ yếu là lòng sông cạn.", "cause.subject", True),
        ("Huyện đã tìm ra nguyên nhân.", "cause.subject", False),
        ("Bến này không thu phí được.", "diff.lack", True),
        ("Bến này thu phí được.", "diff.lack", False),
        ("Toàn huyện chỉ có 2/15 bến thu phí.", "diff.only", True),
        ("Tỷ lệ thu mới 31%.", "diff.only", True),
        ("Toàn huyện có 15 bến thu phí.", "diff.only", False),
        ("Cử tri đã gửi 27 kiến nghị.", "ask.done", True),
        ("Cử tri kiến nghị mở bến mới.", "ask.done", False),
        ("Huyện giao các xã mở bến.", "plan.assign", True),
        ("Xã kiến nghị huyện giao các xã mở bến.", "plan.assign", False),
        ("Ông Bình lưu ý, bến phải có phao.", "plan.heed", True),
    ],
)
def test_single_cues(sentence: str, cue: str, *, there: bool) -> None:
    assert (cue in find_cues(bare(nfc(sentence)))) is there


@pytest.mark.parametrize(
    ("sentence", "topic", "there"),
    [
        ("theo yêu cầu của xã", "ha_tang", False),
        ("nhu cầu đi lại", "ha_tang", False),
        ("cầu qua sông hỏng", "ha_tang", True),
        ("cơ chế một cửa còn chậm", "the_che", False),
        ("cơ chế còn thiếu", "the_che", True),
        ("bộc lộ khiếm khuyết", "nhan_luc", False),
        ("khuyết chức danh kế toán", "nhan_luc", True),
        ("sở kế hoạch và đầu tư", "phoi_hop", False),
        ("nông nghiệp công nghệ cao", "an_toan", False),
        ("đoàn giám sát làm việc với xã", "phoi_hop", False),
        ("thiếu kiểm tra bến bãi", "phoi_hop", True),
        ("vốn là bến cũ", "kinh_phi", False),
        ("vốn sửa bến chưa có", "kinh_phi", True),
        ("cán bộ trông bến", "nhan_luc", False),
        ("cán bộ trông bến còn thiếu", "nhan_luc", True),
    ],
)
def test_words_that_only_look_like_a_topic(sentence: str, topic: str, *, there: bool) -> None:
    assert (topic in find_topics(canonical(sentence))) is there


@pytest.mark.parametrize(
    ("sentence", "cue", "there"),
    [
        ("Do máy cũ, hồ sơ quét rất mờ.", "cause.because", True),
        ("Do đó, hồ sơ phải nộp lại.", "cause.because", False),
        ("Vì vậy, hồ sơ phải nộp lại.", "cause.because", False),
        ("“Nguyên nhân là máy quá cũ”, ông Tám nói.", "cause.noun", True),
        ("Xã đã dựng kè, kiến nghị huyện cấp thêm đá.", "ask.verb_any", True),
        ("Xã gom các ý kiến, kiến nghị gửi về.", "ask.verb_any", False),
        ("Xã vừa khánh thành cầu mới.", "done.past", True),
        ("Nghe xong, chủ tịch xã yêu cầu giáo viên về lại lớp.", "plan.assign", True),
        ("Mấy nhà ven suối bị cuốn trôi.", "harm.suffer", True),
        ("Trạm nhận thiết bị mới.", "harm.suffer", False),
        ("Chợ vắng, vì đường vào lầy lội.", "why.mid", True),
        ("Sáng 4/6, huyện Đoài mở hội nghị về nước sạch.", "form.event", True),
        ("Huyện Đoài cấp nước sạch cho ba thôn.", "form.event", False),
    ],
)
def test_cues_of_prose(sentence: str, cue: str, *, there: bool) -> None:
    assert (cue in find_cues(bare(sentence))) is there
