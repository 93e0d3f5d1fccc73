"""What a sentence says in so many words decides its label, whatever the judge found."""

from __future__ import annotations

import unicodedata

import pytest

from vanban.analyse import find_structure
from vanban.classify.cues import bare
from vanban.classify.features import Context, find_contexts
from vanban.classify.requests import asked_before, orders_outright
from vanban.classify.verdicts import decide_by_rule
from vanban.read import read_text
from vanban.text import nfc


def last_context(*paragraphs: str) -> Context:
    document = read_text("\n\n".join(paragraphs), source="a.txt")
    structure = find_structure(document)
    return find_contexts(document, structure.outline, structure.sentences, structure.letterhead)[-1]


@pytest.mark.parametrize(
    ("sentence", "label", "decided"),
    [
        ("Các chủ đò nêu một số khó khăn, vướng mắc trong việc xin phép neo đậu.", "other", "difficulty"),
        ("Hội nghị bàn cách tháo gỡ một số khó khăn trong việc neo đậu.", "other", None),
        ("Nguyên nhân chủ yếu khiến bến vắng là đường vào lầy.", "difficulty", "cause"),
        ("Tại đại hội, xã đã đề ra 5 chỉ tiêu, trong đó có 3 bến đò đạt chuẩn.", "result", "solution"),
        ("Xã đã ban hành quy chế bến đò, trong đó đề ra các nhiệm vụ của chủ bến.", "result", None),
        ("Xã đã đề ra 5 nhiệm vụ và làm xong cả năm nhiệm vụ trước mùa lũ.", "result", None),
        ("Lòng sông cạn là một trong những nguyên nhân khiến đò mắc cạn.", "difficulty", "cause"),
        ("Nguyên nhân của việc này là gì vậy các đồng chí?", "difficulty", None),
        ("Tổ công tác đi tìm hiểu thực trạng và nguyên nhân.", "other", None),
        ("Đội quản lý bến sẽ kẻ lại vạch neo.", "result", "solution"),
        ("Đội quản lý bến kẻ lại vạch neo.", "result", None),
        ("Xã đã đề nghị huyện mở thêm bến phía hạ lưu.", "result", "proposal"),
        ("Xã đã đề nghị huyện mở thêm bến và được huyện chấp thuận.", "result", None),
        ("Đường vào bến đã trải đá, tuy nhiên đoạn cuối còn nhiều ổ gà.", "result", "difficulty"),
        ("Đường vào bến đã trải đá, tuy nhiên chủ đò đi lối khác.", "result", None),
        ("Đến nay mới chỉ có 3 bến được cấp phép.", "result", "difficulty"),
        ("Đến nay có 3 bến được cấp phép.", "result", None),
        ("Tiền vé chỉ trang trải được khoảng 40% chi phí của bến.", "result", "difficulty"),
        ("Tiền vé không chỉ trang trải được 100% chi phí của bến.", "result", None),
        ("Tiền vé chỉ đủ bù được hơn 40% chi phí của bến.", "result", "difficulty"),
        ("Xã cấp chứng chỉ lái đò được 12 người.", "result", None),
        ("Bến lập chỉ tiêu được 12 xã nhận.", "result", None),
        ("Ban quản lý còn băn khoăn về giá vé.", "result", "difficulty"),
        ("Hội nghị giải đáp những điều còn băn khoăn về giá vé.", "result", None),
        ("Xã kè xong 12 điểm sạt lở ở bến.", "result", None),
        ("Nước ở bến ngày càng trầm trọng.", "other", "difficulty"),
        ("Chỉ 3 trong số 20 bến có phao.", "result", "difficulty"),
        ("Đoàn phát hiện nhiều bến chưa có phao.", "result", "difficulty"),
        ("Đoàn phát hiện hai bến mới.", "result", None),
        ("Tiền vé thu được ở bến vẫn rất thấp.", "result", "difficulty"),
        ("Các chủ đò thường gặp tình trạng mất sóng.", "other", "difficulty"),
        ("Ban quản lý còn 12 hồ sơ xin neo đậu bị trễ hạn.", "result", "difficulty"),
        ("Ban quản lý không có hồ sơ trễ hạn.", "result", None),
        ("Bến nhận 40 hồ sơ xin neo đậu, với 22,5% trong đó quá hạn.", "result", "difficulty"),
        ("Ban quản lý đã giảm 22,5% hồ sơ quá hạn.", "result", None),
        ("Lối xuống bến hẹp gây ra nhiều khó khăn cho các chủ đò.", "result", "difficulty"),
        ("Cầu phao đã xuống cấp nghiêm trọng.", "result", "difficulty"),
        ("Huyện lập hồ sơ mở bến, dự kiến thời gian hoàn thành trong quý II.", "result", "solution"),
        ("Huyện lập hồ sơ mở bến trong quý II.", "result", None),
        ("Các ý kiến khác được tổng hợp, chuyển cơ quan có thẩm quyền.", "other", "solution"),
        ("Các ý kiến khác đã tổng hợp, chuyển cơ quan có thẩm quyền.", "other", None),
        ("Việc mở bến sẽ giúp bà con đi chợ gần hơn.", "other", None),
        ("Đề nghị của cử tri là chính đáng, tuy nhiên vốn còn hạn chế.", "proposal", "difficulty"),
        ("Chủ tịch UBND huyện nhấn mạnh, việc mở bến phải xong trước mùa lũ.", "proposal", "solution"),
        ("Chủ tịch Hội Nông dân nhấn mạnh, việc mở bến phải xong trước mùa lũ.", "proposal", None),
        ("Các chủ đò nêu nhiều kiến nghị gửi Ban quản lý.", "proposal", "other"),
        ("Các chủ đò nêu nhiều kiến nghị gửi Ban quản lý như mở thêm bến.", "proposal", None),
        ("Ngày 3/4, huyện ban hành Quyết định số 15/QĐ-UBND về giá vé đò.", "other", "result"),
        ("Đoàn đã kiểm tra việc neo đậu ở bến.", "result", "other"),
        ("Đoàn đã kiểm tra 14 cuộc ở bến.", "result", None),
        ("Giá vé đò ghi tại Quyết định số 15/QĐ-UBND.", "other", None),
        ("Lãnh đạo xã đã trả lời các kiến nghị của chủ đò.", "other", "result"),
        ("Bến đò được các cấp quan tâm củng cố.", "other", "result"),
        ("Bến đò cần được các cấp quan tâm củng cố.", "other", None),
        ("Đến nay, bến đò chưa có nội quy.", "other", "difficulty"),
        ("Đến nay, bến đò chưa có trường hợp nào rơi xuống nước.", "result", None),
        ("Nội quy bến bộc lộ nhiều điểm yếu trong việc chia lượt neo.", "other", "difficulty"),
        ("Mùa nước này, nguy cơ lật đò ở khúc quanh rất cao.", "result", "difficulty"),
        ("Số đò có phao quá thấp.", "result", "difficulty"),
        ("Cả huyện có 14 công trình kè chưa triển khai.", "result", "difficulty"),
        ("Huyện thu hồi 14 công trình kè chậm tiến độ.", "result", None),
        ("Bí thư Huyện ủy yêu cầu kết quả kẻ vạch phải là thước đo của từng bến.", "result", "solution"),
        ("Trung tướng Lò May chỉ đạo các đội phải kẻ lại vạch neo.", "result", "solution"),
        ("Bí thư Huyện ủy nêu kết quả kẻ vạch của từng bến.", "result", None),
        ("Trong 6 tháng cuối năm, xã kẻ lại vạch neo.", "result", "solution"),
        ("Trong 6 tháng cuối năm, xã đã kẻ lại vạch neo.", "result", None),
        ("Xã đã kiến nghị huyện nhiều nội dung.", "other", None),
        ("Đoàn cũng đề xuất một số kiến nghị với huyện về các vấn đề như mở bến và mua phao.", "result", "proposal"),
        ("Hội nghị đề xuất nhiều nội dung như: mở bến, mua phao cho các chủ đò.", "other", "proposal"),
        ("Nhiều ý kiến cho rằng, ban quản lý cần tăng số chuyến đò.", "difficulty", "proposal"),
        ("Ban quản lý cho rằng, các chủ đò cần tăng số chuyến.", "difficulty", None),
        ("Việc mở bến còn những hạn chế nào?", "difficulty", "other"),
        ("Vì sao việc mở bến còn nhiều hạn chế?", "difficulty", None),
        ("Về đề nghị kè lại bến: UBND huyện giao phòng kinh tế lập dự toán.", "proposal", "solution"),
        ("Về đề nghị kè lại bến: UBND huyện đã có quyết định đầu tư.", "proposal", "result"),
        ("Về đề nghị kè lại bến: vốn kè bờ chưa được tỉnh bố trí.", "proposal", "difficulty"),
        ("Về đề nghị kè lại bến: việc này thuộc thẩm quyền của tỉnh.", "proposal", "other"),
        ("Đoàn đã đến kiểm tra việc neo đậu ở bến.", "result", "other"),
        ("Đoàn đã đến khảo sát thực tế ở bến.", "result", "other"),
        ("Phòng đã khảo sát xong 9 bến.", "result", None),
        ("Toàn huyện vẫn còn những tồn tại, hạn chế như chưa đo lại các bến.", "other", "difficulty"),
        ("Toàn huyện vẫn còn những tồn tại, hạn chế như sau.", "result", None),
        ("Văn phòng vừa có công văn đề nghị UBND xã khẩn trương kẻ lại vạch neo.", "other", "proposal"),
        ("Văn phòng vừa có công văn về việc kẻ lại vạch neo.", "other", None),
    ],
)
def test_plain_words_decide(sentence: str, label: str, decided: str | None) -> None:
    scores = {"other": 0.5, "result": 0.3, "solution": 0.05, "difficulty": 0.05, "proposal": 0.05, "cause": 0.05}
    assert decide_by_rule(last_context("Hết năm.", sentence), label, scores) == decided


