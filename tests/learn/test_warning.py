"""`vanban evaluate` says where the models have learnt what they are measured on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from vanban.cli import main
from vanban.learn.card import CARD_FILE

DOCUMENT = (
    "---\ngenre: báo cáo\nsector: y tế\nlevel: xã\nabout: Lào Cai\nyear: 2025\nsplit: dev\ndoc_type: bao_cao\n"
    "facts: statements\n---\nr | Trạm y tế xã đã tiêm chủng cho 120 trẻ.\n"
)


@pytest.mark.parametrize(("trained", "is_warned"), [(["d0", "d1"], True), (["d1"], False)])
def test_documents_that_were_trained_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], trained: list[str], is_warned: bool
) -> None:
    (tmp_path / "d0.txt").write_text(DOCUMENT, "utf-8")
    models = tmp_path / "models"
    models.mkdir()
    (models / CARD_FILE).write_text(json.dumps({"names": trained}), "utf-8")
    assert main(["evaluate", str(tmp_path / "d0.txt"), "--models", str(models)]) == 0
    output = capsys.readouterr()
    assert ("mô hình đã học 1 trong số" in output.err) is is_warned
    assert "statements.result" in output.out
