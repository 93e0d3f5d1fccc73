"""The 34 provinces as tiles of equal size, each about where it lies: small provinces are seen as well as large ones."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from vanban.lexicon.provinces import members_of, provinces_now
from vanban.web.charts import heat_step

# name → (row, column), both from 1; neighbours on the map are neighbours here where the grid lets them
PLACES: Mapping[str, tuple[int, int]] = {
    "Lai Châu": (1, 1), "Lào Cai": (1, 2), "Tuyên Quang": (1, 3), "Cao Bằng": (1, 4),
    "Điện Biên": (2, 1), "Sơn La": (2, 2), "Phú Thọ": (2, 3), "Thái Nguyên": (2, 4), "Lạng Sơn": (2, 5),
    "Hà Nội": (3, 3), "Bắc Ninh": (3, 4), "Quảng Ninh": (3, 5),
    "Ninh Bình": (4, 3), "Hưng Yên": (4, 4), "Hải Phòng": (4, 5),
    "Thanh Hóa": (5, 3), "Nghệ An": (6, 3), "Hà Tĩnh": (7, 3),
    "Quảng Trị": (8, 4), "Huế": (8, 5), "Đà Nẵng": (9, 5), "Quảng Ngãi": (10, 5), "Gia Lai": (11, 5),
    "Đắk Lắk": (12, 4), "Khánh Hòa": (12, 5),
    "Tây Ninh": (13, 2), "Đồng Nai": (13, 3), "Lâm Đồng": (13, 4),
    "An Giang": (14, 1), "Đồng Tháp": (14, 2), "Hồ Chí Minh": (14, 3),
    "Cần Thơ": (15, 1), "Vĩnh Long": (15, 2), "Cà Mau": (16, 1),
}  # fmt: skip

# the archipelagos, with the province that each belongs to
ISLANDS = (("Hoàng Sa", "Đà Nẵng", 9, 6), ("Trường Sa", "Khánh Hòa", 14, 6))


class Tile(NamedTuple):
    name: str
    row: int
    column: int
    value: int
    step: int  # of the heat scale, 0 … 6
    former: tuple[str, ...]  # the provinces that it was made of, without itself


def tiles(values: Mapping[str, int]) -> list[Tile]:
    """Lay out the provinces, from north to south, with the value of each."""
    highest = max(values.values(), default=0)
    names = {province.name for province in provinces_now()}
    return [
        Tile(name, *PLACES[name], values.get(name, 0), heat_step(values.get(name, 0), highest), members_of(name)[1:])
        for name in sorted(names, key=lambda name: PLACES[name])
    ]
