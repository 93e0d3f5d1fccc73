"""Search by meaning: near statements are found without shared words; both rankings are fused; the file is kept."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from samples import make_analysis

from vanban.errors import MissingDependencyError, UsageError
from vanban.lexicon.word_vectors import WordVectors
from vanban.store import Archive, meaning, open_archive
from vanban.store.meaning import Near, Vectors, fuse, union

# one axis each: doctors, money, roads
TERMS = {
    "bác": (1, 0, 0), "sĩ": (1, 0, 0), "thầy": (1, 0, 0), "thuốc": (1, 0, 0), "kinh": (0, 1, 0), "phí": (0, 1, 0),
    "tiền": (0, 1, 0), "đường": (0, 0, 1), "sá": (0, 0, 1), "cầu": (0, 0, 1),
}  # fmt: skip


@pytest.fixture
def words(monkeypatch: pytest.MonkeyPatch) -> WordVectors:
    made = WordVectors(list(TERMS), np.array(list(TERMS.values()), np.float32), "thu")
    monkeypatch.setattr(meaning, "word_vectors", lambda: made)
    return made


@pytest.fixture
def filled(archive: Archive, words: WordVectors) -> Archive:
    archive.add(make_analysis([("Thiếu bác sĩ.", "difficulty"), ("Cấp thêm kinh phí.", "proposal")], source="a.txt"))
    archive.add(make_analysis([("Đường xấu, cầu yếu.", "difficulty"), ("Thầy thuốc giỏi.", "result")], source="b.txt"))
    return archive


def found(archive: Archive, query: str, mode: str, **options: object) -> list[str]:
    return [hit.text for hit in archive.search(query, mode=mode, **options)]  # type: ignore[arg-type]


def test_statements_that_mean_alike_are_found(filled: Archive) -> None:
    assert found(filled, "đường sá", "meaning") == ["Đường xấu, cầu yếu."]
    assert found(filled, "tiền", "meaning") == ["Cấp thêm kinh phí."]
    assert found(filled, "tiền", "text") == []
    assert filled.count("tiền", mode="meaning") == 1
    (hit,) = filled.search("cấp tiền", mode="meaning")
    assert (hit.text, hit.marks, hit.exact) == ("Cấp thêm kinh phí.", (), False)
    assert [facet.value for facet in filled.facets("tiền", mode="meaning")["label"]] == ["proposal"]


def test_both_puts_what_is_found_twice_first(filled: Archive) -> None:
    assert found(filled, "bác sĩ", "both") == ["Thiếu bác sĩ.", "Thầy thuốc giỏi."]
    assert found(filled, "thuốc", "both") == ["Thầy thuốc giỏi.", "Thiếu bác sĩ."]
    assert filled.count("thuốc", mode="both") == 2
    assert found(filled, "thuốc", "both", limit=1, offset=1) == ["Thiếu bác sĩ."]


def test_filters_hold(filled: Archive) -> None:
    assert found(filled, "thầy thuốc", "meaning", label="difficulty") == ["Thiếu bác sĩ."]
    assert found(filled, "thầy thuốc", "both", label="result", order="newest") == ["Thầy thuốc giỏi."]


def test_what_is_added_is_found_at_once(filled: Archive) -> None:
    assert filled.count("tiền", mode="meaning") == 1
    filled.add(make_analysis([("Kinh phí chậm cấp.", "difficulty")], source="c.txt"))
    assert filled.count("tiền", mode="meaning") == 2


def test_headings_come_after_statements_as_close(filled: Archive) -> None:
    filled.add(make_analysis([("Kinh phí", "other"), ("Tiền chậm.", "difficulty")], source="d.txt"))
    assert found(filled, "tiền", "meaning") == ["Cấp thêm kinh phí.", "Tiền chậm.", "Kinh phí"]


def test_unknown_words(filled: Archive) -> None:
    with pytest.raises(UsageError, match="không biết từ nào"):
        filled.search("xyz", mode="meaning")
    assert found(filled, "giỏi", "both") == ["Thầy thuốc giỏi."]
    with pytest.raises(UsageError, match="mode='x'"):
        filled.search("tiền", mode="x")  # type: ignore[arg-type]


def test_a_missing_model_is_told(filled: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(meaning, "word_vectors", lambda: None)
    with pytest.raises(MissingDependencyError, match=r"vectors\.npz"):
        filled.search("tiền", mode="meaning")
    assert found(filled, "bác sĩ", "text") == ["Thiếu bác sĩ."]


def test_the_file_is_read_again(tmp_path: Path, words: WordVectors, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(meaning, "_SMALLEST", 1)
    with open_archive(tmp_path / "kho.db") as archive:
        archive.add(make_analysis([("Thiếu bác sĩ.", "difficulty")]))
        assert archive.update_search()
        with archive.reading() as connection:
            kept = meaning.load(tmp_path / "kho.db.search", connection, words)
        assert kept is not None
        assert (kept.passages.tolist(), kept.codes.tolist()) == ([1], [[127, 0, 0]])
        assert not archive.update_search()
    with open_archive(tmp_path / "other.db") as other:
        other.add(make_analysis([("Thiếu kinh phí.", "difficulty")]))
        with other.reading() as connection:
            assert meaning.load(tmp_path / "kho.db.search", connection, words) is None


def test_fusion_by_reciprocal_rank() -> None:
    near = Near(np.array([3, 5, 9]), np.array([0.5, 0.9, 0.4]))
    ranked = fuse(near, [(7, 2.0, False), (3, 1.0, True)], np.array([3, 5]), count=10)
    assert [(number, exact) for number, _, exact in ranked] == [(3, True), (5, False), (7, False)]
    assert ranked[0][1] == pytest.approx(1 / 62 + 1 / 62)
    for count in (1, 2):  # the 3 is the second by both, the 5 is the first by meaning alone
        assert fuse(near, [(7, 2.0, False), (3, 1.0, True)], np.array([3, 5]), count=count) == ranked[:count]


def test_a_union_is_in_order() -> None:
    assert union(np.array([9, 2]), np.array([2, 4])).tolist() == [2, 4, 9]
    assert union(np.zeros(0, int), np.array([3])).tolist() == [3]


def test_closeness_is_the_cosine() -> None:
    vectors = Vectors(1, np.array([1, 2]), np.array([1, 1]), np.array([[127, 0], [0, -127]], np.int8))
    assert vectors.closeness(np.array([0.6, 0.8])).tolist() == pytest.approx([0.6, -0.8])
