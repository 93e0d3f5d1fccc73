"""The page and the JSON API: thin, over vanban.store and vanban.export."""

from __future__ import annotations

from starlette.convertors import IntegerConvertor, register_url_convertor


class _Number(IntegerConvertor):
    """Numbers in paths, as long as any database takes them; longer ones lead nowhere."""

    regex = "[0-9]{1,9}"


register_url_convertor("int", _Number())  # before any route is made
