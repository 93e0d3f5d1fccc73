"""Which patterns may stand in a sentence, by the words that they begin with."""

from pathlib import Path

import pytest

from vanban.classify import cues
from vanban.classify.first_words import FirstWords, first_words
from vanban.learn.corpus import load_document


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


def _corpus_sentences() -> list[str]:
    documents = sorted((Path(__file__).parents[2] / "corpora/documents").glob("*.txt"))[::8]
    return [cues.bare(line.text) for path in documents for line in load_document(path).lines]


@pytest.mark.parametrize("sentences", [SENTENCES, _corpus_sentences()], ids=["written", "corpus"])
def test_no_cue_is_lost_by_looking_at_first_words(sentences: list[str]) -> None:
    for sentence in sentences:
        names = cues._first_cue_words().may_stand(sentence)
        standing = {
            name
            for name, (scope, pattern) in cues.cue_patterns().items()
            if (pattern.match(sentence) if scope == "start" else pattern.search(sentence))
        }
        assert standing - set(names) == set(), sentence
        topics = {topic for topic, (_, pattern) in cues.topic_patterns().items() if pattern.search(sentence)}
        assert topics == cues.find_topics(sentence).keys(), sentence
