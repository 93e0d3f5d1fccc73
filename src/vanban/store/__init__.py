"""The archive: analyses in a database, searched, listed and shown."""

from vanban.store.archive import Archive as Archive
from vanban.store.archive import open_archive as open_archive
from vanban.store.audit import Deed as Deed
from vanban.store.backup import BackedUp as BackedUp
from vanban.store.facets import FacetCount as FacetCount
from vanban.store.filters import FilterOptions as FilterOptions
from vanban.store.load import Stored as Stored
from vanban.store.problems import Problem as Problem
from vanban.store.saved import SavedSearch as SavedSearch
from vanban.store.search import Hit as Hit
from vanban.store.summary import page_count as page_count
from vanban.store.users import User as User
from vanban.store.write import Added as Added
