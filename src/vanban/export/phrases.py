"""The phrases that set one group of statements apart from the others: words by underthesea, weights by TF-IDF."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

MIN_SYLLABLES = 2


def salient_phrases(groups: Mapping[str, Sequence[str]], *, limit: int = 5) -> dict[str, list[str]]:
    """Give for each group its most telling Vietnamese words of two syllables or more, the most telling first.

    A word counts once a text, so that one long text does not decide for its group.
    """
    from sklearn.feature_extraction.text import TfidfVectorizer

    names = [name for name, texts in groups.items() if texts]
    if not names:
        return {}
    bags = [[word for text in groups[name] for word in sorted(set(compound_words(text)))] for name in names]
    if not any(bags):
        return {name: [] for name in names}
    vectorizer = TfidfVectorizer(analyzer=list, sublinear_tf=True)
    weights = vectorizer.fit_transform(bags).toarray()
    words = vectorizer.get_feature_names_out()
    found: dict[str, list[str]] = {}
    for name, row in zip(names, weights, strict=True):
        ranked = sorted((-weight, str(word)) for weight, word in zip(row, words, strict=True) if weight > 0)
        found[name] = [word for _, word in ranked[:limit]]
    return found


def compound_words(text: str) -> list[str]:
    """Give the words of two syllables or more of a text, lower case, in order."""
    from underthesea import word_tokenize

    words = [word.lower() for word in word_tokenize(text)]
    return [word for word in words if len(word.split()) >= MIN_SYLLABLES and word.replace(" ", "").isalpha()]
