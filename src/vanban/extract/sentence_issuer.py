"""Finds who issued a document from the sentence that cites it: "UBND tỉnh đã ban hành Kế hoạch số 65/KH-UBND"."""

from __future__ import annotations

from vanban.extract.organizations import match_issuer
from vanban.lexicon.organizations import head_book, post_book
from vanban.lexicon.words import Words

_ISSUING = {("ban", "hành"), ("phát", "hành"), ("thông", "qua"), ("có",), ("ký",), ("gửi",), ("tại",)}
_NOT_BETWEEN = {"tham", "trình", "nghị", "giao", "được", "phối", "yêu", "nhận", "theo", "thực", "căn", "gửi", "dự"}
_MAX_BACK = 60
_MAX_BETWEEN = 7


def _sentence_start(words: Words, index: int) -> int:
    first = max(0, index - _MAX_BACK)
    at = index
    while at > first:
        key = words.keys[at - 1]
        if key in "\n\t" or (key in ".;" and at < len(words.forms) and (words.forms[at][0].isupper() or words.forms[at][0] in "-+")):
            break
        at -= 1
    return at


def _verb_before(words: Words, index: int, first: int) -> int | None:
    """Give the index of the verb of issuing whose object begins at a word, with few words between."""
    for at in range(index - 1, max(first, index - 4) - 1, -1):
        for verb in _ISSUING:
            if tuple(words.keys[at : at + len(verb)]) == verb:
                return at
        if not words.forms[at][0].isalnum():
            return None
    return None


def subject_issuer(words: Words, offset: int) -> str | None:
    """Give the organisation that a citation's sentence says issued it; None where the sentence does not say."""
    index = words.index_at(offset)
    first = _sentence_start(words, index)
    verb = _verb_before(words, index, first)
    if verb is None:
        return None
    heads, posts = head_book(), post_book()
    general = words.keys[verb] != "ban"
    at = verb - 1
    limit = max(first, verb - (_MAX_BETWEEN + 10)) if general else first
    while at >= limit:
        key = words.keys[at]
        if (key in heads or key in posts) and words.forms[at][0].isupper():
            stop = match_issuer(words, at)
            if stop is not None and stop <= verb and _is_subject(words, stop, verb, general=general):
                for earlier in range(max(first, at - 5), at):  # "Văn phòng" of "Văn phòng UBND tỉnh"
                    if words.keys[earlier] in heads and match_issuer(words, earlier) == stop:
                        at = earlier
                        break
                return " ".join(words.text[words.starts[at] : words.ends[stop - 1]].split())
        at -= 1
    return None


def _is_subject(words: Words, stop: int, verb: int, *, general: bool) -> bool:
    """Tell whether what stands between a name and the verb only modifies the verb, or is an earlier "ban hành"."""
    if not general:
        for at in range(stop, verb - 1):
            if words.keys[at] == "ban" and words.keys[at + 1] == "hành":
                verb = at
                break
    between = words.keys[stop:verb]
    return len(between) <= _MAX_BETWEEN and _NOT_BETWEEN.isdisjoint(between) and all(key.isalpha() for key in between)
