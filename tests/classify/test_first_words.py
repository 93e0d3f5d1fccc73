"""Which patterns may stand in a sentence, by the words that they begin with."""

from pathlib import Path

import pytest

from vanban.classify import cues
from vanban.classify.first_words import FirstWords, first_words, needed_words, opens_with_sign
from vanban.learn.corpus import load_document


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("khó khăn|vướng mắc", {"khó khăn", "vướng mắc"}),
        ("(?:rất |quá )?chậm", {"rất", "quá", "chậm"}),
        ("(?<!pháp )luật(?! sư)", {"luật"}),
        ("(?:, |; |và )(?:kính )?mong", {"và", "kính", "mong"}),
        ("(?:^|: ?)không(?: có)?", {"không"}),
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


def test_patterns_may_begin_where_their_first_words_stand() -> None:
    book = FirstWords(
        {"slow": "chậm|trễ hạn|trễ(?! hẹn)", "colon": ":", "hard": "khó(?! khăn)", "any": "[xy] z", "but": ", nhưng"}
    )
    assert book.always("xyz") == ["colon", "any"]
    assert book.always("trễ") == ["colon"]
    assert list(book.starts("tiến độ còn chậm")) == [("slow", 12)]
    assert list(book.starts("khó, trễ")) == [("hard", 0), ("slow", 5)]
    assert list(book.starts("")) == []
    assert book.openings("trễ hạn, khó") == {"colon", "slow"}
    assert book.openings("- trễ, khó z") == {"colon", "any", "slow"}
    assert book.openings("") == {"colon"}
    assert list(FirstWords({"lack": "thiếu vốn|thiếu người"}).starts("thiếu đất, thiếu vốn")) == [("lack", 11)]
    assert list(book.starts("chậm, nhưng chậm")) == [("slow", 0), ("but", 4), ("but", 5), ("but", 6), ("slow", 12)]


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


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("khó khăn|vướng mắc", {"khó khăn", "vướng mắc"}),
        (r"\d+ (?:hồ sơ|việc) (?:rất )?chậm trễ", {"chậm trễ"}),
        (".{0,60}(?:sở|bộ)(?!\\w)", {"sở", "bộ"}),
        ("(?:nhiều )?(?:bị )*[xy]", None),
        ("chưa|[xy] z", {"chưa", "z"}),
        ("chưa|[xy]", None),
        ("(?<!đã )nêu?", {"nê"}),
        ("mong|kính mong", {"mong"}),
    ],
)
def test_words_that_each_match_needs(pattern: str, expected: set[str] | None) -> None:
    assert needed_words(pattern) == expected


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
    book = cues._cue_book()
    for sentence in sentences:
        always = {*book.anywhere.always(sentence), *book.opening.always(sentence), *book.end}
        starts = {*book.anywhere.starts(sentence), *book.opening.starts(sentence)}
        for name, (scope, pattern) in cues.cue_patterns().items():
            match = pattern.match(sentence) if scope == "start" else pattern.search(sentence)
            if match and name not in always:
                start = match.start() if scope == "any" else next(s for n, s in sorted(starts) if n == name)
                assert (name, start) in starts, (name, sentence)
        topics = {topic for topic, (_, pattern) in cues.topic_patterns().items() if pattern.search(sentence)}
        assert topics == cues.find_topics(sentence).keys(), sentence
