"""What the topic model reads of a sentence, and which topics are chosen by its probabilities."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from vanban.classify.features import Context, find_contexts
from vanban.classify.linear import LinearModel
from vanban.classify.topics import aspects_of_failings, find_hints, topic_text
from vanban.classify.trained import TopicModel
from vanban.model import TOPICS
from vanban.read import read_text
from vanban.structure import build_outline, find_letterhead, split_sentences
from vanban.text import canonical


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


def contexts(text: str) -> list[Context]:
    document = read_text(text, source="a.txt")
    outline = build_outline(document)
    return find_contexts(document, outline, split_sentences(document), find_letterhead(document))


def test_the_model_reads_words_cues_hints_and_the_label() -> None:
    read = topic_text(contexts("- Hồ sơ ngân sách")[0], "cause").split()
    assert read == ["hồ", "sơ", "ngân", "sách", "topic_kinh_phi", "topic_kinh_phi", "hint_quy_trinh", "label_cause"]


@pytest.mark.parametrize(
    ("likely", "chosen"),
    [
        ({"ha_tang": 0.9, "kinh_phi": 0.5}, ("ha_tang", "kinh_phi")),
        ({"ha_tang": 0.9, "kinh_phi": 0.35}, ("ha_tang",)),  # far behind the best
        ({"ha_tang": 0.5, "kinh_phi": 0.28}, ("ha_tang",)),  # unlikely itself
        ({"ha_tang": 0.1, "kinh_phi": 0.2}, ("kinh_phi",)),  # the likeliest in any case
    ],
)
def test_topics_are_those_that_are_likely(tmp_path: Path, likely: dict[str, float], chosen: tuple[str, ...]) -> None:
    chances = np.array([likely.get(topic, 0.01) for topic in TOPICS])
    nothing = np.zeros((1, len(TOPICS)))
    LinearModel(["đò"], np.ones(1), nothing, np.log(chances / (1 - chances))).save(tmp_path / "topics.npz")
    assert TopicModel(tmp_path / "topics.npz").choose(contexts("- Bến cũ"), ["cause"]) == [chosen]


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
