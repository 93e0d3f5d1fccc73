"""Turns folders of Vietnamese official reports into an archive of facts that point back to their place on the page.

Nothing heavy is imported before it is used: `import vanban` costs nothing.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

from vanban.version import __version__ as __version__

if TYPE_CHECKING:
    from vanban.analyse import analyse as analyse
    from vanban.analyse import analyse_text as analyse_text
    from vanban.export.frames import to_frame as to_frame
    from vanban.export.spacy_doc import to_spacy as to_spacy
    from vanban.extract import find_citations as find_citations
    from vanban.extract import find_dates as find_dates
    from vanban.extract import find_figures as find_figures
    from vanban.read import read as read
    from vanban.store import open_archive as open_archive

_HOMES = {
    "analyse": "vanban.analyse",
    "analyse_text": "vanban.analyse",
    "find_citations": "vanban.extract",
    "find_dates": "vanban.extract",
    "find_figures": "vanban.extract",
    "open_archive": "vanban.store",
    "read": "vanban.read",
    "to_frame": "vanban.export.frames",
    "to_spacy": "vanban.export.spacy_doc",
}
__all__ = ["__version__", *_HOMES]


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'vanban' has no attribute {name!r}")
    return getattr(import_module(home), name)


class _CallableModule(ModuleType):
    """A module that, called, calls its function of the same name: `vanban.read(path)` beside `vanban.read.pdf`."""

    def __call__(self, *arguments: Any, **options: Any) -> Any:
        return getattr(self, self.__name__.rpartition(".")[2])(*arguments, **options)


class _Package(ModuleType):
    def __setattr__(self, name: str, value: Any) -> None:
        # importing vanban.read puts the module here, under the name of the public function
        if isinstance(value, ModuleType) and _HOMES.get(name) == value.__name__:
            value.__class__ = _CallableModule
        super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package
