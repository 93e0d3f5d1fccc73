"""Search finds whatever way a word is typed, ranks what is typed exactly first, and answers any query."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from samples import LETTERHEAD, full_analysis, make_analysis, span_of

from vanban.errors import UsageError, VanbanError
from vanban.model import Citation, Letterhead
from vanban.store import Archive, open_archive

OLD = Letterhead(
    doc_type="cong_van", number="12", symbol="UBND-KT", issuer="UBND HUYỆN TIÊN PHƯỚC", issued_on=dt.date(2023, 3, 31),
    province="Quảng Nam",
)  # fmt: skip


@pytest.fixture
def filled(archive: Archive) -> Archive:
    """An archive of a report from Lào Cai of June 2025, an official letter from Quảng Nam of 2023, and an article."""
    archive.add(full_analysis(paged=True))
    letter = make_analysis(
        [
            ("Kính gửi: Sở Tài chính", "other"),
            ("Đường truyền ở xã vùng cao chưa ổn định.", "difficulty", "ha_tang"),
            ("Đề nghị UBND tỉnh bố trí kinh phí; đề nghị Sở Tài chính thẩm định.", "proposal", "kinh_phi",
             "UBND tỉnh; Sở Tài chính"),
        ],
        source="cong-van.txt",
        letterhead=OLD,
    )  # fmt: skip
    law = span_of(letter.document.text, "Sở Tài chính")
    archive.add(replace(letter, citations=(Citation(law, "Luật Đất đai", "luat", title="Luật Đất đai"),)))
    archive.add(make_analysis([("Chuyện đổi sổ ở chợ.", "other"), ("Dể nghỉ trưa.", "other")], source="bao.txt"))
    return archive


MEANT, FOLDED = "Cấp xã thiếu nhân lực chuyển đổi số; máy tính đã cũ.", "Chuyện đổi sổ ở chợ."
SAME = [
    ("chuyển đổi số", [MEANT, FOLDED]),
    ("CHUYỂN ĐỔI SỐ", [MEANT, FOLDED]),
    ('"chuyển đổi số"', [MEANT, FOLDED]),
    ("chuyển đổi so", [MEANT, FOLDED]),
    ("chuyện đổi sổ", [FOLDED, MEANT]),
    ("chuyen doi so", {MEANT, FOLDED}),  # without diacritics neither is meant more than the other
    ("Chuyen Đoi so", {MEANT, FOLDED}),
]


@pytest.mark.parametrize(("query", "texts"), SAME, ids=[query for query, _ in SAME])
def test_diacritics_case_and_form_do_not_matter(
    filled: Archive, query: str, texts: list[str] | set[str], form: Callable[[str], str]
) -> None:
    found = [hit.text for hit in filled.search(form(query))]
    assert (found if isinstance(texts, list) else set(found)) == texts
    assert filled.count(form(query)) == len(found) == 2


@pytest.mark.parametrize("query", ["đề nghị", "đề nghi"])
def test_what_is_typed_exactly_comes_first_however_often_the_rest_matches(archive: Archive, query: str) -> None:
    long = "Để nghỉ hưu đúng tuổi, người lao động nộp hồ sơ; " + "nội dung khác không liên quan, " * 30 + "đề nghị xem."
    archive.add(make_analysis([("Dể nghĩ, dễ nghỉ, để nghi: de nghi.", "other"), (long, "other")]))
    hits = archive.search(query)
    assert [(hit.text == long, hit.exact) for hit in hits] == [(True, True), (False, False)]
    assert [hit.text == long for hit in archive.search(query, limit=1, offset=1)] == [False]


def test_d_and_its_bar_are_one_letter_when_folded(filled: Archive) -> None:
    assert {hit.text[:7] for hit in filled.search("de nghi")} == {"Đề nghị", "Dể nghỉ"}


def test_words_that_stand_together_rank_above_scattered_ones(archive: Archive) -> None:
    scattered = "Nhân dân đóng góp sức lực."
    together = "Nhu cầu về nguồn và chất lượng của đội ngũ nhân lực ở các đơn vị còn nhiều."
    archive.add(make_analysis([(scattered, "other"), (together, "other")]))
    assert [hit.text for hit in archive.search("nhân lực")] == [together, scattered]


SYNONYMS = [
    ("CNTT", ["Nhân lực CNTT thiếu.", "Hạ tầng công nghệ thông tin yếu."]),
    ("công nghệ thông tin", ["Hạ tầng công nghệ thông tin yếu.", "Thông tin về công nghệ.", "Nhân lực CNTT thiếu."]),
    (
        "cong nghe thong tin",
        ["Hạ tầng công nghệ thông tin yếu.", "Thông tin về công nghệ.", "Nhân lực CNTT thiếu."],
    ),
    ("thiếu CNTT", ["Nhân lực CNTT thiếu."]),
    ("yếu CNTT", ["Hạ tầng công nghệ thông tin yếu."]),
    ('"CNTT"', ["Nhân lực CNTT thiếu."]),
    ("cntt KHÔNG thiếu", ["Hạ tầng công nghệ thông tin yếu."]),
    ("sổ đỏ HOẶC gcnqsdđ", ["Cấp giấy chứng nhận quyền sử dụng đất.", "Sơ đồ."]),  # another form before folded
    ("GCNQSDĐ", ["Cấp giấy chứng nhận quyền sử dụng đất."]),  # and not "Sơ đồ"
]


@pytest.mark.parametrize(("query", "texts"), SYNONYMS, ids=[query for query, _ in SYNONYMS])
def test_other_forms_of_known_words_come_last(
    archive: Archive, query: str, texts: list[str], form: Callable[[str], str]
) -> None:
    said = [
        "Nhân lực CNTT thiếu.",
        "Hạ tầng công nghệ thông tin yếu.",
        "Thông tin về công nghệ.",
        "Cấp giấy chứng nhận quyền sử dụng đất.",
        "Sơ đồ.",
    ]
    archive.add(make_analysis([(text, "other") for text in said]))
    assert [hit.text for hit in archive.search(form(query))] == texts
    assert archive.count(form(query)) == len(texts)
    assert all(hit.marks for hit in archive.search(form(query)))


def test_a_hit_tells_sentence_match_document_and_page(filled: Archive) -> None:
    (hit,) = filled.search("thieu nhan luc")
    assert hit.marked() == "Cấp xã «thiếu nhân lực» chuyển đổi số; máy tính đã cũ."
    stored = filled.show(hit.document.id)
    assert stored is not None
    assert hit.span.of(stored.analysis.document.text) == hit.text
    assert (hit.page, hit.label, hit.topics) == (2, "difficulty", ("nhan_luc", "ha_tang"))
    assert (hit.document.number, hit.document.symbol, hit.document.source) == ("45", "BC-SKHCN", "bao-cao.txt")
    (proposal,) = filled.search("sớm ban hành hướng dẫn")
    assert proposal.addressee == "Bộ Khoa học và Công nghệ"


def test_rows_of_tables_are_found(filled: Archive) -> None:
    hits = [hit for hit in filled.search('"hồ sơ trực tuyến"') if hit.kind == "row"]
    assert [(hit.text, hit.label) for hit in hits] == [("1\tHồ sơ trực tuyến (%)\t80\t72,5", None)]


QUERIES = [
    ('"nhân lực chuyển"', 1),
    ('"lực nhân"', 0),
    ("lực nhân", 1),
    ("đường truyền NOT vùng cao", 0),
    ("đường truyền NOT đồng bằng", 1),
    ("đường truyền OR máy tính", 2),
    ("đường truyền KHÔNG vùng cao", 0),
    ("đường truyền KHÔNG đồng bằng", 1),
    ("đường truyền HOẶC máy tính", 2),
    ("ĐƯỜNG TRUYỀN HOẶC MÁY TÍNH", 0),  # prose in capitals
    ("thẩ*", 1),
    ("tham dinh", 1),
    ("57-NQ/TW", 1),
    ("22/12/2024", 1),
    ("xyz", 0),
    ("thiếu nhân lực xyz", 0),
]


@pytest.mark.parametrize(("query", "count"), QUERIES)
def test_queries(filled: Archive, query: str, count: int, form: Callable[[str], str]) -> None:
    assert len(filled.search(form(query))) == count
    assert filled.count(form(query)) == count


FILTERS: list[tuple[dict[str, Any], int]] = [  # of the 9 statements, and the 4 + 3 + 2 by document
    ({"label": "difficulty"}, 2),
    ({"label": "Khó khăn"}, 2),
    ({"label": ["difficulty", "proposal"]}, 4),
    ({"topic": "kinh_phi"}, 1),
    ({"topic": "Hạ tầng"}, 2),
    ({"label": "proposal", "topic": "ha_tang"}, 0),
    ({"province": "Lào Cai"}, 4),
    ({"province": "tỉnh Yên Bái"}, 4),
    ({"province": "Quảng Nam"}, 3),
    ({"province": "Đà Nẵng"}, 3),
    ({"province": "TP. Đà Nẵng"}, 3),
    ({"province": ["Lào Cai", "Đà Nẵng"]}, 7),
    ({"province": "Cà Mau"}, 0),
    ({"province": "=Quảng Nam"}, 3),
    ({"province": "=Đà Nẵng"}, 0),
    ({"issuer": "Sở Khoa học và Công nghệ"}, 4),
    ({"issuer": "so khoa hoc"}, 4),
    ({"issuer": "Sở KHCN"}, 4),
    ({"issuer": "Ủy ban nhân dân"}, 7),
    ({"issuer": "ubnd tỉnh Lào Cai"}, 4),
    ({"addressee": "Bộ KH&CN"}, 1),
    ({"addressee": "Sở Tài chính"}, 1),
    ({"addressee": "ủy ban nhân dân tỉnh"}, 1),
    ({"doc_type": "bao_cao"}, 4),
    ({"doc_type": "Công văn"}, 3),
    ({"doc_type": ["bao_cao", "cong_van"]}, 7),
    ({"cites": "57-NQ/TW"}, 4),
    ({"cites": "Nghị quyết số 57-NQ/TW ngày 22/12/2024 của Bộ Chính trị"}, 4),
    ({"cites": "nghi quyet 57"}, 4),
    ({"cites": "7-NQ/TW"}, 0),
    ({"cites": "Quyết định 57-NQ/TW"}, 0),
    ({"cites": "Luật Đất đai"}, 3),
    ({"issuer": "=Sở KHCN"}, 4),
    ({"issuer": "=ủy ban nhân dân tỉnh Lào Cai"}, 0),  # of the body above it
    ({"addressee": "=Sở Tài chính tỉnh Quảng Nam"}, 1),
    ({"addressee": "=Sở Tài chính"}, 0),  # of which province is not said
    ({"addressee": "=UBND"}, 0),
    ({"cites": "=nghi quyet 57 nq tw"}, 4),
    ({"cites": "=nghi quyet 57"}, 0),
    ({"year": 2023}, 3),
    ({"year": ["2023", " 2025 "]}, 7),
    ({"year": "2024"}, 0),
    ({"since": "2025-06-20"}, 4),
    ({"since": "2025-06-21"}, 0),
    ({"until": "31/3/2023"}, 3),
    ({"until": "2023-03"}, 3),
    ({"since": "2023", "until": "2025"}, 7),
    ({"since": dt.date(2023, 4, 1)}, 4),
]


@pytest.mark.parametrize(("filters", "count"), FILTERS, ids=[str(f) for f, _ in FILTERS])
def test_filters_without_words_list_statements(filled: Archive, filters: Any, count: int) -> None:
    hits = filled.search("", **filters)
    assert len(hits) == filled.count("", **filters) == count
    assert all(hit.kind == "statement" and not hit.marks for hit in hits)


@pytest.mark.parametrize(
    ("query", "filters", "texts"),
    [
        ("đề nghị", {"label": "proposal", "province": "Quảng Nam"}, ["Đề nghị UBND tỉnh bố trí"]),
        ("de nghi", {"label": "proposal"}, ["Đề nghị Bộ Khoa học và C", "Đề nghị UBND tỉnh bố trí"]),
        ("de nghi", {"until": "2024"}, ["Đề nghị UBND tỉnh bố trí"]),
        ("hồ sơ", {"label": "result"}, ["Tỷ lệ hồ sơ trực tuyến đ"]),
        ("máy tính", {"topic": "kinh_phi"}, []),
    ],
)
def test_words_and_filters(filled: Archive, query: str, filters: Any, texts: list[str]) -> None:
    assert sorted(hit.text[:24] for hit in filled.search(query, **filters)) == texts
    assert filled.count(query, **filters) == len(texts)


def test_the_newest_documents_come_first_without_words(filled: Archive) -> None:
    filled.add(make_analysis([("Mới.", "difficulty")], letterhead=replace(LETTERHEAD, issued_on=dt.date(2026, 1, 1))))
    assert [hit.document.issued_on for hit in filled.search("", label="difficulty")] == [
        dt.date(2026, 1, 1), dt.date(2025, 6, 20), dt.date(2023, 3, 31),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("query", "order", "years"),
    [
        ("", "relevance", [2026, 2025, 2023]),
        ("", "newest", [2026, 2025, 2023]),
        ("", "oldest", [2023, 2025, 2026]),
        ("thiếu OR ổn định", "newest", [2026, 2025, 2023]),
        ("thiếu OR ổn định", "oldest", [2023, 2025, 2026]),
    ],
)
def test_hits_come_in_the_order_of_time(filled: Archive, query: str, order: Any, years: list[int]) -> None:
    filled.add(make_analysis([("Thiếu.", "difficulty")], letterhead=replace(LETTERHEAD, issued_on=dt.date(2026, 1, 1))))
    hits = filled.search(query, order=order, label="difficulty")
    assert [hit.document.issued_on.year for hit in hits if hit.document.issued_on] == years
    assert [hit.document.id for hit in filled.search(query, order=order, label="difficulty", limit=1, offset=1)] == [1]


def test_documents_without_a_day_come_last(filled: Archive) -> None:
    for order in ("newest", "oldest"):
        assert filled.search("", order=order, label="other")[-1].document.issued_on is None  # type: ignore[arg-type]


def test_hits_by_time_tell_whether_they_match_exactly(filled: Archive) -> None:
    assert {hit.text: hit.exact for hit in filled.search("chuyện đổi sổ", order="newest")} == {
        MEANT: False,
        FOLDED: True,
    }


def test_an_unknown_order_is_told(filled: Archive) -> None:
    with pytest.raises(UsageError, match="relevance, newest, oldest"):
        filled.search("x", order="upwards")  # type: ignore[arg-type]


def test_documents_that_name_the_former_province_come_first(filled: Archive) -> None:
    newer = replace(LETTERHEAD, province="Đà Nẵng", province_now="Đà Nẵng", issued_on=dt.date(2026, 1, 1))
    filled.add(make_analysis([("Mới.", "difficulty")], letterhead=newer))
    by_former = filled.search("", province="Quảng Nam", label="difficulty")
    assert [hit.document.issued_on for hit in by_former] == [dt.date(2023, 3, 31), dt.date(2026, 1, 1)]
    by_today = filled.search("", province="Đà Nẵng", label="difficulty")
    assert [hit.document.issued_on for hit in by_today] == [dt.date(2026, 1, 1), dt.date(2023, 3, 31)]


@pytest.mark.parametrize(
    "options",
    [
        {"label": "nonsense"},
        {"topic": ""},
        {"doc_type": "nonsense"},
        {"province": "Atlantis"},
        {"province": ""},
        {"year": "20255"},
        {"year": "0000"},
        {"since": "hôm qua"},
        {"until": "2025-02-30"},
        {"since": "0000"},
        {"cites": "số"},
        {"issuer": "…"},
    ],
)
def test_filters_that_mean_nothing_are_told(filled: Archive, options: Any) -> None:
    with pytest.raises(UsageError):
        filled.search("x", **options)


@pytest.mark.parametrize(
    ("name", "near"),
    [("Quang Nem", "Quảng Nam"), ("Lao Kai", "Lào Cai"), ("Hồ Chí Min", "Hồ Chí Minh"), ("xyz", "viết tên")],
)
def test_an_unknown_province_is_told_with_names_like_it(filled: Archive, name: str, near: str) -> None:
    with pytest.raises(UsageError, match=near):
        filled.search("x", province=name)


@pytest.mark.parametrize("query", ["", "   ", "?!…", '""', "\0", "\udcff"])
def test_a_query_of_nothing_is_told(filled: Archive, query: str) -> None:
    with pytest.raises(UsageError, match="không có chữ hay số"):
        filled.search(query)


@pytest.fixture(scope="module")
def lasting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    with open_archive(Path(tmp_path_factory.mktemp("search")) / "kho.db") as opened:
        opened.add(full_analysis())
        yield opened


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(), st.binary().map(lambda data: data.decode("utf-8", "surrogateescape"))))
def test_any_query_gives_an_answer_or_a_message(lasting: Archive, query: str) -> None:
    try:
        hits = lasting.search(query)
    except UsageError as error:
        assert str(error)
    else:
        assert len(hits) <= lasting.count(query)


FTS_WORDS = [
    "NEAR",
    "AND",
    "OR",
    "NOT",
    '"',
    "*",
    "^",
    "(",
    ")",
    "{",
    "}",
    ":",
    "folded",
    "exact",
    "-",
    "+",
    "đề",
    "nghị*",
    "HOẶC",
    "KHÔNG",
    "CNTT",
    "giải phóng mặt bằng",
]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(FTS_WORDS), max_size=12).map(" ".join))
def test_the_words_of_the_index_language_mean_nothing(lasting: Archive, query: str) -> None:
    try:
        lasting.search(query, label="proposal")
    except VanbanError as error:
        assert isinstance(error, UsageError)
