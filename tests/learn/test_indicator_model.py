"""Training the indicator model: pairing gold with figures, marking the words of names, the file that comes out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from vanban.analyse import analyse_text
from vanban.extract import indicator_features as features
from vanban.extract.indicator_model import indicator_model, load_model
from vanban.learn.align import make_example
from vanban.learn.corpus import load_document
from vanban.learn.indicator_model import (
    FigureExample,
    figure_examples,
    find_compounds,
    pair_figures,
    sentence_tokens,
    train_indicator_model,
    words_of_name,
)

HEADER = (
    "---\ngenre: báo cáo\nsector: y tế\nlevel: xã\nabout: Lào Cai\nyear: 2025\nsplit: train\ndoc_type: bao_cao\n"
    "facts: statements\n---\n"
)
PLACES = ("tổ dân phố", "thôn vùng cao", "trường học", "trạm y tế", "chợ phiên", "bản biên giới")


def write_corpus(folder: Path, *, count: int = 6) -> list[Path]:
    """Write documents that each tell of one rate, one scope and one task."""
    paths: list[Path] = []
    for i in range(count):
        body = (
            f"r | Tỷ lệ tiêm chủng ở {PLACES[i]} đạt {71 + i}% trong tháng.\n\n"
            f"o | Đoàn kiểm tra đi qua {11 + i} {PLACES[i].split()[0]} trong ba ngày liền.\n\n"
            f"s | Phấn đấu mở {31 + i} lớp tập huấn cho {PLACES[i]}.\n"
        )
        facts = (
            f"== indicators\nTỷ lệ tiêm chủng | {71 + i} | - | % | - | - | - | - | - | - | text\n"
            f"lớp tập huấn | - | - | - | - | {31 + i} | lớp | - | - | - | text\n"
        )
        paths.append(folder / f"d{i}.txt")
        paths[-1].write_text(HEADER + body + facts, "utf-8")
    return paths


def examples_of(folder: Path) -> list[FigureExample]:
    return [f for path in write_corpus(folder, count=1) for f in figure_examples(make_example(load_document(path)))]


def test_figures_meet_their_gold(tmp_path: Path) -> None:
    found = {f.tokens.figures[f.index].text: (f.gives, f.label) for f in examples_of(tmp_path)}
    assert found["71%"] == (features.VALUE, "result")
    assert found["31 lớp"] == (features.TARGET, "solution")
    assert {gives for text, (gives, _) in found.items() if text.startswith(("11", "ba"))} == {features.NOTHING}


def test_of_equal_figures_the_one_whose_sentence_has_the_name_is_paired() -> None:
    analysis = analyse_text("Toàn xã có 12 lớp học.\n\nĐã mở 12 lớp tập huấn.\n")
    row = {"name": "lớp tập huấn", "value": 12, "value2": None, "target": None}
    (place,) = pair_figures([row], analysis)
    assert analysis.figures[place].span.start > analysis.document.text.index("mở")


def test_words_of_a_name_stand_together() -> None:
    (_, _, tokens), *_ = sentence_tokens(analyse_text("Xã mở lớp may, mở lớp tin học, đạt 90% kế hoạch.\n"))
    example = FigureExample("d", tokens, 0, "result", {"name": "mở lớp tin học", "value": 90})
    assert [tokens.words[i] for i in sorted(words_of_name(example))] == ["mở", "lớp", "tin", "học"]
    assert min(words_of_name(example)) == tokens.words.index("tin") - 2


def test_compounds_are_syllables_that_keep_together() -> None:
    compounds = find_compounds([f"Kinh phí mua phao của bến đò năm {i} ở Bến Đá" for i in range(3)] + ["Tàu thuyền."])
    assert "kinh phí" in compounds
    assert "phí mua" not in compounds
    assert "bến đá" not in compounds
    assert "tàu thuyền" not in compounds  # seen once


def test_features_without_the_label_do_not_depend_on_it(tmp_path: Path) -> None:
    example = next(f for f in examples_of(tmp_path) if f.gold is not None)
    told = features.decision_features(example.tokens, example.index, "result")
    other = features.decision_features(example.tokens, example.index, "solution")
    assert told != other
    assert features.without_label(told) == features.without_label(other)
    assert len(told) - 5 <= len(features.without_label(told)) < len(told)


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("corpus")
    examples = [make_example(load_document(path)) for path in write_corpus(folder)]
    counts = train_indicator_model(examples, folder / "indicators.json")
    assert counts["indicators"] == 12
    train_indicator_model(examples, folder / "again.json")
    return folder


def test_training_again_gives_the_same_bytes(trained: Path) -> None:
    assert (trained / "indicators.json").read_bytes() == (trained / "again.json").read_bytes()


def test_the_model_tells_value_target_and_nothing(trained: Path) -> None:
    model = load_model(trained / "indicators.json")
    analysis = analyse_text(
        "Tỷ lệ tiêm chủng ở khu phố đạt 88% trong tháng.\n\nPhấn đấu mở 25 lớp tập huấn cho khu phố.\n"
    )
    found = {
        tokens.figures[0].text: model.decide(tokens, 0, label).gives
        for (_, _, tokens), label in zip(sentence_tokens(analysis), ("result", "solution"), strict=True)
    }
    assert found == {"88%": features.VALUE, "25 lớp": features.TARGET}


def test_the_model_scores_the_words_of_names_higher(trained: Path) -> None:
    model = load_model(trained / "indicators.json")
    (_, _, tokens), *_ = sentence_tokens(analyse_text("Tỷ lệ tiêm chủng ở khu phố đạt 88% trong tháng.\n"))
    scores = {tokens.words[i]: score for i, score in model.score_words(tokens, 0, {}).items()}
    assert min(scores["tiêm"], scores["chủng"]) > max(scores["đạt"], scores["tháng"], scores["ở"])


def test_the_file_is_plain_json_and_a_missing_one_is_none(trained: Path, tmp_path: Path) -> None:
    data = json.loads((trained / "indicators.json").read_text("utf-8"))
    assert set(data) == {"name", "decision", "compounds"}
    assert indicator_model(tmp_path) is None
    assert indicator_model(trained) is not None
