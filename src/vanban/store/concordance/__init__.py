"""A concordance: every word of a large archive with its places, in arrays that are mapped from files.

The full-text index of the database takes a third of a microsecond a match: too slow where words stand in a tenth of a
million passages. A concordance answers in a few milliseconds, and the same on SQLite and PostgreSQL. It is made from
the archive's texts, kept in a folder of its own and may be deleted at any time: without it the database's index
answers, and `Archive.update_search` makes it anew.
"""

from vanban.store.concordance.live import FEW as FEW
from vanban.store.concordance.live import Concordance as Concordance
from vanban.store.concordance.live import Matcher as Matcher
