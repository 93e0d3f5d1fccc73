from __future__ import annotations

from vanban.lexicon.syllables import load_syllable_pairs, load_syllables


def test_syllables_are_those_that_follow_or_are_followed() -> None:
    known = load_syllables()
    assert {"đai", "quy", "định", "và"} <= known
    assert "đaiquy" not in known and "và:2" not in known and "" not in known
    assert known == load_syllable_pairs().single.keys()
