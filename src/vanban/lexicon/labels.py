"""Vietnamese names of labels, topics and states of indicators, as people see them and may type them.

Source: docs/annotation.md.
"""

from __future__ import annotations

LABEL_NAMES = {
    "result": "Kết quả",
    "difficulty": "Khó khăn, vướng mắc",
    "cause": "Nguyên nhân",
    "proposal": "Đề xuất, kiến nghị",
    "solution": "Giải pháp, nhiệm vụ",
    "other": "Khác",
}
TOPIC_NAMES = {
    "ha_tang": "Hạ tầng, trang thiết bị",
    "nhan_luc": "Nhân lực",
    "kinh_phi": "Kinh phí",
    "the_che": "Thể chế, chính sách",
    "quy_trinh": "Quy trình, thủ tục",
    "du_lieu": "Dữ liệu",
    "phan_mem": "Phần mềm, hệ thống",
    "nhan_thuc": "Nhận thức",
    "phoi_hop": "Phối hợp, chỉ đạo",
    "an_toan": "An toàn, an ninh",
    "dat_dai": "Đất đai, quy hoạch",
    "khac": "Khác",
}
STATUS_NAMES = {"met": "Đạt", "not_met": "Chưa đạt", "in_progress": "Đang thực hiện"}
