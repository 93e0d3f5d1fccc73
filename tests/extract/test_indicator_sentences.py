"""Indicators of sentences and cells of prose: names, values and targets, status, period, subject; with and without a model."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Sequence
from decimal import Decimal

import pytest

from vanban.analyse import analyse_text
from vanban.extract import indicator_features as features
from vanban.extract import indicators as station
from vanban.extract.dates import find_dates
from vanban.extract.figures import find_figures
from vanban.extract.indicator_model import IndicatorModel
from vanban.extract.indicator_names import guess_name, join_name
from vanban.extract.indicator_sentences import find_sentence_indicators
from vanban.extract.indicator_status import judge, judge_in_sentence
from vanban.extract.indicator_tokens import DIGITS, FIGURE, Tokens, cut_tokens
from vanban.extract.names import find_names
from vanban.model import Indicator, Letterhead, Span, Statement
from vanban.read import read_text
from vanban.text import canonical, nfc

FORMS = ("NFC", "NFD")


def plain(value: Decimal | None) -> str | None:
    return None if value is None else f"{value.normalize():f}"


def model(
    weights: dict[str, float] | None = None, *, gives: str = features.VALUE, compounds: Sequence[str] = ()
) -> IndicatorModel:
    """A model that lets every figure give the same; words are left out of names unless `weights` lift them."""
    classes = [features.NOTHING, features.TARGET, features.VALUE]
    return IndicatorModel(
        name=weights or {}, name_intercept=-5.0, classes=classes, decision={},
        decision_intercepts=[5.0 if name == gives else 0.0 for name in classes], compounds=compounds,
    )  # fmt: skip


def tokens_of(text: str, form: str = "NFC") -> Tokens:
    text = nfc(unicodedata.normalize(form, text))
    return cut_tokens(text, Span(0, len(text)), find_figures(text), dates=find_dates(text, year=2025))


def lifted(tokens: Tokens, *words: str) -> dict[int, float]:
    return {i: 1.0 if word in words else -5.0 for i, word in enumerate(tokens.words) if word != FIGURE}


# -- words ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMS)
def test_cut_tokens(form: str) -> None:
    tokens = tokens_of("Đến ngày 05/3/2025, đã cấp 1.250 giấy phép, đạt 97,5% kế hoạch số 12.", form)
    assert tokens.words == [
        "đến", "ngày", DIGITS, "/", DIGITS, "/", DIGITS, ",", "đã", "cấp", FIGURE, "giấy", "phép", ",", "đạt", FIGURE, "kế",
        "hoạch", "số", DIGITS, ".",
    ]  # fmt: skip
    assert [tokens.surface(place).strip() for place in tokens.places] == ["1.250", "97,5%"]
    assert tokens.unit_of[11:13] == [0, 0]
    assert [tokens.words[end] for end in tokens.unit_ends] == [",", "kế"]
    assert tokens.marks[1:7] == ["d"] * 6
    assert tokens.borders_before[11] == "<figure> 0"
    assert tokens.borders_after[9] == "<figure> 0"
    assert tokens.borders_before[9] == "đã 0"


def test_the_walk_goes_outwards_and_counts_what_it_passes() -> None:
    tokens = tokens_of("Trong quý, đã trồng 12 ha rừng, 5 ha chè.")
    seen = [(s.side, tokens.words[s.place], s.distance, s.gap, tuple(s.crossed)) for s in features.walk(tokens, 0)]
    assert seen[:3] == [
        ("L", "trồng", 1, "", ()),
        ("L", "đã", 2, "", ()),
        ("L", "quí", 4, ",", ("đã",)),
    ]
    assert ("U", "ha", 1, "", ()) in seen
    assert seen[-1][:4] == ("R", "chè", 5, ",f")
    assert all(word[0].isalnum() for _, word, _, _, _ in seen)


def test_sums_of_the_scorer_are_sums_of_the_written_features() -> None:
    tokens = tokens_of(
        "Tổng thu đạt 12,5 tỷ đồng, tăng 8% so với năm 2024, trong đó có 45/50 xã hoàn thành kế hoạch giao."
    )
    weights: dict[str, float] = {}
    for index in range(len(tokens.figures)):
        for _, row in features.name_rows(tokens, index):
            for feature in row:
                weights.setdefault(feature, (len(weights) % 17 - 8) / 10)
    scorer, known = model(weights), dict[str, dict[int, float]]()
    for _ in range(2):  # the second time from what is remembered
        for index in range(len(tokens.figures)):
            expected = {i: -5.0 + sum(weights[f] for f in row) for i, row in features.name_rows(tokens, index)}
            assert scorer.score_words(tokens, index, known) == pytest.approx(expected)


# -- names ----------------------------------------------------------------------------------------------------


def test_join_name_says_first_what_is_counted() -> None:
    tokens = tokens_of("Trong tháng, đã kiểm tra 23 cơ sở sản xuất, xử phạt 5 cơ sở.")
    assert join_name(tokens, 0, lifted(tokens, "kiểm", "tra", "cơ", "sở", "sản", "xuất")) == "cơ sở sản xuất kiểm tra"


def test_join_name_keeps_the_order_of_rates() -> None:
    tokens = tokens_of("Tỷ lệ hộ nghèo giảm còn 3,2% tổng số hộ.")
    assert join_name(tokens, 0, lifted(tokens, "tỉ", "lệ", "hộ", "nghèo")) == "Tỷ lệ hộ nghèo"
    assert join_name(tokens, 0, lifted(tokens, "nghèo", "tổng", "số")) == "nghèo tổng số"


def test_join_name_closes_gaps_and_drops_weak_words() -> None:
    tokens = tokens_of("Nguồn vốn của dự án đường tỉnh là 12 tỷ đồng, vượt dự kiến.")
    scores = lifted(tokens, "vốn", "của", "án", "đường")
    scores[tokens.words.index("dự")] = -2.0  # between two chosen words
    assert join_name(tokens, 0, scores) == "vốn của dự án đường"
    scores[tokens.words.index("vượt")] = 0.0
    assert join_name(tokens, 0, scores) == "vốn của dự án đường vượt"
    few = {
        tokens.words.index("vốn"): -0.5,
        tokens.words.index("vượt"): -1.0,
    }  # both likely enough, one too weak to stand alone
    assert join_name(tokens, 0, few) == "vốn"


def test_join_name_does_not_cut_words() -> None:
    tokens = tokens_of("Kinh phí mua sắm thiết bị là 12 tỷ đồng.")
    scores = {**lifted(tokens, "kinh", "mua", "sắm"), tokens.words.index("phí"): -0.5}
    assert join_name(tokens, 0, scores, compounds={"kinh phí"}) == "Kinh phí mua sắm"
    assert join_name(tokens, 0, {**scores, tokens.words.index("phí"): -3.0}) == "Kinh mua sắm"


def test_join_name_says_nothing_twice() -> None:
    tokens = tokens_of("Lớp chuyển đổi số đã đào tạo 137 chuyên gia chuyển đổi số.")
    scores = lifted(tokens, "chuyên", "gia", "chuyển", "đổi", "số")
    assert join_name(tokens, 0, scores) == "chuyên gia chuyển đổi số"


@pytest.mark.parametrize(
    ("text", "index", "name"),
    [
        ("Tỷ lệ hồ sơ đúng hạn đạt 98,6%.", 0, "Tỷ lệ hồ sơ đúng hạn"),
        ("100% cán bộ được tập huấn; 12 lớp.", 0, "cán bộ được tập huấn"),
        ("Tổng kinh phí là 12 tỷ đồng.", 0, "Tổng kinh phí"),
        ("Đã tổ chức 12 lớp tập huấn cho cán bộ.", 0, "lớp tập huấn"),
    ],
)
def test_without_a_model_the_place_names(text: str, index: int, name: str) -> None:
    assert guess_name(tokens_of(text), index) == name


# -- sentences ------------------------------------------------------------------------------------------------


def sentence(
    text: str, scorer: IndicatorModel | None, *, label: str = "result", row_name: str | None = None
) -> list[Indicator]:
    return find_sentence_indicators(
        text, Span(0, len(text)), find_figures(text), scorer, label=label, row_name=row_name
    )  # fmt: skip


NAME = {"Lw=tỉ": 8.0, "Lw=lệ": 8.0, "Lw=sinh": 8.0, "Lw=học": 8.0, "Uw=lớp": 8.0, "Rw=tập": 8.0, "Rw=huấn": 8.0}


@pytest.mark.parametrize("form", FORMS)
def test_a_value_with_its_plan_is_one_indicator(form: str) -> None:
    text = nfc(unicodedata.normalize(form, "Tỷ lệ học sinh đến lớp 72,5%/80% kế hoạch."))
    (found,) = sentence(text, model(NAME))
    assert (found.name, plain(found.value), found.unit) == ("Tỷ lệ học sinh", "72.5", "%")
    assert (plain(found.target), found.target_unit, found.status) == ("80", "%", "not_met")
    assert found.span.of(text) == "72,5%"


def test_a_plan_named_behind_a_value_is_its_target() -> None:
    (found,) = sentence("Tỷ lệ học sinh đạt 81%, vượt chỉ tiêu 80%.", model(NAME))
    assert (plain(found.value), plain(found.target), found.status) == ("81", "80", "met")


@pytest.mark.parametrize(
    "plan",
    [
        ", kế hoạch năm 2025 là 80%",
        " (kế hoạch được giao năm 2025: 80%)",
        "; mục tiêu đến năm 2025 là 80%",
        ", chỉ tiêu tỉnh giao 80%",
        ", thấp hơn chỉ tiêu Nghị quyết đề ra 80%",
    ],
)
def test_how_a_plan_is_named(plan: str) -> None:
    (found,) = sentence(f"Tỷ lệ học sinh đạt 72,5%{plan}.", model(NAME))
    assert (plain(found.value), plain(found.target), found.status) == ("72.5", "80", "not_met")


@pytest.mark.parametrize("rest", [" kế hoạch; khối tỉnh đạt 80%", ", trong đó khối tỉnh đạt 80%", " và 80%"])
def test_what_is_no_plan(rest: str) -> None:
    found = sentence(f"Tỷ lệ học sinh đạt 72,5%{rest}.", model(NAME))
    assert [(plain(indicator.value), indicator.target) for indicator in found] == [("72.5", None), ("80", None)]


def test_a_target_has_no_value() -> None:
    (found,) = sentence("Mở ít nhất 12 lớp tập huấn.", model(NAME, gives=features.TARGET), label="solution")
    assert (found.name, found.value, plain(found.target), found.target_unit) == ("lớp tập huấn", None, "12", "lớp")
    assert (found.comparator, found.status) == (">=", None)


def test_what_gives_nothing_is_left_out() -> None:
    assert sentence("Mở 12 lớp tập huấn.", model(NAME, gives=features.NOTHING)) == []


@pytest.mark.parametrize("words", ["giảm cả 3 tiêu chí", "tăng trên cả 2 mặt"])
def test_how_many_respects_something_changed_in_gives_nothing(words: str) -> None:
    assert sentence(f"Tai nạn đò {words} so với cùng kỳ.", model(NAME)) == []
    assert sentence("Xã đạt 3 tiêu chí.", model(NAME)) != []


def test_what_each_of_those_counted_reached_gives_nothing() -> None:
    for text, name, value in (
        ("Có 12 xã đạt từ 15 - 18 tiêu chí.", "xã đạt từ 15 - 18 tiêu chí", "12"),
        ("Có khoảng 12 xã đã đạt 19/19 tiêu chí.", "xã đã đạt 19/19 tiêu chí", "12"),
        ("Số xã đạt 19 tiêu chí: 15 xã.", "Số xã đạt 19 tiêu chí", "15"),
    ):
        assert [(i.name, plain(i.value)) for i in sentence(text, model(NAME))] == [(name, value)]


def test_rules_decide_where_there_is_no_model() -> None:
    text = "Tại 95 xã, tỷ lệ hộ dùng nước sạch đạt 91% sau 3 tháng."
    assert [(i.name, plain(i.value)) for i in sentence(text, None)] == [("tỷ lệ hộ dùng nước sạch", "91")]
    (found,) = sentence("Xây 12 phòng học.", None, label="proposal")
    assert (found.name, found.value, plain(found.target)) == ("phòng học Xây", None, "12")


def test_a_row_completes_a_name_that_the_cell_leaves_out() -> None:
    (found,) = sentence("Đã bàn giao 210/315 bộ", None, row_name="Trang bị máy quét")
    assert (plain(found.value), plain(found.value2), found.unit) == ("210", "315", "bộ")
    assert found.name.endswith("Trang bị máy quét")
    (whole,) = sentence("Tỷ lệ thanh toán không tiền mặt đạt 100%", None, row_name="Thúc đẩy thanh toán")
    assert whole.name == "Tỷ lệ thanh toán không tiền mặt"


# -- status ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("text", "index", "label", "status"),
    [
        ("Có 21/28 chỉ tiêu đạt và vượt kế hoạch năm, 7/28 chỉ tiêu đang thực hiện.", 0, "result", "met"),
        ("Có 21/28 chỉ tiêu đạt và vượt kế hoạch năm, 7/28 chỉ tiêu đang thực hiện.", 1, "result", "in_progress"),
        ("Thu nhận 714 hồ sơ, đạt 100,2% chỉ tiêu giao.", 0, "result", "met"),
        ("Thu nhận 714 hồ sơ, đạt 80% chỉ tiêu giao.", 0, "result", None),
        ("Sản lượng bằng 104% kế hoạch.", 0, "result", "met"),
        ("Giải ngân đạt 47% kế hoạch.", 0, "result", None),
        ("Chi trả 460 tỷ đồng, đạt 102% so với cùng kỳ.", 1, "result", None),
        ("Có 5 chi bộ hoàn thành tốt nhiệm vụ.", 0, "result", None),
        ("Đầu tư hoàn thành 47 công trình nước sạch, 118 phòng học.", 1, "result", "met"),
        ("Các huyện đã có 12/12 đơn vị lập kế hoạch.", 0, "result", "met"),
        ("Mới có 38/96 xã lắp đặt thiết bị.", 0, "difficulty", "not_met"),
        ("Còn 14 nhiệm vụ quá hạn.", 0, "difficulty", "not_met"),
        ("Còn 45 nhà chưa hoàn thành.", 0, "difficulty", "not_met"),
        ("Thú y xã chỉ còn 1 người.", 0, "difficulty", None),
        ("Tỉnh đang triển khai 19 nhiệm vụ khoa học.", 0, "result", "in_progress"),
        ("Toàn tỉnh có 19 nhiệm vụ khoa học.", 0, "result", None),
    ],
)
def test_status_in_a_sentence(text: str, index: int, label: str, status: str | None, form: str) -> None:
    text = nfc(unicodedata.normalize(form, text))
    figure = [f for f in find_figures(text) if f.value != 0][index]
    words = canonical(text)
    assert judge_in_sentence(figure, words[: figure.span.start], words[figure.span.end :], label) == status


def test_less_is_better_for_what_should_stay_low() -> None:
    assert judge("Tỷ lệ hộ nghèo", Decimal("3.9"), Decimal("4.5"), None) == "met"
    assert judge("Tỷ lệ che phủ rừng", Decimal("3.9"), Decimal("4.5"), None) == "not_met"
    assert judge("Thời gian xử lý", Decimal(5), Decimal(7), "<=") == "met"


# -- the station ----------------------------------------------------------------------------------------------


def whole(
    text: str, *, labels: Sequence[str], scorer: IndicatorModel, monkeypatch: pytest.MonkeyPatch
) -> list[Indicator]:
    monkeypatch.setattr(station, "indicator_model", lambda folder: scorer)
    document = read_text(text, source="t.txt")
    starts = [document.text.index(line) for line in text.strip().split("\n\n")]
    statements = [
        Statement(Span(start, start + len(line)), line, label)
        for start, line, label in zip(starts, text.strip().split("\n\n"), labels, strict=True)
    ]
    return list(
        station.find_indicators(
            document, statements, figures=find_figures(document.text), dates=find_dates(document.text, year=2025),
            names=find_names(document.text), letterhead=Letterhead(issuer="UBND XÃ HÒA AN"),
        )
    )  # fmt: skip


def test_period_and_subject(monkeypatch: pytest.MonkeyPatch) -> None:
    text = (
        "Sở Y tế đã mở 12 lớp tập huấn trong tháng 3/2025 cho cán bộ các trạm.\n\n"
        "Đến ngày 30/6/2025, toàn xã mở 5 lớp tập huấn.\n\nToàn xã có 7 lớp tập huấn.\n"
    )
    found = whole(text, labels=("result",) * 3, scorer=model(NAME), monkeypatch=monkeypatch)
    assert [(plain(i.value), i.subject, i.period) for i in found] == [
        ("12", "Sở Y tế", (dt.date(2025, 3, 1), dt.date(2025, 3, 31))),
        ("5", "UBND XÃ HÒA AN", (dt.date(2025, 6, 30), dt.date(2025, 6, 30))),
        ("7", "UBND XÃ HÒA AN", None),
    ]
    assert {i.source for i in found} == {"text"}


TASKS = (
    "STT\tNhiệm vụ\tCơ quan chủ trì\tSản phẩm\tThời gian hoàn thành\tKết quả\t\tMô tả\n"
    "\t\t\t\t\tĐã hoàn thành\tĐang thực hiện\t\n"
    "1\tMở rộng mạng lưới, phấn đấu 70% học sinh đến trường\tSở Giáo dục\tĐạt 70% học sinh đến trường\tNăm 2026\t\tx\t\n"
    "2\tTập huấn\tSở Nội vụ\tBáo cáo\tNăm 2026\tx\t\tĐã mở 12 lớp tập huấn. Đã tuyên truyền\n"
)


def test_tasks_give_targets_and_remarks_values(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(station, "indicator_model", lambda folder: None)
    document = read_text(TASKS, source="t.txt")
    found = station.find_indicators(
        document, (), figures=(), dates=find_dates(document.text), names=(), letterhead=Letterhead()
    )
    assert [(plain(i.value), plain(i.target), i.status, i.source) for i in found] == [
        (None, "70", "in_progress", "table"),
        ("12", None, None, "table"),
    ]
    assert found[0].period == (dt.date(2026, 1, 1), dt.date(2026, 12, 31))
    assert found[1].name == "lớp tập huấn"
    assert found[1].span.of(document.text) == "12 lớp"


# -- long lines -----------------------------------------------------------------------------------------------


def test_a_figure_is_judged_by_a_bounded_stretch_of_a_long_line(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []

    def judged(figure: object, before: str, after: str, label: str) -> str | None:
        seen.append(len(before) + len(after))
        return judge_in_sentence(figure, before, after, label)  # type: ignore[arg-type]

    monkeypatch.setattr("vanban.extract.indicator_sentences.judge_in_sentence", judged)
    text = "Trong quý, tiếp nhận 95 hồ sơ, hoàn thành 90 hồ sơ và " * 40
    figures = find_figures(text)
    found = find_sentence_indicators(text, Span(0, len(text)), figures, model())
    assert len(found) == len(seen) == 80
    assert max(seen) <= 600
    assert {indicator.status for indicator in found[1::2]} == {"met"}


@pytest.mark.parametrize(
    ("source", "place", "expected"),
    [
        ("text", 5, 2020),  # nothing before: the first after it
        ("text", 250, 2020),
        ("table", 250, 2020),
        ("table", 750, None),  # none within 200 characters
        ("text", 750, 2021),
    ],
)
def test_the_period_is_the_last_date_before(source: str, place: int, expected: int | None) -> None:
    text = f"{' ' * 100}năm 2020{' ' * 192}năm 2021{' ' * 600}"
    period = station._period_near(Indicator(Span(place, place + 4), "a", source=source), find_dates(text))
    assert (period[0].year if period else None) == expected


# -- where the model is not sure ---------------------------------------------------------------------------------------


def unsure_model(gives: str) -> IndicatorModel:
    classes = [features.NOTHING, features.TARGET, features.VALUE]
    return IndicatorModel(
        name={}, name_intercept=-5.0, classes=classes, decision={},
        decision_intercepts=[0.5 if name == gives else 0.0 for name in classes],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "gives", "value", "target"),
    [
        ("Sản lượng đạt 17 vạn tấn.", features.NOTHING, "17", None),  # hardly nothing, and measured
        ("Họp tại 17 xã.", features.NOTHING, None, None),  # a count may say how far something reaches
        ("Thời gian thi công 17 ngày.", features.NOTHING, None, None),
        ("Huyện có 17 nhà máy.", features.NOTHING, "17", None),
        ("Phấn đấu 95% số hộ dùng nước sạch.", features.VALUE, None, "95"),
        ("Phấn đấu đến nay đã đạt 95% số hộ.", features.VALUE, "95", None),
        ("Xã sẽ cấp nước cho 95% số hộ.", features.VALUE, None, "95"),
        ("Dự án hướng tới cấp nước cho 95% số hộ.", features.VALUE, None, "95"),
        ("Xã đặt ra mục tiêu 95% số hộ dùng nước sạch.", features.VALUE, None, "95"),
        ("Xã đặt mục tiêu cao và đã đạt 95% số hộ.", features.VALUE, "95", None),
        ("Xã phải hoàn tất 95% số bể nước.", features.VALUE, None, "95"),
        ("Đạt 95% số hộ dùng nước sạch.", features.VALUE, "95", None),
        ("Dự kiến khởi công trước tháng 5 nhưng đến nay chậm 17 tuần.", features.VALUE, "17", None),
        ("Bể lọc dự kiến xong trong tháng 5 (chậm 17 tuần).", features.TARGET, "17", None),
        ("Xã đề ra nhiều chỉ tiêu: giếng đạt chuẩn; 95% số hộ dùng nước sạch.", features.VALUE, None, "95"),
    ],
)
def test_an_unsure_decision_is_corrected(text: str, gives: str, value: str | None, target: str | None) -> None:
    figures = find_figures(text)
    found = find_sentence_indicators(text, Span(0, len(text)), figures, unsure_model(gives))
    expected = [] if value is None and target is None else [(value, target)]
    assert [(plain(i.value), plain(i.target)) for i in found] == expected


@pytest.mark.parametrize(
    ("text", "label", "value", "target"),
    [
        ("Dự kiến năm tới nối nước cho 95% số hộ.", "other", None, "95"),
        ("Dự kiến nối thôn Thượng; nối nước cho 95% số hộ.", "solution", None, "95"),
        ("Dự kiến thiệt hại ở nhà máy nước là 17 tỷ đồng.", "other", "17", None),  # a loss is foreseen, not aimed at
        ("Dự kiến nối nước cho 95% số hộ.", "difficulty", "95", None),
        ("Dự kiến nhiều nhưng đã nối nước cho 95% số hộ.", "other", "95", None),
    ],
)
def test_what_is_foreseen(text: str, label: str, value: str | None, target: str | None) -> None:
    figures = find_figures(text)
    found = find_sentence_indicators(text, Span(0, len(text)), figures, unsure_model(features.VALUE), label=label)
    assert [(plain(i.value), plain(i.target)) for i in found] == [(value, target)]


def test_a_sentence_goes_on_with_the_aims_before_it() -> None:
    aims = "Xã phấn đấu 95% số hộ dùng nước sạch. "
    for text, expected in (
        ("Trong đó: thôn Thượng 97%; thôn Hạ 93%.", [(None, "97"), (None, "93")]),
        ("Trong đó thôn Thượng đã được 97%.", [("97", None)]),
        ("Thôn Thượng 97%.", [("97", None)]),
    ):
        figures = find_figures(text)
        found = find_sentence_indicators(
            text, Span(0, len(text)), figures, unsure_model(features.VALUE), after_aims=True
        )
        assert [(plain(i.value), plain(i.target)) for i in found] == expected
    found = find_sentence_indicators(
        text := "Trong đó: thôn Thượng 97%.", Span(0, len(text)), find_figures(text), unsure_model(features.VALUE)
    )
    assert [(plain(i.value), plain(i.target)) for i in found] == [("97", None)]
    indicators = analyse_text(f"{aims}Trong đó: thôn Thượng 97%; thôn Hạ 93%.").indicators
    assert [plain(i.target) for i in indicators] == ["95", "97", "93"]
    apart = analyse_text(f"{aims}Nước lấy từ khe. Trong đó: thôn Thượng 97%; thôn Hạ 93%.").indicators
    assert [plain(i.target) for i in apart] == ["95", None, None]


def test_a_proper_name_and_a_compound_stay_whole_in_a_name() -> None:
    text = "Trên đoạn Bến Trâu - Cầu Gỗ cấp xã nước sạch đạt 95%."
    tokens = cut_tokens(text, Span(0, len(text)), find_figures(text))
    at = {word: i for i, word in enumerate(tokens.words)}
    scores = dict.fromkeys(range(len(tokens.words)), -6.0)
    scores |= {at["đoạn"]: 4.0, at["bến"]: 4.0, at["gỗ"]: 4.0, at["cấp"]: 3.0, at["sạch"]: 3.0}
    scores[at["trâu"]] = scores[at["cầu"]] = scores[at["xã"]] = scores[at["nước"]] = -1.5
    assert join_name(tokens, 0, scores, compounds={"nước sạch"}) == "đoạn Bến Trâu - Cầu Gỗ cấp xã nước sạch"


def test_a_share_in_brackets_goes_with_the_indicator_before_it() -> None:
    text = "Có 60 vụ chìm đò, giảm 20 người bị thương (-25%), mất 3 đò (12% số đò)."
    figures = find_figures(text)
    classes = [features.NOTHING, features.TARGET, features.VALUE]
    sure = IndicatorModel(
        name={}, name_intercept=-5.0, classes=classes, decision={features.kind_of(figures[2]): [9.0, 0.0, 0.0]},
        decision_intercepts=[0.0, 0.0, 3.0],
    )  # fmt: skip
    found = find_sentence_indicators(text, Span(0, len(text)), figures, sure)
    assert [plain(i.value) for i in found] == ["60", "20", "-25", "3"]


def test_a_number_without_a_noun_is_named_by_what_it_changed() -> None:
    text = "So với năm trước, số vụ trộm bị phát hiện tăng 18 (+7%)."
    found = find_sentence_indicators(text, Span(0, len(text)), find_figures(text), model())
    assert found[0].name == "số vụ trộm bị phát hiện tăng"


def test_multipliers_of_units_are_no_part_of_names() -> None:
    tokens = tokens_of("Gieo trồng 77 nghìn ha, đạt 98% kế hoạch.")
    assert join_name(tokens, 1, lifted(tokens, "gieo", "trồng", "nghìn")) == "Gieo trồng"


def test_a_ratio_of_the_plan_is_a_value_and_its_target() -> None:
    text = "Rau các loại 5.030 ha/4.900 ha KH; khám 12/15 người."
    found = find_sentence_indicators(text, Span(0, len(text)), find_figures(text), model())
    assert [(plain(i.value), plain(i.value2), plain(i.target), i.status) for i in found] == [
        ("5030", None, "4900", "met"), ("12", "15", None, None),
    ]  # fmt: skip
