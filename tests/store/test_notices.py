"""What readers repaired, guessed or lost, and who signed: stored with the document, summed up by the archive."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from pathlib import Path

from samples import make_analysis

from vanban.export import to_json
from vanban.lexicon.labels import NOTICE_NAMES
from vanban.model import Analysis, Notice, Signature, Span
from vanban.store import Archive

NOTICES = (
    Notice("page_without_text", "Trang 2 chỉ có hình ảnh.", page=2),
    Notice("page_without_text", "Trang 3 chỉ có hình ảnh.", page=3),
    Notice("legacy_unsure", "Có thể là chữ phông cũ.", span=Span(0, 3)),
)
SIGNATURES = (
    Signature(
        "Lương Thế Khang", "UBND tỉnh Lào Cai", dt.datetime(2025, 6, 20, 9, 30, tzinfo=dt.UTC), "CA thử nghiệm",
        unchanged=True, covers_file=False, page=1,
    ),
    Signature(),
)  # fmt: skip


def analysis_with(text: str, *notices: Notice, signatures: tuple[Signature, ...] = ()) -> Analysis:
    made = make_analysis([(text, "result")], source=f"{text}.pdf")
    return replace(made, document=replace(made.document, notices=notices, signatures=signatures))


def test_notices_and_signatures_come_back_as_they_were(archive: Archive) -> None:
    added = archive.add(analysis_with("một", *NOTICES, signatures=SIGNATURES))
    stored = archive.show(added.document_id)
    assert stored is not None
    document = stored.analysis.document
    assert document.notices == NOTICES
    assert document.signatures == SIGNATURES
    assert dict(document.properties) == {}
    found = to_json(stored.analysis)
    assert found["notices"][2] == {
        "code": "legacy_unsure",
        "message": "Có thể là chữ phông cũ.",
        "page": None,
        "span": [0, 3],
    }
    assert found["signatures"][0] == {
        "signer": "Lương Thế Khang", "organization": "UBND tỉnh Lào Cai", "signed_at": "2025-06-20T09:30:00+00:00",
        "issuer": "CA thử nghiệm", "unchanged": True, "covers_file": False, "page": 1,
    }  # fmt: skip


def test_status_sums_notices_up_by_code(archive: Archive) -> None:
    archive.add(analysis_with("một", *NOTICES))
    archive.add(analysis_with("hai", NOTICES[0]))
    archive.add(analysis_with("ba"))
    status = archive.status()
    assert status["notices"] == {"page_without_text": 3, "legacy_unsure": 1}
    assert status["documents_with_notices"] == {"page_without_text": 2, "legacy_unsure": 1}


def test_every_code_that_readers_give_has_a_name() -> None:
    given = re.compile(r"""(?:notice|Notice|_notice)\(\s*(?:builder,\s*)?"(?P<code>[a-z][a-z_.]+)",?""")
    folder = Path(__file__).parents[2] / "src" / "vanban" / "read"
    codes = {match["code"] for file in folder.glob("*.py") for match in given.finditer(file.read_text("utf-8"))}
    assert "stamped_text" in codes
    assert codes - NOTICE_NAMES.keys() == set()
