"""Write provinces.tsv, communes.tsv, former_communes.tsv and districts.tsv from the package vietnamadminunits (MIT).

pip install vietnamadminunits               no dependency of the project: it brings Unidecode, which is GPL
python scripts/derive_places.py            writes into src/vanban/lexicon/data
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

import vietnamadminunits

DATA = Path(__file__).parents[1] / "src" / "vanban" / "lexicon" / "data"
DATABASE = Path(vietnamadminunits.__file__).parent / "data" / "dataset.db"
SOURCE = f"vietnamadminunits {version('vietnamadminunits')}"

# Written forms that the package does not carry.
ALIASES = {
    "Hồ Chí Minh": "TP.HCM|TPHCM|TP HCM|TP. HCM|HCM",
    "Bà Rịa - Vũng Tàu": "Bà Rịa Vũng Tàu|BR-VT|BRVT",
    "Đắk Lắk": "Đắc Lắc|Đăk Lăk|Đắc Lắk|Đak Lak|Đăk Lắk|Đắk Lăk|Daklak",
    "Đắk Nông": "Đắc Nông|Đăk Nông|Đak Nông|Đăc Nông",
    "Kon Tum": "Kontum|Kon tum",
    "Bắc Kạn": "Bắc Cạn",
    "Huế": "Thừa Thiên Huế|Thừa Thiên - Huế|TT Huế",
}
# Provinces that were gone before 2025 and went over whole.
OLDER = {"Hà Tây": ("tỉnh", "Hà Nội", "Nghị quyết 15/2008/QH12")}


def write(name: str, header: str, rows: Iterable[tuple[str, ...]]) -> None:
    lines = [header, *("\t".join(row) for row in rows)]
    (DATA / name).write_text("\n".join(lines).replace(" \n", "\n") + "\n", "utf-8")


def split_unit(name: str) -> tuple[str, str]:
    """Part "Thành phố Huế" into ("thành phố", "Huế")."""
    for kind in ("Thành phố", "Tỉnh", "Đặc khu", "Phường", "Xã", "Thị xã", "Thị trấn", "Huyện", "Quận"):
        if name.lower().startswith(kind.lower() + " "):
            return kind.lower(), name[len(kind) + 1 :].strip()
    raise ValueError(name)


def main() -> None:
    connection = sqlite3.connect(DATABASE)
    units = connection.execute("SELECT province, ward, provinceCode, wardCode FROM admin_units").fetchall()
    legacy = connection.execute("SELECT DISTINCT province, district, provinceKey FROM admin_units_legacy").fetchall()
    codes = {split_unit(province)[1]: code for province, _, code, _ in units}
    wards = {}  # former province -> today's province, by where most of its wards' codes went
    for province, _ward, code, ward_code in units:
        wards[ward_code] = (split_unit(province)[1], code)
    votes: dict[str, dict[str, int]] = {}
    for province, code in connection.execute("SELECT province, wardCode FROM admin_units_legacy"):
        if code in wards:
            counts = votes.setdefault(split_unit(province)[1], {})
            counts[wards[code][0]] = counts.get(wards[code][0], 0) + 1
    now = {name: max(counts, key=lambda n: counts[n]) for name, counts in votes.items()}
    kinds = {split_unit(province)[1]: split_unit(province)[0] for province, _, _ in legacy}
    rows = [(name, kinds[name], now[name], codes[now[name]], ALIASES.get(name, ""), SOURCE) for name in sorted(now)]
    rows += [(name, kind, to, codes[to], "", source) for name, (kind, to, source) in OLDER.items()]
    write("provinces.tsv", "name\tkind\tnow\tcode\taliases\tsource", rows)
    write(
        "communes.tsv",
        "name\tkind\tprovince\tcode\tsource",
        sorted((split_unit(w)[1], split_unit(w)[0], code, ward_code, SOURCE) for _, w, code, ward_code in units),
    )
    districts = {
        (*split_unit(d)[::-1], codes[now[split_unit(p)[1]]], split_unit(p)[1], SOURCE) for p, d, _ in legacy if d
    }
    write("districts.tsv", "name\tkind\tprovince\tformer_province\tsource", sorted(districts))
    wards_then = connection.execute("SELECT DISTINCT province, ward FROM admin_units_legacy WHERE ward <> ''")
    former = {(*split_unit(w)[::-1], codes[now[split_unit(p)[1]]], SOURCE) for p, w in wards_then}
    today = {(split_unit(w)[1], split_unit(w)[0], code, SOURCE) for _, w, code, _ in units}
    named = {row for row in former - today if not row[0].isdigit()}
    write("former_communes.tsv", "name\tkind\tprovince\tsource", sorted(named))


if __name__ == "__main__":
    main()
