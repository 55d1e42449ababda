"""What the words of a text call for: drawings, kinds of text, moods."""

from lingoreel.media.film.keywords.lexicon import Keyword, Lexicon, lexicon

__all__ = ["Keyword", "Lexicon", "lexicon"]