@pytest.mark.parametrize(
    ("lead_in", "item", "decided"),
    [
        ("UBND huyện giao:", "- Phòng Kinh tế xem xét vốn kè bờ;", "solution"),
        ("Cử tri đề nghị:", "- Phòng Kinh tế xem xét vốn kè bờ;", None),
        ("UBND huyện giao:", "- Đề nghị tỉnh xem xét vốn kè bờ;", None),
    ],
)
def test_items_of_a_lead_in_that_orders_are_tasks(lead_in: str, item: str, decided: str | None) -> None:
    scores = {"proposal": 0.9, "solution": 0.01, "other": 0.09}
    assert decide_by_rule(last_context("Hết năm.", lead_in, item), "proposal", scores) == decided


@pytest.mark.parametrize(
    ("lead_in", "item", "decided"),
    [
        ("Đề nghị UBND tỉnh:", "- Chỉ đạo Sở Xây dựng mở bến mới;", "proposal"),
        ("Đề nghị UBND tỉnh:", "- Sở Xây dựng đã mở bến mới;", None),
        ("Xã đã đề nghị UBND tỉnh:", "- Chỉ đạo Sở Xây dựng mở bến mới;", None),
        ("Xã làm những việc sau:", "- Chỉ đạo các thôn mở bến mới;", None),
    ],
)
def test_items_of_a_lead_in_that_asks_are_proposals(lead_in: str, item: str, decided: str | None) -> None:
    scores = {"solution": 0.9, "proposal": 0.01, "other": 0.09}
    assert decide_by_rule(last_context("Hết năm.", lead_in, item), "solution", scores) == decided


