-- Khó khăn theo chủ đề và tỉnh: số câu, số văn bản. Dùng cho bản đồ nhiệt, bảng chéo.
SELECT coalesce(topic, 'khac') AS chu_de,
       coalesce(province, '(không rõ)') AS tinh,
       count(*) AS so_cau,
       count(DISTINCT document_id) AS so_van_ban
FROM v_difficulties
GROUP BY 1, 2
ORDER BY so_cau DESC, chu_de, tinh
