"""The name of a figure: put together from the words that the model chose, or found by rules where there is no model."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence
from itertools import pairwise
from math import exp

from vanban.extract.indicator_tokens import DATE_MARK, FIGURE, Tokens, is_word

# Words that neither open nor close a name.
_EDGE_WORDS = frozenset((
    "và", "của", "với", "tại", "để", "cho", "là", "từ", "theo", "trong", "do", "các", "những", "mới", "còn", "hoặc",
    "thì", "mà", "nhưng",
))  # fmt: skip
_LEVELS = frozenset(("xã", "huyện", "tỉnh", "thôn", "phường", "quận", "bộ", "sở"))  # "cấp xã"
_MULTIPLIERS = frozenset(("nghìn", "ngàn", "vạn", "triệu", "tỷ", "tỉ"))  # in a unit they name nothing
_COUNTED = ("count", "ratio", "range")
_UNQUOTED = re.compile(r"[\"“”*_()]")
_LEAST_SHARE = 0.15  # below this expected F1 no name is given
_GAP_SCORE = -2.5  # a single word between two chosen ones joins them from this score on
_LONE_SCORE = -0.9  # a word that stands alone is kept from this score on


def join_name(tokens: Tokens, index: int, scores: Mapping[int, float], *, compounds: Container[str] = ()) -> str:
    """Put the words together that most likely make the name: what is counted first, else in the order of the sentence.

    `scores` are log odds. Two syllables of one word, listed in `compounds`, stay together; single gaps are closed, lone
    weak words and what was said already dropped. Empty where no word is left.
    """
    own = {
        i: s for i, s in scores.items()
        if (tokens.unit_of[i] < 0 or tokens.words[i] not in _MULTIPLIERS) and is_word(tokens.words[i])
    }  # fmt: skip
    scores = _level_words(tokens, own, compounds)
    chosen = _choose(scores)
    pieces = _drop_weak(_pieces(tokens, _close_gaps(tokens, chosen, scores)), scores)
    trimmed = [piece for p in pieces if (piece := _trim(tokens, p))]
    if tokens.figures[index].kind in _COUNTED:
        place = tokens.places[index]
        trimmed = [p for p in trimmed if p[0] > place] + [p for p in trimmed if p[0] < place]
    return " ".join(_surface(tokens, piece) for piece in _drop_repeated(tokens, trimmed))


def _choose(scores: Mapping[int, float]) -> list[int]:
    """Choose the words whose name has the greatest expected F1 against the true one.

    With the k likeliest words, that is about 2 × (sum of their chances) / (k + expected length of the name).
    """
    chances = sorted([(1 / (1 + exp(-score)), i) for i, score in scores.items()], reverse=True)
    expected = sum([chance for chance, _ in chances])
    best, kept, hits = _LEAST_SHARE, 0, 0.0
    for k, (chance, _) in enumerate(chances, 1):
        hits += chance
        share = 2 * hits / (k + expected)
        if share > best:
            best, kept = share, k
    return sorted(i for _, i in chances[:kept])


def _level_words(tokens: Tokens, scores: Mapping[int, float], compounds: Container[str]) -> dict[int, float]:
    """Give the syllables of a word, and the words of a proper name ("Cần Thơ - Hậu Giang"), the mean of their scores."""
    words, marks, text, starts = tokens.words, tokens.marks, tokens.text, tokens.starts
    levelled = dict(scores)
    run: list[int] = []
    last, last_word, was_capital = -9, "", False
    for i in sorted(scores):
        word, is_capital = words[i], text[starts[i]].isupper()
        step = i - last
        belongs = step == 1 and (f"{last_word} {word}" in compounds or (last_word == "cấp" and word in _LEVELS))
        if not belongs and (step == 1 or (step == 2 and words[last + 1] in "-–")):
            belongs = (is_capital and was_capital) or (marks[i] != "" and marks[i] == marks[last] != DATE_MARK)
        if not belongs:
            _share_mean(levelled, scores, run)
            run = []
        run.append(i)
        last, last_word, was_capital = i, word, is_capital
    _share_mean(levelled, scores, run)
    return levelled


def _share_mean(levelled: dict[int, float], scores: Mapping[int, float], run: Sequence[int]) -> None:
    if len(run) > 1:
        levelled.update(dict.fromkeys(run, sum([scores[i] for i in run]) / len(run)))


def _drop_repeated(tokens: Tokens, pieces: Sequence[list[int]]) -> list[list[int]]:
    """Drop a run whose words stand in the runs before it."""
    kept: list[list[int]] = []
    said: set[str] = set()
    for piece in pieces:
        words = {tokens.words[i] for i in piece}
        if not kept or not words <= said:
            kept.append(piece)
            said |= words
    return kept


def _close_gaps(tokens: Tokens, chosen: Sequence[int], scores: Mapping[int, float]) -> list[int]:
    closed = list(chosen)
    for first, second in pairwise(chosen):
        if second - first == 2 and is_word(tokens.words[first + 1]) and scores.get(first + 1, -9.0) > _GAP_SCORE:
            closed.append(first + 1)
    return sorted(closed)


def _pieces(tokens: Tokens, chosen: Sequence[int]) -> list[list[int]]:
    """Split into runs of words with nothing but signs between them."""
    pieces: list[list[int]] = []
    for i in chosen:
        last = pieces[-1][-1] if pieces else -9
        between = tokens.words[last + 1 : i] if pieces else []
        if pieces and len(between) < 3 and not any(is_word(w) or w == FIGURE or w in ";:" for w in between):
            pieces[-1].append(i)
        else:
            pieces.append([i])
    return pieces


def _drop_weak(pieces: list[list[int]], scores: Mapping[int, float]) -> list[list[int]]:
    if len(pieces) < 2:
        return pieces
    best = max(pieces, key=lambda piece: sum(scores[i] - _GAP_SCORE for i in piece))
    return [p for p in pieces if p is best or len(p) > 1 or scores[p[0]] > _LONE_SCORE]


def _trim(tokens: Tokens, piece: list[int]) -> list[int]:
    start, end = 0, len(piece)
    while start < end and tokens.words[piece[start]] in _EDGE_WORDS:
        start += 1
    while end > start and tokens.words[piece[end - 1]] in _EDGE_WORDS:
        end -= 1
    return piece[start:end]


def _surface(tokens: Tokens, piece: Sequence[int]) -> str:
    """Quote a run of words with the signs between them; brackets and quotation marks are left out."""
    text = tokens.text[tokens.starts[piece[0]] : tokens.ends[piece[-1]]]
    return " ".join(_UNQUOTED.sub(" ", text).replace(" ,", ",").split())


# -- without a model ------------------------------------------------------------------------------------------

MAX_WORDS = 20
_STOP_RIGHT = frozenset((
    "để", "nhằm", "với", "tại", "so", "bảo", "đảm", "góp", "theo", "từ", "bằng", "cho", "do", "đạt", "chiếm", "tăng",
    "giảm", "tương", "trong", "đến", "vào", "qua", "là", "gồm", "bao", "trên",
))  # fmt: skip
_SKIP_LEFT = frozenset((
    "đạt", "là", "chiếm", "bằng", "tăng", "giảm", "còn", "ước", "khoảng", "trên", "hơn", "gần", "với", "được", "lên",
    "từ", "xuống", "có", "đã", "hiện", "mới", "chỉ", "cho", "tới", "đến", "mức", "thêm", "gồm", "vượt", "tỉ", "lệ",
    ",", ":", "-", "(",
))  # fmt: skip
_STOP_LEFT = frozenset((";", ":", "(", ")", ".", FIGURE))


def guess_name(tokens: Tokens, index: int) -> str:
    """Name a figure by its place alone: counts by what follows, percents, money and measures by what stands before."""
    figure = tokens.figures[index]
    right, left = _after(tokens, index), _before(tokens, index)
    if figure.kind in _COUNTED:
        return " ".join(part for part in (figure.unit or "", right or left) if part)
    opens = tokens.places[index] == 0 or not is_word(tokens.words[tokens.places[index] - 1])
    return (right or left) if figure.kind == "percent" and opens else (left or right)


def _after(tokens: Tokens, index: int) -> str:
    start = end = tokens.unit_ends[index]
    while end < len(tokens.words) and end - start < MAX_WORDS:
        word = tokens.words[end]
        if word in _STOP_RIGHT or word == FIGURE or not is_word(word):
            break
        end += 1
    return _surface(tokens, range(start, end)) if end > start else ""


def _before(tokens: Tokens, index: int) -> str:
    end = tokens.places[index]
    while end and tokens.words[end - 1] in _SKIP_LEFT:
        end -= 1
    start = end
    while start and end - start < MAX_WORDS and tokens.words[start - 1] not in _STOP_LEFT:
        if tokens.words[start - 1] == "," and end - start >= 3:
            break
        start -= 1
    while start < end and (
        tokens.words[start] in _EDGE_WORDS or tokens.words[start] in ("đã", "có", ",", "-", "đang", "sẽ")
    ):
        start += 1
    return _surface(tokens, range(start, end)) if end > start else ""
