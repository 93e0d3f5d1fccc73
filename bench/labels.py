"""Speed of judging sentences: labels/s of CPU time on one core, from structure to label, topics and addressee.

    python bench/labels.py [CORPUS]

The documents of the test split are judged three times; the fastest round counts.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

from vanban.classify import label_statements
from vanban.classify.features import find_contexts
from vanban.classify.trained import label_model
from vanban.learn.align import make_example
from vanban.learn.corpus import load_corpus
from vanban.read import read_text

ROUNDS = 3


def rate(work: Callable[[], int]) -> float:
    """Give units of work a second of CPU time."""
    best = 0.0
    for _ in range(ROUNDS):
        start = time.process_time()
        done = work()
        best = max(best, done / (time.process_time() - start))
    return best


def main() -> int:
    corpus = Path(sys.argv[1]) if len(sys.argv) > 1 else Path("corpora/documents")
    examples = [make_example(gold) for gold in load_corpus(corpus, split="test")]
    documents = [read_text(e.gold.render(), source=e.gold.path.name) for e in examples]
    model = label_model()
    if model is None:
        print("no models; run: vanban train", file=sys.stderr)
        return 3
    pairs = list(zip(documents, [e.structure for e in examples], strict=True))

    def contexts() -> int:
        return sum(len(find_contexts(d, s.outline, s.sentences, s.letterhead)) for d, s in pairs)

    def labels() -> int:
        return sum(len(model.probabilities(e.contexts)) for e in examples)

    def statements() -> int:
        return sum(len(label_statements(d, s.outline, s.sentences, s.letterhead)) for d, s in pairs)

    for name, work in (("contexts and cues", contexts), ("features and CRF", labels), ("all of it", statements)):
        print(f"{name:20}{rate(work):8.0f} sentences/s", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
