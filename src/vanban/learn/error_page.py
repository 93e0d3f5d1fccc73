"""The errors of an evaluation as one readable HTML page: by document and kind, each sentence between its neighbours."""

from __future__ import annotations

from html import escape
from typing import Any

from vanban.learn.evaluate import Evaluation

_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
h2 { border-bottom: 1px solid #8888; margin-top: 2.5rem; } h3 { margin-bottom: .3rem; }
li { margin: .5rem 0; } .around { opacity: .6; } .what { font-weight: 600; }
@media (prefers-color-scheme: dark) { body { background: #16181d; color: #e6e6e6; } }
"""


def format_errors(evaluation: Evaluation) -> str:
    """Give the page; documents with the lowest statement scores come first."""
    ranked = sorted(evaluation.by_document.items(), key=lambda item: (item[1].statements_f1, item[0]))
    parts = [
        '<!doctype html><html lang="vi"><meta charset="utf-8"><title>Lỗi khi đo trên văn bản đã gán nhãn</title>',
        f"<style>{_STYLE}</style><h1>Lỗi theo văn bản</h1>",
    ]
    for name, comparison in ranked:
        kinds = {kind: rows for kind, rows in comparison.errors.items() if rows}
        if not kinds:
            continue
        parts.append(f"<h2>{escape(name)} <small>F1 nhận định {comparison.statements_f1:.3f}</small></h2>")
        for kind, rows in sorted(kinds.items()):
            parts.append(f"<h3>{escape(kind)} ({len(rows)})</h3><ul>")
            parts += [f'<li><span class="what">{escape(what)}</span>: {_describe(row)}</li>' for what, row in rows]
            parts.append("</ul>")
    return "\n".join(parts) + "\n"


def _describe(row: Any) -> str:
    if isinstance(row, dict) and "before" in row:
        before, after = (f'<span class="around">{escape(row[key])}</span>' for key in ("before", "after"))
        return f"{before} <mark>{escape(row['text'])}</mark> {after}"
    if isinstance(row, dict):
        told = ((k, v) for k, v in row.items() if v is not None and k not in ("span", "page", "score"))
        return escape("; ".join(f"{key}: {value}" for key, value in told))
    return escape(str(row))
