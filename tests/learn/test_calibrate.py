"""Fitting the calibration, and the card that tells of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from vanban.learn.calibrate import calibration_error, fit_calibration, label_counts, log_loss, mean_f1, reliability
from vanban.learn.card import format_card, score_rows, trained_names, write_card
from vanban.learn.score import Count

SURE = {"result": 0.95, "other": 0.05}
TORN = {"result": 0.55, "other": 0.45}
JUDGED = [("result", SURE), ("result", SURE), ("other", SURE), ("other", TORN)]


def test_reliability_counts_by_tenths() -> None:
    assert reliability(JUDGED) == [
        {"from": 0.5, "sentences": 1, "probability": 0.55, "right": 0.0},
        {"from": 0.9, "sentences": 3, "probability": 0.95, "right": pytest.approx(2 / 3, abs=1e-4)},
    ]
    # (1 * 0.55 + 3 * (0.95 - 0.6667)) / 4
    assert calibration_error(JUDGED) == pytest.approx(0.35, abs=1e-3)


def test_log_loss_is_least_where_probability_is_right() -> None:
    assert log_loss([("result", SURE)]) < log_loss([("result", TORN)]) < log_loss([("other", TORN)])


def test_labels_below_the_threshold_count_as_other() -> None:
    plain, strict = label_counts(JUDGED, 0.0), label_counts(JUDGED, 0.6)
    assert (plain["result"].found, plain["result"].hits) == (4, 2)
    assert (strict["result"].found, strict["result"].hits, strict["other"].hits) == (3, 2, 1)
    assert mean_f1(strict) > mean_f1(plain)


def test_nothing_to_judge_gives_a_calibration_that_changes_nothing() -> None:
    fit = fit_calibration([])
    assert (fit.calibration.temperature, fit.calibration.threshold, fit.report) == (1.0, 0.0, {})


def test_the_card_names_scores_and_documents(tmp_path: Path) -> None:
    card = {
        "models": {"m": {"gives": "labels", "method": "a CRF", "kinds": ["statements.result"], "failures": ["irony"]}},
        "documents": 2, "further_documents": 1, "splits": ["train"], "sentences": 40, "seed": 7, "calibration": {},
        "scores": score_rows({"statements.result": Count(8, 10, 10), "dates": Count()}), "names": ["a", "b"],
    }  # fmt: skip
    write_card(card, tmp_path)
    assert trained_names(tmp_path) == {"a", "b"}
    page = format_card(card)
    assert "| statements.result | 0.800 | 0.800 | 0.800 |" in page
    assert "- irony" in page and "2 documents (train) and 1 further ones with 40 sentences" in page
    assert trained_names(tmp_path / "none") == set()
