"""Excerpts of annotated documents: where they are cut, and that each sentence keeps its gold line."""

from pathlib import Path

import pytest

from vanban.learn.align import Example, make_example
from vanban.learn.corpus import load_corpus
from vanban.learn.excerpts import cut_excerpts

CORPUS = Path(__file__).resolve().parents[2] / "corpora/documents"
NAME = "bai-bao-cds-du-an-cham-bacninh-2023.txt"


@pytest.fixture(scope="module")
def article(tmp_path_factory: pytest.TempPathFactory) -> Example:
    folder = tmp_path_factory.mktemp("corpus")
    (folder / NAME).write_bytes((CORPUS / NAME).read_bytes())
    return make_example(load_corpus(folder)[0])


def test_excerpts_are_as_many_and_about_as_long_as_asked(article: Example) -> None:
    excerpts = cut_excerpts(article, count=3, size=1000)
    assert len(excerpts) == 3
    for contexts, lines in excerpts:
        assert len(contexts) == len(lines)
        assert 500 < sum(len(context.text) for context in contexts) < 2000


def test_sentences_of_excerpts_keep_their_gold_lines(article: Example) -> None:
    for contexts, lines in cut_excerpts(article, size=1000):
        assert [line.statement if line else None for line in lines] == [context.text for context in contexts]


def test_the_same_document_is_cut_at_the_same_places(article: Example) -> None:
    first, second = cut_excerpts(article, size=1000), cut_excerpts(article, size=1000)
    assert [[c.text for c in contexts] for contexts, _ in first] == [
        [c.text for c in contexts] for contexts, _ in second
    ]


def test_a_document_shorter_than_most_of_an_excerpt_is_not_cut(article: Example) -> None:
    assert cut_excerpts(article, size=len(article.gold.render()) * 2) == []
