-- Văn bản được viện dẫn nhiều nhất và số văn bản viện dẫn.
SELECT cited AS van_ban,
       count(*) AS so_lan,
       count(DISTINCT document_id) AS so_van_ban_vien_dan
FROM v_citations
WHERE cited IS NOT NULL
GROUP BY 1
ORDER BY so_van_ban_vien_dan DESC, so_lan DESC, van_ban
