-- Chỉ tiêu đạt, chưa đạt, đang thực hiện theo tỉnh; chỉ kể chỉ tiêu có trạng thái.
SELECT coalesce(province, '(không rõ)') AS tinh,
       sum(CASE WHEN status = 'met' THEN 1 ELSE 0 END) AS dat,
       sum(CASE WHEN status = 'not_met' THEN 1 ELSE 0 END) AS chua_dat,
       sum(CASE WHEN status = 'in_progress' THEN 1 ELSE 0 END) AS dang_thuc_hien
FROM v_indicators
WHERE status IS NOT NULL
GROUP BY 1
ORDER BY count(*) DESC, tinh
