"""Query parameters turned into filters, pages and words, with messages for whoever wrote them wrong."""

from __future__ import annotations

import re
from typing import Any, NamedTuple, cast

from starlette.datastructures import QueryParams
from starlette.exceptions import HTTPException

from vanban.errors import UsageError
from vanban.store import FilterOptions
from vanban.store.filters import make_filters

# name in the address → key of FilterOptions
SEVERAL = {
    "label": "label",
    "topic": "topic",
    "province": "province",
    "issuer": "issuer",
    "addressee": "addressee",
    "type": "doc_type",
    "sector": "sector",
    "cites": "cites",
    "year": "year",
}
ONE = {"from": "since", "to": "until"}
TITLES = {
    "label": "Nhãn",
    "topic": "Chủ đề",
    "province": "Tỉnh, thành phố",
    "issuer": "Cơ quan ban hành",
    "addressee": "Cơ quan được đề nghị",
    "type": "Loại văn bản",
    "sector": "Lĩnh vực",
    "cites": "Viện dẫn",
    "year": "Năm",
    "from": "Từ ngày",
    "to": "Đến ngày",
}
MAX_VALUES, MAX_CHARACTERS, MAX_PAGE = 30, 500, 100_000
_CONTROLS = re.compile(r"[\x00-\x1f\x7f]+")
_FLAG = re.compile(r"^--(\w+) ")


class PageAsked(NamedTuple):
    """A page of a list, numbered from 1."""

    number: int
    size: int

    @property
    def offset(self) -> int:
        return (self.number - 1) * self.size


def bad_request(message: str) -> HTTPException:
    return HTTPException(400, message)


def clean(word: str) -> str:
    """Give a word without control characters and blanks around it."""
    return _CONTROLS.sub(" ", word).strip()


def read_word(params: QueryParams, name: str) -> str:
    """Give a parameter, empty where it is missing."""
    word = clean(params.get(name, ""))
    if len(word) > MAX_CHARACTERS:
        raise bad_request(f"{TITLES.get(name, name)}: dài quá {MAX_CHARACTERS} ký tự; hãy viết ngắn hơn")
    return word


def read_words(params: QueryParams, name: str) -> list[str]:
    """Give all values of a parameter that is written once or several times; empty ones are left out."""
    words = list(dict.fromkeys(filter(None, map(clean, params.getlist(name)))))
    if len(words) > MAX_VALUES or any(len(word) > MAX_CHARACTERS for word in words):
        raise bad_request(
            f"{TITLES.get(name, name)}: nhiều nhất {MAX_VALUES} giá trị, mỗi giá trị không quá {MAX_CHARACTERS} ký tự"
        )
    return words


def read_filters(params: QueryParams) -> FilterOptions:
    """Give the filters of an address.

    Raises HTTPException 400 where a label, topic, type or day is unknown.
    """
    found: dict[str, Any] = {key: words for name, key in SEVERAL.items() if (words := read_words(params, name))}
    found |= {key: word for name, key in ONE.items() if (word := read_word(params, name))}
    options = cast(FilterOptions, found)
    try:
        make_filters(options)
    except UsageError as error:
        raise bad_request(in_plain_words(str(error))) from error
    return options


def in_plain_words(message: str) -> str:
    """Give a message of the store without the flags of the command line."""
    return _FLAG.sub(lambda match: f"{TITLES.get(match[1], match[1])}: ", message)


def read_page(params: QueryParams, *, size: int = 50, max_size: int = 500) -> PageAsked:
    """Give the page asked for by `page` and `size`.

    Raises HTTPException 400 where they are no numbers in range.
    """
    return PageAsked(
        read_number(params, "page", default=1, last=MAX_PAGE), read_number(params, "size", default=size, last=max_size)
    )


def read_number(params: QueryParams, name: str, *, default: int, last: int) -> int:
    """Give a parameter that is a number from 1 to `last`.

    Raises HTTPException 400 where it is another.
    """
    word = read_word(params, name)
    if not word:
        return default
    if not re.fullmatch(r"[0-9]{1,9}", word) or not 1 <= int(word) <= last:
        raise bad_request(f"{name}={word[:20]!r}: phải là số từ 1 đến {last}")
    return int(word)


def read_choice(params: QueryParams, name: str, choices: tuple[str, ...], *, default: str) -> str:
    """Give a parameter that is one of a few words.

    Raises HTTPException 400 where it is another.
    """
    word = read_word(params, name)
    if word and word not in choices:
        raise bad_request(f"{name}={word[:20]!r}: chọn một trong: {', '.join(choices)}")
    return word or default
