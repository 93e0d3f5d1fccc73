"""Topic words of parts of a sentence, hints, and the topics of a sentence that lists several failings."""

from __future__ import annotations

import pytest

from vanban.classify.topics import aspects_of_failings, find_hints, part_text, parts_of, subjects_of_failings
from vanban.text import canonical


@pytest.mark.parametrize(
    ("sentence", "parts"),
    [
        ("Bến cũ chưa được sửa; thuyền lớn không vào được", ["Bến cũ chưa được sửa", " thuyền lớn không vào được"]),
        ("Bến cũ chưa được sửa; đò nhỏ", []),  # what is left over is too short to tell of a failing
        ("Bến cũ chưa được sửa, thuyền lớn không vào được", []),
    ],
)
def test_parts_stand_between_semicolons(sentence: str, parts: list[str]) -> None:
    assert parts_of(sentence) == parts


@pytest.mark.parametrize(
    ("sentence", "hints"),
    [
        ("hồ sơ xin mở bến", ["hint_quy_trinh"]),
        ("giá cát lên cao", ["hint_khac"]),
        ("xin cảm ơn", []),
    ],
)
def test_hints_go_with_topics(sentence: str, hints: list[str]) -> None:
    assert find_hints(canonical(sentence)) == hints


def test_the_model_reads_words_cues_and_hints() -> None:
    assert (
        part_text("hồ sơ ngân sách", "cause", {"kinh_phi": 2})
        == "hồ sơ ngân sách topic_kinh_phi topic_kinh_phi hint_quy_trinh label_cause"
    )


@pytest.mark.parametrize(
    ("words", "topics"),
    [
        ("trụ sở bến đò chật hẹp, kinh phí sửa chữa còn thiếu", {"kinh_phi"}),
        ("trụ sở bến đò xuống cấp; người trông bến vui vẻ", {"ha_tang"}),
        ("trụ sở bến đò mới xây, đò chạy chậm", set()),
        ("do đò chạy chậm nên khách ngại trụ sở xa", set()),
        ("vui vẻ nhưng biên chế trông bến còn mỏng", {"nhan_luc"}),
    ],
)
def test_what_a_clause_names_first_and_calls_failing(words: str, topics: set[str]) -> None:
    assert subjects_of_failings(canonical(words)) == topics


@pytest.mark.parametrize(
    ("words", "topics"),
    [
        ("Bến còn nhiều hạn chế về hạ tầng, dữ liệu luồng lạch và nhân lực lái đò", {"ha_tang", "du_lieu", "nhan_luc"}),
        ("Đội thuyền gặp khó khăn, vướng mắc liên quan đến kinh phí sửa máy, thủ tục đăng kiểm…", {"kinh_phi", "quy_trinh"}),
        ("Bến có khó khăn về hạ tầng", set()),  # one aspect is left to the model
        ("Bến có vướng mắc về hạ tầng, lái đò chưa quen máy mới", set()),  # what follows is a clause of its own
        ("Đoàn bàn về hạ tầng, dữ liệu và nhân lực", set()),  # nothing limits
    ],
)  # fmt: skip
def test_a_list_of_what_limits_are_about(words: str, topics: set[str]) -> None:
    assert aspects_of_failings(canonical(words)) == topics
