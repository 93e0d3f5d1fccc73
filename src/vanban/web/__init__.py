"""The page and the JSON API: thin, over vanban.store and vanban.export."""
