"""Which patterns may stand in a sentence, by the words that they begin with."""

from pathlib import Path

import pytest

from vanban.classify import cues
from vanban.classify.first_words import FirstWords, first_words, opens_with_sign
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
    assert book.may_stand("tiến độ còn chậm") == [("slow", [12]), ("colon", []), ("any", [])]
    assert book.may_stand("khó, trễ") == [("slow", [5]), ("colon", []), ("hard", [0]), ("any", [])]
    assert book.may_stand("") == [("colon", []), ("any", [])]
    assert book.may_stand("chậm và trễ, rất chậm") == [("slow", [0, 8, 17]), ("colon", []), ("any", [])]


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("khó khăn|vướng mắc", False),
        ("khó|, nhưng", True),
        ("(?:, |và )mong", True),
        ("(?:rất )?, mong", True),
        ("(?:rất )?mong(?:, )?", False),
        ("(?<!, )mong", False),
        ("(?:rất|) mong", True),
        ("^số", True),
    ],
)
def test_signs_before_the_first_word(pattern: str, *, expected: bool) -> None:
    assert opens_with_sign(pattern) is expected


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
        places = dict(cues._first_cue_words().may_stand(sentence))
        standing = {
            name: match.start()
            for name, (scope, pattern) in cues.cue_patterns().items()
            if (match := pattern.match(sentence) if scope == "start" else pattern.search(sentence))
        }
        assert standing.keys() - places.keys() == set(), sentence
        lost = {name for name, at in standing.items() if places[name] and at not in places[name]}
        assert not {name for name in lost if cues.cue_patterns()[name][0] == "any"}, sentence
        topics = {topic for topic, (_, pattern) in cues.topic_patterns().items() if pattern.search(sentence)}
        assert topics == cues.find_topics(sentence).keys(), sentence
