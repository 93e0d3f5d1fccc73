"""Vietnamese encodings from before Unicode, and the fonts that say which one a text is in.

Data in `data/legacy_letters.tsv` and `data/legacy_fonts.tsv`.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from vanban.lexicon.rows import read_rows

# Vietnamese names of the encodings, for messages.
ENCODING_NAMES = {"tcvn3": "TCVN3 (ABC)", "vni": "VNI", "viscii": "VISCII", "vps": "VPS"}


@lru_cache(maxsize=1)
def load_letters() -> Mapping[str, Mapping[bytes, str]]:
    """Give for each encoding its letters by their code: one byte, or two in VNI."""
    found: dict[str, dict[bytes, str]] = {encoding: {} for encoding in ENCODING_NAMES}
    for row in read_rows("legacy_letters.tsv"):
        found[row["encoding"]][bytes.fromhex(row["code"])] = row["letter"]
    return found


@lru_cache(maxsize=1)
def load_font_names() -> tuple[tuple[str, str], ...]:
    """Give what names of legacy fonts begin with, in lower case, and the encoding of those fonts."""
    return tuple((row["begins"], row["encoding"]) for row in read_rows("legacy_fonts.tsv"))
