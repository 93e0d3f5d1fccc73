"""Probabilities that mean what they say, and the least that decides a label."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from vanban.classify.calibration import CALIBRATION_FILE, Calibration, load_calibration
from vanban.classify.statements import rank_labels


def test_temperature_flattens_and_keeps_order_and_sum() -> None:
    plain = {"result": 0.81, "other": 0.16, "cause": 0.03}
    flat = Calibration(temperature=2.0).apply(plain)
    assert sorted(flat, key=lambda k: -flat[k]) == ["result", "other", "cause"]
    assert sum(flat.values()) == pytest.approx(1)
    # square roots 0.9, 0.4, 0.1732; their sum 1.4732
    assert flat["result"] == pytest.approx(0.6109, abs=1e-4)
    assert flat["other"] == pytest.approx(0.2715, abs=1e-4)


def test_without_temperature_nothing_changes() -> None:
    assert Calibration().apply({"result": 0.7, "other": 0.3}) == {"result": 0.7, "other": 0.3}


def test_the_weight_of_a_label_moves_a_close_call() -> None:
    weighed = Calibration(weights={"other": 0.5}).apply({"result": 0.4, "other": 0.6})
    # 0.4 and 0.3, made to sum to 1
    assert weighed == pytest.approx({"result": 0.5714, "other": 0.4286}, abs=1e-4)
    assert Calibration(weights={"other": 0.5}).apply({"result": 1.0}) == {"result": 1.0}


@pytest.mark.parametrize(
    ("scores", "labels"),
    [
        ({"difficulty": 0.6, "cause": 0.3, "other": 0.1}, ["difficulty", "cause"]),
        ({"difficulty": 0.38, "cause": 0.34, "other": 0.28}, ["other", "difficulty"]),
        ({"other": 0.38, "cause": 0.34, "result": 0.28}, ["other", "cause"]),
        ({"difficulty": 0.4, "cause": 0.35, "other": 0.25}, ["difficulty", "cause"]),
        ({"difficulty": 0.38, "cause": 0.34, "result": 0.18, "other": 0.1}, ["difficulty", "cause"]),
    ],
)
def test_below_the_threshold_it_is_other_with_its_guess_kept(scores: dict[str, float], labels: list[str]) -> None:
    assert rank_labels(scores, 0.4) == labels


def test_the_file_is_read_and_may_be_missing(tmp_path: Path) -> None:
    assert load_calibration(tmp_path) == Calibration()
    (tmp_path / CALIBRATION_FILE).write_text(json.dumps({"temperature": 1.2, "threshold": 0.4}), "utf-8")
    assert load_calibration(tmp_path) == Calibration(1.2, 0.4)
