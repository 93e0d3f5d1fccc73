-- Từng kiến nghị với nơi được đề nghị và chỗ đứng trong văn bản nguồn; mới nhất trước.
SELECT issued_on AS ngay,
       issuer AS don_vi,
       province AS tinh,
       addressee AS noi_duoc_de_nghi,
       topics AS chu_de,
       text AS noi_dung,
       document_number AS so,
       document_symbol AS ky_hieu,
       page AS trang,
       score AS do_tin_cay,
       key AS khoa
FROM v_proposals
ORDER BY CASE WHEN issued_on IS NULL THEN 1 ELSE 0 END, issued_on DESC, document_id, span_start
