"""What Python's zipfile raises over torn and hostile archives, beside what it says it does."""

from __future__ import annotations

import lzma
import struct
import zipfile
import zlib

# LZMAError is no OSError; RuntimeError of encrypted members, NotImplementedError (one of these) of unknown methods
ZIP_ERRORS = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, IndexError, OSError, OverflowError,
    RuntimeError, ValueError,
)  # fmt: skip
