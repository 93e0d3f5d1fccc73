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
SECRECY_NAMES = {"mat": "Mật", "toi_mat": "Tối mật", "tuyet_mat": "Tuyệt mật"}
STATUS_NAMES = {"met": "Đạt", "not_met": "Chưa đạt", "in_progress": "Đang thực hiện"}
# what readers repaired, guessed or lost: code of a notice → what it says of a document
NOTICE_NAMES = {
    "docx.empty": "tệp Word không có nội dung",
    "docx.images": "ảnh trong tệp Word không được đọc chữ",
    "docx.objects": "tệp nhúng trong văn bản Word không được đọc",
    "glued_words": "đã tách các chữ viết dính liền nhau",
    "legacy_font_decoded": "đã chuyển chữ phông cũ (TCVN3, VNI…) sang Unicode",
    "legacy_unsure": "có thể là chữ phông cũ, không chắc nên giữ nguyên",
    "libreoffice_missing": "chưa cài LibreOffice nên mất bảng và kiểu chữ",
    "ocr_failed": "trang quét không nhận dạng được",
    "ocr_missing": "trang quét chưa đọc vì thiếu Tesseract",
    "ocr_poor": "chữ nhận dạng kém, cần xem lại",
    "ocr_repaired": "số, ký hiệu nhận dạng sai đã được sửa",
    "ocr_respelled": "chữ nhận dạng mất dấu đã được đoán lại dấu",
    "ocr_stamp": "chữ trong dấu văn bản đến không đưa vào nội dung",
    "ocr_written": "số, ngày ghi tay đọc không chắc",
    "office_empty": "LibreOffice không đọc được nội dung nào",
    "page_broken": "trang hỏng, không đọc được",
    "page_without_text": "trang chỉ có hình, không có chữ",
    "pages_left_out": "có trang không được đọc",
    "pdf_attachment": "tệp đính kèm trong PDF chưa được đọc",
    "pdf_comment": "ghi chú trên trang PDF không đưa vào nội dung",
    "pdf_form": "biểu mẫu động (XFA) không đọc được",
    "sheet_hidden": "trang tính ẩn, vẫn được đọc",
    "signature_broken": "nội dung đã đổi sau khi ký số",
    "signature_frame": "khung thông tin chữ ký số không đưa vào nội dung",
    "signatures_unchecked": "chưa kiểm tra tính toàn vẹn của chữ ký số",
    "split_words": "đã nối các chữ bị tách rời vì phông chữ",
    "stamped_text": "chữ lấy từ khung chữ ký số, dấu hoặc ghi chú",
    "text.broken_letters": "có ký tự hỏng, không khôi phục được",
    "text.encoding_guessed": "bảng mã được đoán",
}
