-- Chuỗi số liệu của từng chỉ tiêu qua các kỳ: kế hoạch bên cạnh kết quả. Lọc thêm theo indicator_id, subject.
SELECT indicator_id AS ma_chi_tieu,
       name AS ten_chi_tieu,
       subject AS doi_tuong,
       period_start AS tu_ngay,
       period_end AS den_ngay,
       plan AS ke_hoach,
       result AS ket_qua,
       unit AS don_vi,
       base_value AS gia_tri_goc,
       status AS trang_thai,
       document_number AS so_van_ban,
       document_symbol AS ky_hieu,
       page AS trang
FROM v_indicators
WHERE result IS NOT NULL AND period_end IS NOT NULL
ORDER BY ma_chi_tieu, doi_tuong, den_ngay
