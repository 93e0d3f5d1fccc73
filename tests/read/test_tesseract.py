"""Tesseract killed from outside is run again: no page may be missing for good because of it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from vanban.read.tesseract import OcrFailure, read_words

SCRIPT = """#!/bin/sh
cat > /dev/null
echo run >> "{runs}"
[ "$(wc -l < "{runs}")" -le {kills} ] && kill -9 $$
printf 'level\\n5\\t1\\t1\\t1\\t1\\t1\\t2\\t3\\t4\\t5\\t90\\tchữ\\n'
"""


@pytest.mark.parametrize(("kills", "words"), [(0, ["chữ"]), (1, ["chữ"]), (2, None)])
def test_killed(kills: int, words: list[str] | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = tmp_path / "tesseract"
    script.write_text(SCRIPT.format(runs=tmp_path / "runs", kills=kills), "utf-8")
    script.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    page = np.full((20, 20), 255, np.uint8)
    if words is None:
        with pytest.raises(OcrFailure):
            read_words(page, dpi=300)
    else:
        assert [word.text for word in read_words(page, dpi=300)] == words
