"""Training the label model: what its copies of a document leave out."""

from __future__ import annotations

import random

from vanban.learn.label_model import LEFT_OUT, thin

ROW = [f"w={i}" for i in range(1000)]


def test_a_copy_lacks_about_the_share_of_features_asked_for() -> None:
    (kept,) = thin([ROW], random.Random(1))
    assert set(kept) < set(ROW)
    assert abs(len(kept) / len(ROW) - (1 - LEFT_OUT)) < 0.06


def test_what_is_left_out_does_not_depend_on_the_order_of_features() -> None:
    assert thin([ROW, ROW[:9]], random.Random(1)) == thin([ROW[::-1], ROW[8::-1]], random.Random(1))


def test_copies_differ() -> None:
    chance = random.Random(1)
    assert thin([ROW], chance) != thin([ROW], chance)
