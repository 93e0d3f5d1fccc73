-- Kiến nghị theo nơi được đề nghị và năm. Dùng cho biểu đồ cột chồng.
SELECT coalesce(addressee, '(không nêu)') AS noi_duoc_de_nghi,
       issued_year AS nam,
       count(*) AS so_kien_nghi,
       count(DISTINCT document_id) AS so_van_ban
FROM v_proposals
GROUP BY 1, 2
ORDER BY so_kien_nghi DESC, noi_duoc_de_nghi, nam
