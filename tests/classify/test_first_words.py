"""Which patterns may stand in a sentence, by the words that they begin with."""

import pytest

from vanban.classify import cues
from vanban.classify.first_words import FirstWords, first_words
from vanban.text import canonical


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("khó khăn|vướng mắc", {"khó", "vướng"}),
        ("(?:rất |quá )?chậm", {"rất", "quá", "chậm"}),
        ("(?<!pháp )luật(?! sư)", {"luật"}),
        ("(?:, |; |và )(?:kính )?mong", {"và", "kính", "mong"}),
        (r"\d+ hộ|không", {*"0123456789", "không"}),
        ("kế?t", {"k"}),
        ("[^,]{2,9} đề nghị", None),
        (".đề nghị", None),
        (":", {""}),
        ("(?:a|(?:b|c)+)d", {"a", "b", "c"}),
    ],
)
def test_first_words(pattern: str, expected: set[str] | None) -> None:
    assert first_words(pattern) == expected


def test_patterns_that_may_stand_are_named_in_order() -> None:
    book = FirstWords({"slow": "chậm|trễ hạn", "colon": ":", "hard": "khó(?! khăn)", "any": "[xy] z"})
    assert book.may_stand("tiến độ còn chậm") == ["slow", "colon", "any"]
    assert book.may_stand("khó, trễ") == ["slow", "colon", "hard", "any"]
    assert book.may_stand("") == ["colon", "any"]


SENTENCES = [
    "tiến độ giải ngân chậm, nhưng huyện đã có giải pháp; đề nghị bộ sớm cấp vốn",
    "mặc dù còn thiếu giáo viên, các trường đã hoàn thành kế hoạch",
    "trong tháng, 12 hộ kiến nghị về đất đai (3 hộ mới); không còn khó khăn gì",
    "căn cứ nghị định số 30/2020/nđ-cp, sở báo cáo như sau:",
    "bên cạnh đó,khó nhất là vốn.nhưng tỉnh vẫn chưa bố trí",
]


@pytest.mark.parametrize("sentence", SENTENCES)
def test_no_cue_is_lost_by_looking_at_first_words(sentence: str) -> None:
    names = cues._first_cue_words().may_stand(sentence)
    missed = {
        name for name, (scope, pattern) in cues.cue_patterns().items() if scope != "start" and pattern.search(sentence)
    }
    missed |= {
        name for name, (scope, pattern) in cues.cue_patterns().items() if scope == "start" and pattern.match(sentence)
    }
    assert missed - set(names) == set()
    topics = {topic for topic, (_, pattern) in cues.topic_patterns().items() if pattern.search(canonical(sentence))}
    assert topics == cues.find_topics(sentence).keys()
