"""The corpus's format: what is read, and which faults are told."""

from pathlib import Path

import pytest

from vanban.errors import UsageError
from vanban.learn.corpus import check_facts, find_twins, load_corpus, load_document

HEADER = """---
genre: báo cáo tháng
sector: y tế
level: xã
about: Lào Cai
year: 2025
split: train
facts: all
doc_type: bao_cao
number: 12
recipients: UBND tỉnh | Sở Y tế
signer: Vàng Thị Mây | CHỦ TỊCH | -
---
"""
BODY = """o | I. KẾT QUẢ

r | Xã đã khám cho 120 người.
r | Tỷ lệ đạt 97,5%.

d nhan_luc,kinh_phi | - Trạm thiếu bác sĩ.

p kinh_phi @Sở Y tế | 1. Sở Y tế cấp thêm kinh phí.

| STT | Chỉ tiêu |
| 1 | Khám |

== figures
120 người | count | 120 | - | người | - | 120
97,5% | percent | 97.5 | - | % | - | 97.5
== persons
Vàng Thị Mây | CHỦ TỊCH
"""


def write(tmp_path: Path, text: str, name: str = "a.txt") -> Path:
    path = tmp_path / name
    path.write_text(text, "utf-8")
    return path


def test_document_is_read(tmp_path: Path) -> None:
    gold = load_document(write(tmp_path, HEADER + BODY))
    assert gold.faults == []
    assert gold.document["recipients"] == ["UBND tỉnh", "Sở Y tế"]
    assert gold.document["signer"] == {"name": "Vàng Thị Mây", "title": "CHỦ TỊCH", "authority": None}
    assert [line.label for line in gold.lines] == ["other", "result", "result", "difficulty", "proposal"]
    assert gold.lines[3].topics == ("nhan_luc", "kinh_phi")
    assert gold.lines[3].statement == "Trạm thiếu bác sĩ."
    assert gold.lines[4].statement == "1. Sở Y tế cấp thêm kinh phí."
    assert gold.lines[4].addressee == "Sở Y tế"
    assert gold.facts["figures"][1]["value"] == 97.5
    assert gold.render().splitlines()[2] == "Xã đã khám cho 120 người. Tỷ lệ đạt 97,5%."
    assert "STT\tChỉ tiêu\n1\tKhám" in gold.render()


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("d | - Thiếu bác sĩ.", "needs topics"),
        ("r kinh_phi | Đã cấp kinh phí.", "takes no topics"),
        ("d tien | - Thiếu tiền.", "unknown topics"),
        ("d kinh_phi @Sở Y tế | - Thiếu tiền.", "only a proposal"),
        ("x | Câu lạ.", "not a body line"),
    ],
)
def test_faults_are_told_with_their_line(tmp_path: Path, line: str, fault: str) -> None:
    gold = load_document(write(tmp_path, HEADER + line + "\n"))
    assert [number for number, _ in gold.faults] == [14]
    assert fault in gold.faults[0][1]
    with pytest.raises(UsageError, match=r"a\.txt:14"):
        load_corpus(tmp_path)


def test_facts_must_stand_in_the_document(tmp_path: Path) -> None:
    gold = load_document(write(tmp_path, HEADER + BODY.replace("120 người | count", "121 người | count")))
    check_facts(gold)
    assert [("121 người" in m, "Vàng" in m) for _, m in gold.faults] == [(True, False), (False, True)]


def test_twins_of_different_documents(tmp_path: Path) -> None:
    one = "r | Trong tháng, toàn xã đã tổ chức tiêm phòng cho đàn gia súc đúng lịch.\n"
    two = "r | Trong quý, toàn xã đã tổ chức tiêm phòng cho đàn gia súc đúng lịch.\n"
    three = "r | Đàn gia súc được tiêm phòng, riêng gia cầm phải hoãn sang tháng sau vì thiếu vắc xin.\n"
    documents = [
        load_document(write(tmp_path, HEADER + text, f"{i}.txt"))
        for i, text in enumerate((one, two, three, one + three))
    ]
    pairs = {(t.first.path.name, t.second.path.name) for t in find_twins(documents)}
    assert pairs == {("0.txt", "1.txt"), ("0.txt", "3.txt"), ("1.txt", "3.txt"), ("2.txt", "3.txt")}
