"""Judges sentences: label, topics, addressee."""

from vanban.classify.statements import label_statements

__all__ = ["label_statements"]
