"""The topic model from a corpus that says nothing of some topics."""

from __future__ import annotations

from pathlib import Path

from vanban.classify.linear import LinearModel
from vanban.learn.topic_model import train_topics
from vanban.model import TOPICS


def test_a_topic_without_examples_is_never_found(tmp_path: Path) -> None:
    texts = [
        "máy tính cũ hỏng",
        "đường mới hỏng",
        "máy tính mới",
        "thiếu tiền sửa đường",
        "thiếu tiền mua máy",
        "tiền ít",
    ] * 2
    topics = [("ha_tang",), ("ha_tang",), ("ha_tang",), ("kinh_phi",), ("kinh_phi",), ("kinh_phi",)] * 2
    train_topics(texts, topics, tmp_path / "topics.npz")
    found = dict(
        zip(TOPICS, LinearModel.load(tmp_path / "topics.npz").probabilities("thiếu tiền").tolist(), strict=True)
    )
    assert found["kinh_phi"] > 0.5 > found["ha_tang"]
    assert max(p for topic, p in found.items() if topic not in ("ha_tang", "kinh_phi")) < 0.01
