"""`vanban evaluate` and `vanban train`."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable
from pathlib import Path

from vanban.cli.output import say, say_json, warn
from vanban.errors import EXIT_OK, UsageError


def run_evaluate(options: argparse.Namespace) -> int:
    from vanban.learn.evaluate import check_floors, evaluate, find_cases, format_report

    floors = _floors(options.floors, options.split)
    folder = Path(options.docs) if options.docs else None
    models = Path(options.models) if options.models else None
    evaluation = evaluate(find_cases(map(Path, options.gold), documents=folder, split=options.split, models=models))
    _warn_of_trained(evaluation.by_document, models)
    if options.html:
        from vanban.learn.error_page import format_errors

        Path(options.html).write_text(format_errors(evaluation), "utf-8")
    if options.json:
        say_json(evaluation.scores())
    else:
        say(format_report(evaluation))
    check_floors(evaluation.scores(), floors)
    return EXIT_OK


def _warn_of_trained(names: Iterable[str], models: Path | None) -> None:
    """Warn where the models learnt some of these documents: their scores say little of unseen ones."""
    from vanban.learn.card import trained_names

    known = trained_names(models) & set(names)
    if known:
        warn(
            f"Chú ý: mô hình đã học {len(known)} trong số các văn bản này nên điểm cao hơn thực tế; "
            "đo bằng --split test, hoặc huấn luyện riêng (vanban train --split train --out THƯ_MỤC) "
            "rồi đo với --models THƯ_MỤC"
        )


def _floors(path: str | None, split: str | None) -> dict[str, float]:
    """Read floors: kind → least score, or one such object for each split."""
    if path is None:
        return {}
    try:
        found = json.loads(Path(path).read_text("utf-8"))
        chosen = found[split] if split is not None and split in found else found
        return {str(kind): float(floor) for kind, floor in chosen.items()}
    except (OSError, ValueError, AttributeError, TypeError) as error:
        problem = f"{path}: không đọc được điểm sàn ({error}); cần một đối tượng JSON loại → số, hoặc phần → loại → số"
        raise UsageError(problem) from error


def run_train(options: argparse.Namespace) -> int:
    from vanban.learn.calibrate import FOLDS
    from vanban.learn.train import train_all

    corpus = Path(options.corpus)
    if not corpus.is_dir():
        raise UsageError(f"{corpus}: không có thư mục ngữ liệu này; chỉ ra bằng --corpus")
    also = Path(options.also) if options.also else None
    if also is not None and not also.is_dir():
        raise UsageError(f"{also}: không có thư mục này; --also cần thư mục văn bản theo dạng của corpora/README.md")
    splits = options.split.split(",")
    card = train_all(corpus, Path(options.out), splits=splits, also=also, folds=FOLDS, scored=True)
    if options.json:
        say_json(card)
    else:
        say(f"Mô hình ghi vào {options.out}")
    return EXIT_OK
