"""Makes the demo corpus: papers of corpora/documents laid out as DOCX and, through LibreOffice, as PDF.

    python corpora/demo/make.py [ID …]

Sources are documents of the corpus's test part, which no model was trained on, with the footnotes and annexes that
stand in `additions/ID.txt`. The files in `files/` are kept in the repository: `make demo` needs neither this script nor
LibreOffice.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

from layout import HEADING, Align, Paper

from vanban.learn.corpus import GoldDocument, GoldLine, load_document
from vanban.read.markdown import plain_marks

HERE = Path(__file__).parent
PDF_FONT, WORD_FONT = (
    "DejaVu Serif",
    "Times New Roman",
)  # Liberation, LibreOffice's stand-in for Times, lacks Vietnamese


def body_blocks(gold: GoldDocument) -> tuple[list[Any], list[Any]]:
    """Give the blocks between letterhead and recipients, and those after the signature (annexes)."""
    texts = [b[0].text if isinstance(b[0], GoldLine) else "" for b in gold.blocks]
    subject = (gold.document["subject"] or "").casefold()[:25]
    start = next((i + 1 for i, t in enumerate(texts[:20]) if subject and subject in t.casefold()), 0)
    asked = [r.casefold() for r in gold.document["recipients"] or []]
    for i in range(start, min(start + 12, len(texts))):
        line = texts[i].casefold().lstrip("-+ ").rstrip(" ;.,")
        if line.startswith("kính gửi") or line in asked:
            start = i + 1
    end = next((i for i, t in enumerate(texts) if t.casefold().startswith("nơi nhận")), len(texts))
    name = (gold.document["signer"] or {}).get("name")
    after = next((i + 1 for i in range(len(texts) - 1, end - 1, -1) if name and texts[i].strip() == name), len(texts))
    return gold.blocks[start:end], gold.blocks[after:]


def without_marks(gold: GoldDocument) -> GoldDocument:
    """Give the document without the marks of Markdown that some of the corpus's texts carry."""
    blocks = [
        [replace(item, text=plain_marks(item.text)) if isinstance(item, GoldLine) else [*map(plain_marks, item)]
         for item in block]
        for block in gold.blocks
    ]  # fmt: skip
    return replace(gold, blocks=blocks)


