"""An analysis as a spaCy document."""

from __future__ import annotations

import unicodedata

import pytest
from samples import full_analysis

from vanban.export.spacy_doc import GROUPS, split_tokens, to_spacy


@pytest.mark.parametrize(
    "text",
    ["Số: 12/BC-UBND, ngày 5/8/2025.", "a  b\t c\n\nd", " đầu dòng", "97,8% hồ sơ; 1.240 hộ", "", "cuối "],
)
def test_tokens_join_to_the_text(text: str) -> None:
    for form in ("NFC", "NFD"):
        whole = unicodedata.normalize(form, text)
        words, spaces = split_tokens(whole)
        assert "".join(word + " " * space for word, space in zip(words, spaces, strict=True)) == whole


def test_numbers_stay_whole() -> None:
    assert split_tokens("đạt 97,8% (1.240/1.300 hộ)")[0] == ["đạt", "97,8", "%", "(", "1.240/1.300", "hộ", ")"]


def test_facts_become_spans_with_their_labels() -> None:
    analysis = full_analysis(paged=True)
    doc = to_spacy(analysis)
    assert doc.text == analysis.document.text
    assert set(doc.spans) == set(GROUPS)
    found = {(span.text, span.label_) for span in doc.spans["statements"]}
    assert found == {(s.span.of(analysis.document.text), s.label) for s in analysis.statements}
    assert {span.label_ for span in doc.spans["citations"]} == {c.doc_type for c in analysis.citations}
    assert {ent.label_ for ent in doc.ents} <= {"ORG", "PER", "LOC"}
    assert len(doc.ents) > 0
