"""How much of a file is taken in before it is refused. Beyond these a file is broken, or made to do harm."""

from __future__ import annotations

FILE_BYTES = 1 << 30
TEXT_BYTES = 32 << 20  # plain text and HTML: some 8,000 pages
LINE_CHARS = 2_000_000  # one line of plain text
PART_BYTES = 64 << 20  # one XML part of a DOCX, unpacked
PACKAGE_ENTRIES = 20_000  # members of a DOCX
PACKED_RATIO = 200  # unpacked to packed size of a part over PACKED_RATIO_FROM bytes; prose packs 5 to 30 times
PACKED_RATIO_FROM = 4 << 20
TABLE_CELLS = 2_000_000  # of one table, spans filled in
OFFICE_BYTES = 200 << 20  # a file handed to LibreOffice
OFFICE_MEMORY_BYTES = 4 << 30  # address space of LibreOffice
OFFICE_FILE_S = 60  # standstill at one file, after which LibreOffice is killed