def lay_out(gold: GoldDocument, font: str) -> Paper:
    paper, fields, gold = Paper(font), gold.document, without_marks(gold)
    letter = fields["doc_type"] == "cong_van"
    issued = fields["issued_on"]
    day = f"ngày {issued[8:]} tháng {int(issued[5:7])} năm {issued[:4]}" if issued else "ngày      tháng      năm"
    number = f"Số: {fields['number'] or '     '}/{fields['symbol'] or ''}"
    if fields["issuer"]:
        parent = [{"text": fields["parent_issuer"].upper()}] if fields["parent_issuer"] else []
        subject = [{"text": f"V/v {fields['subject']}", "size": 12}] if letter else []
        left = [*parent, {"text": fields["issuer"].upper(), "bold": True}, {"text": number}, *subject]
        right = [
            {"text": "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "bold": True, "size": 12},
            {"text": "Độc lập - Tự do - Hạnh phúc", "bold": True},
            {"text": f"{fields['place'] or ''}, {day}", "italic": True},
        ]
        paper.two_columns(left, right)
    if not letter and fields["doc_type"] != "bai_bao":
        titles = {"bao_cao": "BÁO CÁO", "to_trinh": "TỜ TRÌNH", "ke_hoach": "KẾ HOẠCH", "thong_bao": "THÔNG BÁO"}
        if fields["doc_type"] in titles:
            paper.line(titles[fields["doc_type"]], align=Align.CENTER, bold=True, size=14)
        if fields["subject"]:
            paper.line(fields["subject"], align=Align.CENTER, bold=True)
    asked = fields["recipients"] or []
    if len(asked) == 1:
        paper.line(f"Kính gửi: {asked[0]}", align=Align.CENTER)
    elif asked:
        paper.line("Kính gửi:", align=Align.CENTER)
        for i, name in enumerate(asked):
            paper.line(f"- {name}{'.' if i + 1 == len(asked) else ';'}", align=Align.CENTER)
    main, annexes = body_blocks(gold)
    notes, extra = additions(gold.path.stem)
    write_blocks(paper, main, notes)
    if fields["cc"] or fields["signer"]:
        close(paper, fields)
    if annexes or extra:
        paper.new_section(landscape=any(len(b[0]) > 6 for b in extra if isinstance(b[0], list)))
        write_blocks(paper, [*annexes, *extra], notes)
    return paper


def write_blocks(paper: Paper, blocks: list[Any], notes: dict[str, str]) -> None:
    for block in blocks:
        if not isinstance(block[0], GoldLine):
            two = len(block) > 2 and not block[1][0] and any(block[1])
            paper.grid(block, header_rows=2 if two else 1)
            continue
        text = " ".join(line.text for line in block).strip()
        if not text.strip("*"):
            continue
        heading = bool(HEADING.match(text)) and len(text) < 140 and not text.endswith((".", ";"))
        annex = text.casefold().startswith(("phụ lục", "biểu ")) or (text.isupper() and not heading)
        paragraph = paper.line(
            text, bold=heading or annex, indent=not annex, align=Align.CENTER if annex else Align.JUSTIFY
        )
        for anchor, note in notes.items():
            if anchor in text:
                paper.footnote(paragraph, note)


def close(paper: Paper, fields: dict[str, Any]) -> None:
    signer = fields["signer"] or {}
    cc = fields["cc"] or []
    left: list[dict[str, Any]] = [{"text": "Nơi nhận:", "bold": True, "italic": True, "size": 12, "align": Align.LEFT}]
    left += [
        {"text": f"- {name}{'.' if i + 1 == len(cc) else ';'}", "size": 11, "align": Align.LEFT}
        for i, name in enumerate(cc)
    ]
    posts = [*(signer.get("authority") or "").split("; "), signer.get("title")]
    right: list[dict[str, Any]] = [{"text": part, "bold": True} for part in posts if part]
    right += [{"text": " "}] * 3 + [{"text": signer.get("name") or "", "bold": True}]
    paper.two_columns(left if cc else [], right)


def additions(name: str) -> tuple[dict[str, str], list[Any]]:
    """Read `additions/ID.txt`: lines `anchor => footnote`, then, after `---`, blocks in the corpus's format."""
    path = HERE / "additions" / f"{name}.txt"
    if not path.is_file():
        return {}, []
    head, _, tail = path.read_text("utf-8").partition("\n---\n")
    notes = dict(line.split(" => ", 1) for line in head.splitlines() if " => " in line)
    blocks: list[Any] = []
    for chunk in tail.strip().split("\n\n"):
        lines = chunk.splitlines()
        if lines and lines[0].startswith("|"):
            blocks.append([[c.strip() for c in x.strip("|").split("|")] for x in lines])
        elif lines and lines[0]:
            blocks.append([GoldLine(0, line, "other") for line in lines])
    return notes, blocks


def make(name: str, suffix: str) -> None:
    gold = load_document(HERE.parent / "documents" / f"{name}.txt")
    if suffix == "docx":
        lay_out(gold, WORD_FONT).save(str(HERE / "files" / f"{name}.docx"))
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{name}.docx"
        lay_out(gold, PDF_FONT).save(str(path))
        subprocess.run(
            ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "pdf",
             "--outdir", str(HERE / "files"), str(path)],
            check=True, capture_output=True, timeout=120,
        )  # fmt: skip


def main(wanted: list[str]) -> None:
    for line in (HERE / "papers.txt").read_text("utf-8").splitlines():
        name, suffix = line.rsplit(".", 1)
        if not wanted or name in wanted:
            make(name, suffix)
            sys.stdout.write(f"{name}.{suffix}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
