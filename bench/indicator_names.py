"""Names of indicators by rules beside the model: F1 of indicators on the test split of the corpus.

    python bench/indicator_names.py [--split test] [CORPUS]

An indicator counts where its numbers are right and its name shares half of its words with the gold name (F1). The first
row decides and names by rules, the second decides by the model and names by rules, the third does both by the model.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path
from unittest.mock import patch

from vanban.extract import indicators
from vanban.extract.indicator_model import MODEL_FILE, IndicatorModel, load_model
from vanban.extract.indicator_tokens import Tokens
from vanban.learn.evaluate import evaluate, find_cases

CORPUS = Path(__file__).parents[1] / "corpora/documents"
MODELS = Path(__file__).parents[1] / "models"


class NamelessModel(IndicatorModel):
    """Decides as the model does, and chooses no word of a name, so that the rules name."""

    def __init__(self, model: IndicatorModel) -> None:
        self.__dict__.update(model.__dict__)

    def score_words(self, tokens: Tokens, index: int, known: dict[str, dict[int, float]]) -> Mapping[int, float]:  # type: ignore[override]
        return {}


def main() -> None:
    parser = argparse.ArgumentParser(description="Compare names of indicators by rules and by the model.")
    parser.add_argument("corpus", nargs="?", type=Path, default=CORPUS)
    parser.add_argument("--split", default="test")
    arguments = parser.parse_args()
    model = load_model(MODELS / MODEL_FILE)
    rows = {"rules alone": None, "model decides, rules name": NamelessModel(model), "model": model}
    print(f"{'':28}{'P':>7}{'R':>7}{'F1':>7}   95%")
    for row, chosen in rows.items():
        with patch.object(indicators, "indicator_model", lambda _folder=None, chosen=chosen: chosen):
            count = evaluate(find_cases([arguments.corpus], split=arguments.split)).total.counts["indicators"]
        low, high = count.interval()
        print(f"{row:28}{count.precision:7.3f}{count.recall:7.3f}{count.f1:7.3f}   {low:.3f}–{high:.3f}")


if __name__ == "__main__":
    main()
