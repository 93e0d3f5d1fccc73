"""Vectors of sentences: sums of those of their terms; the shipped ones bring sentences near that mean alike."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import numpy as np
import pytest

from vanban.lexicon import word_vectors as module
from vanban.lexicon.word_vectors import SCALE, Projection, WordVectors, find_terms, load_vectors, word_vectors

TERMS = [
    ("Thiếu bác sĩ.", ["thiếu", "bác", "sĩ", "thiếu bác", "bác sĩ"]),
    ("Hoà, Lý 3 xã", ["hòa", "lí", "xã"]),  # one spelling; signs and numbers part words
    ("  \t", []),
]


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize(("text", "terms"), TERMS)
def test_terms(form: str, text: str, terms: list[str]) -> None:
    assert sorted(find_terms(unicodedata.normalize(form, text))) == sorted(terms)


def made(projection: Projection | None = None) -> WordVectors:
    return WordVectors(["xã", "tiền", "tiền xã"], np.array([[3, 0], [0, 4], [1, 0]], np.float32), "thu", projection)


def test_a_sentence_is_the_sum_of_its_terms() -> None:
    found = made().encode(["xã, tiền", "gì", "tiền xã"])
    assert found.tolist() == pytest.approx(np.array([[0.6, 0.8], [0, 0], [0.5**0.5, 0.5**0.5]]))


def test_many_sentences_give_the_same_as_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_CHUNK", 2)
    texts = ["xã", "gì", "tiền", "xã, tiền", "tiền xã"]
    assert made().encode(texts).tolist() == [made().encode([text])[0].tolist() for text in texts]


def test_the_model_reads_a_query_where_it_is_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    projection = Projection(np.array([1.0, 0, 0]), np.array([[1.0, 0], [0, 0], [0, 1.0]]))
    monkeypatch.setattr(module, "find_teacher", lambda: lambda _text: np.array([1.0, 5, 2]))
    assert made(projection).encode_query("xã").tolist() == pytest.approx([0.5**0.5, 0.5**0.5])
    assert made(projection).encode_query("gì").tolist() == pytest.approx([0, 1])
    assert made().encode_query("xã").tolist() == [1, 0]
    monkeypatch.setattr(module, "find_teacher", lambda: None)
    assert made(projection).encode_query("xã").tolist() == [1, 0]
    assert made(projection).encode_query("gì").tolist() == [0, 0]


def test_a_file_is_read(tmp_path: Path) -> None:
    arrays = {"terms": np.array("một\nhai"), "vectors": np.array([[SCALE, 0], [0, -SCALE]], np.int8)}
    np.savez(tmp_path / "v.npz", weights=np.array([1, 0.5], np.float16), name=np.array("thu"), **arrays)
    found = load_vectors(tmp_path / "v.npz")
    assert (found.name, len(found), found.size) == ("thu", 2, 2)
    assert found.encode(["hai"]).tolist() == [[0, -1]]


# a sentence, what means nearly the same in other words, and what does not though it shares a word with the first
NEAR = [
    ("bệnh xá không có thầy thuốc", "trạm y tế chưa có bác sĩ", "trường không có nhà xe"),
    ("máy vi tính cũ kỹ", "thiết bị tin học lạc hậu, cấu hình thấp", "máy cày của hợp tác xã"),
    ("đền bù cho dân mất đất", "bồi thường, giải phóng mặt bằng", "dân số của tỉnh tăng"),
    ("thầy cô bỏ việc", "giáo viên xin nghỉ dạy", "việc thu gom rác"),
]


@pytest.mark.parametrize(("text", "near", "far"), NEAR)
def test_the_shipped_vectors_know_what_is_alike(text: str, near: str, far: str) -> None:
    words = word_vectors()
    assert words is not None
    one, other, third = words.encode([text, near, far])
    assert one @ other > one @ third
