"""Causes among failings: a sentence alone looks like a difficulty; what it explains, or follows, tells."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from vanban.classify.features import Context

CONSEQUENCE = ("do đó", "do vậy", "vì vậy", "vì thế", "từ đó", "dẫn đến", "hệ quả", "chính vì")
# Probabilities of a cause by the trained model, below which a sign does not count; chosen on documents of the corpus
# that the model had not seen (docs/design.md).
_GOES_ON_FROM, _CALLED_FROM, _ANNOUNCED_FROM = 0.1, 0.03, 0.01
# openings of what follows from the sentence before, or turns away from it
_NO_CAUSE = (
    *CONSEQUENCE, "hậu quả", "kết quả là", "hệ lụy", "điều này", "điều đó", "việc này", "tình trạng này", "theo đó",
    "thực trạng này", "tuy nhiên", "nhưng", "song", "thế nhưng", "dù vậy", "trong khi",
)  # fmt: skip
_ONE_MORE = (
    "bên cạnh đó", "ngoài ra", "mặt khác", "đặc biệt", "đồng thời", "hơn nữa", "cùng với đó", "cuối cùng", "thứ hai",
    "thứ ba", "thứ tư",
)  # fmt: skip
# Patterns are matched on vanban.text.canonical.
_EXPLAINS = re.compile(r"(?<!\w)(?<!được )(?<!không )(?:lí giải|giải thích|phân trần|giãi bày)(?!\w)")
_CALLED = re.compile(
    r"(?<!\w)(?:sở dĩ|(?:là|vì) lí do|(?:có|một) phần (?:là )?(?:do|vì|bởi)|trước hết (?:là )?(?:do|vì|bởi)"
    r"|xuất phát từ)(?!\w)"
    r"|\Amặt khác(?!\w)"
)
_ANNOUNCES = re.compile(
    r"(?<!\w)(?:(?<!và )(?<!, )nguyên nhân|vì sao|tại sao|do đâu|vì đâu|lí do|lí giải|căn nguyên|gốc rễ)(?!\w)"
)


def tell_causes(contexts: Sequence[Context], scores: Sequence[Mapping[str, float]], ranked: list[list[str]]) -> None:
    """Turn difficulties that explain others into causes, in place; a sentence follows the label given to the last."""
    for i, (context, row) in enumerate(zip(contexts, scores, strict=True)):
        if ranked[i][0] != "difficulty" or context.is_heading or context.is_question:
            continue
        likely = row.get("cause", 0.0)
        if _says_so(context, likely) or (i and _follows(contexts[i - 1], ranked[i - 1][0], context, likely)):
            ranked[i] = ["cause", "difficulty"]


def _says_so(context: Context, likely: float) -> bool:
    if context.words.startswith(_NO_CAUSE):
        return False
    if _EXPLAINS.search(context.words):
        return True
    return likely >= _CALLED_FROM and _CALLED.search(context.words) is not None


def _follows(last: Context, label: str, context: Context, likely: float) -> bool:
    """Tell whether a failing goes on with causes: right behind one, or behind what announces them."""
    if label == "cause" and context.words.startswith(_ONE_MORE):
        return True
    if context.words.startswith(_NO_CAUSE):
        return False
    if label == "other":
        return likely >= _ANNOUNCED_FROM and _ANNOUNCES.search(last.words) is not None
    together = not context.first_in_block or not (context.is_prose or last.is_prose)
    return label == "cause" and together and likely >= _GOES_ON_FROM
