"""Quotes and their speakers by rule, in both scripts.

`marks` pairs quotation marks, `verbs` holds the words that introduce a quote, `cues` finds these words
and what they govern, `speakers` reads who is their subject and `sources` whom that means, `attribution` makes
quotes of cues, and `paragraphs` goes through the sentences.
"""

from annotations.analysis.quotes.found import QuoteFound, SpeakerFound
from annotations.analysis.quotes.paragraphs import find_quotes

__all__ = ["QuoteFound", "SpeakerFound", "find_quotes"]
