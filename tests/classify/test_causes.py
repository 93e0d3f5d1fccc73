"""Failings that are causes by what they explain or follow."""

from __future__ import annotations

import pytest

from vanban.classify.causes import tell_causes
from vanban.classify.features import Context, find_contexts
from vanban.read import read_text
from vanban.structure import build_outline, find_letterhead, split_sentences


def contexts(text: str) -> list[Context]:
    document = read_text(text, source="a.txt")
    outline = build_outline(document)
    return find_contexts(document, outline, split_sentences(document), find_letterhead(document))


def told(text: str, first: str, *, cause: float = 0.2) -> str:
    """Give the label of the last sentence, a difficulty, behind one with the label `first`."""
    found = contexts(text)
    ranked = [[first, "other"] for _ in found[:-1]] + [["difficulty", "other"]]
    tell_causes(found, [{"difficulty": 0.6, "cause": cause}] * len(found), ranked)
    return ranked[-1][0]


@pytest.mark.parametrize(
    ("text", "first", "label"),
    [
        ("Bến đã cũ. Bên cạnh đó, chủ đò chưa được tập huấn.", "cause", "cause"),
        ("Bến đã cũ. Bên cạnh đó, chủ đò chưa được tập huấn.", "difficulty", "difficulty"),
        ("Bến đã cũ. Chủ đò chưa được tập huấn.", "cause", "cause"),
        ("Bến đã cũ. Do đó chủ đò chưa được tập huấn.", "cause", "difficulty"),
        ("Bến đã cũ. Tuy nhiên, chủ đò chưa được tập huấn.", "cause", "difficulty"),
        ("Bến đã cũ.\n\nChủ đò chưa được tập huấn.", "cause", "difficulty"),
        ("Ban quản lý bến nói rõ nguyên nhân. Chủ đò chưa được tập huấn.", "other", "cause"),
        ("Ban quản lý bến nói rõ hạn chế và nguyên nhân. Chủ đò chưa được tập huấn.", "other", "difficulty"),
        ("Ban quản lý bến nói rõ tình hình. Chủ đò chưa được tập huấn.", "other", "difficulty"),
    ],
)
def test_what_follows_a_cause_or_its_announcement(text: str, first: str, label: str) -> None:
    assert told(text, first) == label


@pytest.mark.parametrize(
    ("sentence", "label"),
    [
        ("Bà Lò Thị Mận giải thích, chủ đò chưa được tập huấn.", "cause"),
        ("Chủ đò chưa được giải thích quy định mới.", "difficulty"),
        ("Bến vắng có phần do chủ đò chưa được tập huấn.", "cause"),
        ("Mặt khác, chủ đò chưa được tập huấn.", "cause"),
    ],
)
def test_what_a_sentence_says_it_explains(sentence: str, label: str) -> None:
    assert told(f"Bến mở cả tuần. {sentence}", "result") == label


def test_a_sign_does_not_make_a_cause_of_what_the_model_holds_impossible() -> None:
    assert told("Bến đã cũ. Chủ đò chưa được tập huấn.", "cause", cause=0.05) == "difficulty"


def test_headings_and_questions_stay() -> None:
    assert told("Bến đã cũ. Chủ đò chưa được tập huấn à?", "cause") == "difficulty"