@pytest.mark.parametrize(
    ("line", "decided"),
    [
        ("Nhiều bến đò thiếu phao cứu sinh", "difficulty"),
        ("Nhiều khó khăn, vướng mắc ở các bến đò", None),
        ("Tìm cách khắc phục việc bến đò thiếu phao", None),
        ("Nhiều bến đò thiếu phao cứu sinh:", None),
        ("Nhiều bến đò mới mở", None),
    ],
)
def test_a_line_that_is_a_clause_of_failing_is_a_difficulty(line: str, decided: str | None) -> None:
    assert decide_by_rule(last_context("Hết năm.", line), "other", {"other": 0.9, "difficulty": 0.1}) == decided


def test_a_failing_that_is_hardly_conceivable_is_left() -> None:
    context = last_context("Hết năm.", "Nhiều bến đò thiếu phao cứu sinh")
    assert decide_by_rule(context, "other", {"other": 0.99, "difficulty": 0.01}) is None


@pytest.mark.parametrize(
    ("sentence", "orders"),
    [
        ("Chủ tịch UBND huyện vừa ký văn bản yêu cầu các xã khẩn trương kẻ lại vạch neo.", True),
        ("UBND huyện đã có công văn yêu cầu các xã rà soát vạch neo.", True),
        ("Phó Chủ tịch huyện đã yêu cầu chủ đầu tư đẩy nhanh việc kè bờ.", False),
        ("Phó Chủ tịch huyện đã yêu cầu chủ đầu tư khẩn trương kè bờ.", True),
        ("Theo văn bản yêu cầu các xã kẻ lại vạch neo thì bến phải đóng.", False),
        ("UBND huyện chỉ đạo các phòng tăng cường kiểm tra bến.", True),
        ("UBND huyện đã chỉ đạo các phòng tăng cường kiểm tra bến.", False),
        ("UBND huyện tập trung chỉ đạo các phòng kiểm tra bến.", False),
        ("UBND huyện đã giao phòng kinh tế kiểm tra bến.", False),
        ("Chủ tịch UBND huyện yêu cầu rà soát số phao của các bến.", True),
        ("Chủ tịch UBND huyện nêu yêu cầu rà soát số phao của các bến.", False),
        ("Các đại biểu đã yêu cầu chủ tịch xã giải trình việc thu vé.", False),
        ("Bến theo yêu cầu các xã phải xây lại.", False),
        ("Đồng thời yêu cầu các xã khẩn trương kẻ lại vạch neo.", True),
        ("Bên cạnh đó, giao phòng kinh tế rà soát vạch neo.", True),
    ],
)
def test_orders(sentence: str, *, orders: bool) -> None:
    assert orders_outright(bare(nfc(sentence))) is orders
    assert orders_outright(bare(nfc(unicodedata.normalize("NFD", sentence)))) is orders


@pytest.mark.parametrize(
    ("sentence", "asked"),
    [
        ("Xã cũng đã kiến nghị huyện mở bến.", True),
        ("Xã đã nhiều lần kiến nghị huyện mở bến.", False),
        ("Xã đã kiến nghị xử lý 12 chủ đò.", False),
        ("Xã đã kiến nghị huyện mở bến nhưng chưa có vốn.", False),
        ("Xã đã kiến nghị huyện mở bến, huyện đã cử người xuống đo.", False),
        ("Xã kiến nghị huyện mở bến.", False),
    ],
)
def test_asked_before(sentence: str, *, asked: bool) -> None:
    assert asked_before(bare(nfc(sentence))) is asked
