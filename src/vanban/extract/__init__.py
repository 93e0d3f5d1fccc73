"""Finds facts on spans of a text: citations, dates, figures, names, indicators. Pure functions, sorted by span."""

from vanban.extract.citations import find_citations
from vanban.extract.dates import find_dates
from vanban.extract.figures import find_figures
from vanban.extract.indicators import find_indicators
from vanban.extract.names import find_names

__all__ = ["find_citations", "find_dates", "find_figures", "find_indicators", "find_names"]
