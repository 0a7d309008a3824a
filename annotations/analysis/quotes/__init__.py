"""Quotes and their speakers by rule, in both scripts.

`marks` pairs quotation marks, `verbs` holds the words that introduce a quote, `cues` finds these words
and what they govern, `speakers` reads who is their subject and `sources` whom that means, `attribution` makes
quotes of cues, `paragraphs` goes through the sentences, and `as_written` lays what is found over a text with
characters that nobody sees.
"""

from annotations.analysis.quotes.as_written import find_quotes
from annotations.analysis.quotes.found import QuoteFound, SpeakerFound

__all__ = ["QuoteFound", "SpeakerFound", "find_quotes"]
