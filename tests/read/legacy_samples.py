"""Texts written in encodings from before Unicode, for the tests."""

from __future__ import annotations

import unicodedata

from vanban.lexicon.legacy import load_letters


def encode(text: str, encoding: str) -> bytes:
    """Write a text in an encoding; a capital that TCVN3 or VPS lacks becomes a small letter."""
    codes = {letter: code for code, letter in load_letters()[encoding].items()}
    out = bytearray()
    for char in unicodedata.normalize("NFC", text):
        out += codes.get(char) or codes.get(char.lower()) or char.encode("cp1252")
    return bytes(out)


def shown(text: str, encoding: str) -> str:
    """Give what a program without the font shows: the bytes as windows-1252."""
    return "".join(
        bytes([byte]).decode("cp1252", "ignore") or bytes([byte]).decode("latin-1") for byte in encode(text, encoding)
    )


def rtf(*runs: tuple[str, str, str | None], head: str = "") -> bytes:
    """Make an RTF file of one paragraph per run: font, text, encoding (None: Unicode, as \\u)."""
    names = list(dict.fromkeys(font for font, _, _ in runs))
    table = "".join(f"{{\\f{number}\\fnil {name};}}" for number, name in enumerate(names))
    body = ""
    for font, text, encoding in runs:
        if encoding is None:
            marked = "".join(c if c.isascii() else f"\\u{ord(c)}?" for c in text)
        else:
            marked = "".join(chr(b) if b < 128 else f"\\'{b:02x}" for b in encode(text, encoding))
        body += f"{{\\f{names.index(font)} {marked}\\par}}\n"
    return f"{{\\rtf1\\ansi\\ansicpg1252\\deff0{{\\fonttbl{table}}}{head}\n{body}}}".encode("ascii")
