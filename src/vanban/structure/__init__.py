"""What a document is made of: letterhead, outline, sentences."""

from vanban.structure.letterhead import find_letterhead
from vanban.structure.outline import build_outline
from vanban.structure.sentences import split_sentences, split_text
from vanban.structure.shapes import shapes_of

__all__ = ["build_outline", "find_letterhead", "shapes_of", "split_sentences", "split_text"]
