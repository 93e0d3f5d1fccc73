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
OFFICE_FILE_S = 20  # of the processor for one file, or without any work, after which LibreOffice is killed
OFFICE_MB_S = 4  # more for each MB of it, where an ordinary file of 1 MB takes one or two
OFFICE_MOST_S = 90  # for the largest
OFFICE_WALL_FACTOR = 3  # of these times, however little of the processor it got
BUNDLE_BYTES = 16 << 30  # a bundle on disk
BUNDLE_MEMBERS = 20_000  # of a bundle and the bundles in it
BUNDLE_MEMBER_BYTES = 256 << 20  # one member, unpacked
BUNDLE_TOTAL_BYTES = 8 << 30  # all members, unpacked
BUNDLE_DEPTH = 5  # bundles in bundles
BUNDLE_DIRECTORY_BYTES = 64 << 20  # table of contents of a ZIP
MAIL_BYTES = 256 << 20
UNPACK_S = 600  # one call of a program that unpacks
IMAGE_PIXELS = 120_000_000  # one picture: A3 at 800 dpi
IMAGE_PAGES = 2_000  # of one TIFF
