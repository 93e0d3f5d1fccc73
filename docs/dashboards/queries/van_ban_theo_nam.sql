-- Số văn bản, khó khăn, kiến nghị theo năm và tỉnh. Dùng cho đường theo thời gian.
SELECT issued_year AS nam,
       coalesce(province, '(không rõ)') AS tinh,
       count(*) AS so_van_ban,
       sum(difficulties) AS so_kho_khan,
       sum(proposals) AS so_kien_nghi
FROM v_documents
WHERE issued_year IS NOT NULL
GROUP BY 1, 2
ORDER BY nam, tinh
