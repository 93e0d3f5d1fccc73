"""The shipped models: from this corpus, deterministic, above their floors on documents held out whole."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from vanban.classify.calibration import CALIBRATION_FILE
from vanban.classify.trained import CRF_FILE, TOPICS_FILE, models_folder
from vanban.extract.indicator_model import MODEL_FILE as INDICATORS_FILE
from vanban.learn.align import make_example
from vanban.learn.card import CARD_FILE, PAGE_FILE
from vanban.learn.corpus import load_corpus
from vanban.learn.evaluate import check_floors, evaluate, find_cases
from vanban.learn.train import corpus_hash, train_all

ROOT = Path(__file__).parents[2]
CORPUS = ROOT / "corpora/documents"
FLOORS = json.loads((ROOT / "corpora/floors.json").read_text("utf-8"))


def test_shipped_models_come_from_this_corpus() -> None:
    card = json.loads((models_folder() / CARD_FILE).read_text("utf-8"))
    gold = [g for split in card["splits"] for g in load_corpus(CORPUS, split=split)]
    assert "test" not in card["splits"]
    assert card["documents"] == len(gold)
    assert card["corpus_sha256"] == corpus_hash(gold)


def test_the_shipped_card_tells_scores_and_calibration() -> None:
    card = json.loads((models_folder() / CARD_FILE).read_text("utf-8"))
    kinds = {kind for model in card["models"].values() for kind in model["kinds"]}
    assert kinds <= card["scores"].keys()
    assert card["calibration"]["error_after"] <= card["calibration"]["error_before"]
    assert sum(p.stat().st_size for p in models_folder().iterdir()) < 30_000_000


def test_training_again_gives_the_same_bytes(tmp_path: Path) -> None:
    few = tmp_path / "corpus"
    few.mkdir()
    for gold in load_corpus(CORPUS, split="train")[:6]:
        (few / gold.path.name).write_bytes(gold.path.read_bytes())
    for name in ("a", "b"):
        train_all(few, tmp_path / name, splits=("train",), folds=2)
    for file in (CRF_FILE, CALIBRATION_FILE, TOPICS_FILE, INDICATORS_FILE, CARD_FILE, PAGE_FILE):
        assert (tmp_path / "a" / file).read_bytes() == (tmp_path / "b" / file).read_bytes()


def test_no_test_document_shares_its_place_or_new_sectors_with_training() -> None:
    trained = [g for split in ("train", "dev") for g in load_corpus(CORPUS, split=split)]
    tested = load_corpus(CORPUS, split="test")
    assert not {g.meta["about"] for g in trained} & {g.meta["about"] for g in tested}
    assert {"văn hóa và du lịch", "tư pháp và hộ tịch"} <= {g.meta["sector"] for g in tested}
    assert not {"văn hóa và du lịch", "tư pháp và hộ tịch"} & {g.meta["sector"] for g in trained}


def test_gold_lines_are_found_as_sentences() -> None:
    found = total = 0
    for gold in load_corpus(CORPUS, split="dev"):
        example = make_example(gold)
        found += sum(line is not None for line in example.lines)
        total += len(gold.lines)
    assert found >= 0.98 * total


def test_scores_on_the_test_split_stay_above_their_floors() -> None:
    check_floors(evaluate(find_cases([CORPUS], split="test")).scores(), FLOORS["test"])


def test_scores_of_a_model_of_the_train_split_on_dev_stay_above_their_floors(tmp_path: Path) -> None:
    train_all(CORPUS, tmp_path, splits=("train",))
    check_floors(evaluate(find_cases([CORPUS], split="dev", models=tmp_path)).scores(), FLOORS["dev"])


@pytest.mark.parametrize("split", ["dev", "test"])
def test_every_split_has_floors_for_what_matters(split: str) -> None:
    kinds = {
        "citations",
        "dates",
        "figures",
        "indicators",
        "organizations",
        "persons",
        "places",
        "statements",
        "topics",
    }
    assert kinds <= FLOORS[split].keys()
