"""Finds who issued a document: a name or post at a word, and the subject of the sentence that cites it."""

from __future__ import annotations

from vanban.extract.areas import is_capital
from vanban.extract.organizations import match_organization
from vanban.lexicon.organizations import head_book, post_book
from vanban.lexicon.words import Words

_POSTS_ALONE = {
    "Thủ tướng",
    "Thủ tướng Chính phủ",
    "Phó Thủ tướng",
    "Chủ tịch nước",
    "Chủ tịch Quốc hội",
    "Tổng Bí thư",
}
_ISSUING = (["ban", "hành"], ["phát", "hành"], ["thông", "qua"], ["có"], ["ký"], ["gửi"], ["tại"])
_NOT_BETWEEN = {"tham", "trình", "nghị", "giao", "được", "phối", "yêu", "nhận", "theo", "thực", "căn", "gửi", "dự"}
_MAX_BACK = 60
_MAX_BETWEEN = 7


def match_issuer(words: Words, index: int) -> int | None:
    """Give the index after who issued a document: an organisation, or the post of its head ("Bộ trưởng Bộ Y tế")."""
    post = post_book().longest(words.keys, index) if is_capital(words, index) else None
    if post is None:
        found = match_organization(words, index)
        return found.stop if found is not None else None
    found = match_organization(words, post[0])
    if found is not None:
        return found.stop
    return post[0] if post[1] in _POSTS_ALONE else None


def subject_issuer(words: Words, offset: int) -> str | None:
    """Give the organisation that issued a citation by its sentence: "UBND tỉnh đã ban hành Kế hoạch số 74/KH-UBND"."""
    index = words.index_at(offset)
    first = _sentence_start(words, index)
    verb = _verb_before(words, index, first)
    if verb is None:
        return None
    issues = words.keys[verb] == "ban"  # the plain verb may stand far from its subject; the others stand close
    heads, posts = head_book(), post_book()
    for at in range(verb - 1, (first if issues else max(first, verb - _MAX_BETWEEN - 10)) - 1, -1):
        if not is_capital(words, at) or (words.keys[at] not in heads and words.keys[at] not in posts):
            continue
        stop = match_issuer(words, at)
        if stop is None or stop > verb:
            continue
        if words.keys[verb] == "tại" and (stop != verb or words.keys[at - 1] != "của"):
            return None
        if _is_subject(words, stop, verb, issues=issues):
            start = _widest_start(words, at, stop, first)
            return " ".join(words.text[words.starts[start] : words.ends[stop - 1]].split())
    return None


def _sentence_start(words: Words, index: int) -> int:
    first = max(0, index - _MAX_BACK)
    for at in range(index, first, -1):
        key = words.keys[at - 1]
        if (
            key in "\n\t"
            or (key in ".;" and at < len(words.forms) and words.forms[at][0] in "-+")
            or (key in ".;" and is_capital(words, at))
        ):
            return at
    return first


def _verb_before(words: Words, index: int, first: int) -> int | None:
    """Give the index of the verb of issuing whose object begins at a word, with few words between."""
    for at in range(index - 1, max(first, index - 4) - 1, -1):
        if any(words.keys[at : at + len(verb)] == verb for verb in _ISSUING):
            return at
        if not words.forms[at][0].isalnum():
            return None
    return None


def _widest_start(words: Words, at: int, stop: int, first: int) -> int:
    """Give where a name begins that ends at the same word: "Văn phòng" of "Văn phòng UBND tỉnh"."""
    for earlier in range(max(first, at - 5), at):
        if words.keys[earlier] in head_book() and match_issuer(words, earlier) == stop:
            return earlier
    return at


def _is_subject(words: Words, stop: int, verb: int, *, issues: bool) -> bool:
    """Tell whether what stands between a name and the verb only modifies the verb, or is an earlier "ban hành"."""
    if issues:
        for at in range(stop, verb - 1):
            if words.keys[at : at + 2] == ["ban", "hành"]:
                verb = at
                break
    between = words.keys[stop:verb]
    return len(between) <= _MAX_BETWEEN and _NOT_BETWEEN.isdisjoint(between) and all(key.isalpha() for key in between)
