"""Quotes and their speakers by rule, in both scripts.

`marks` pairs quotation marks, `verbs` holds the words that introduce a quote, `cues` finds these words
and what they govern, `speakers` reads who is their subject, `finding` puts it together.
"""

from annotations.analysis.quotes.found import QuoteFound, SpeakerFound
from annotations.analysis.quotes.paragraphs import find_quotes

__all__ = ["QuoteFound", "SpeakerFound", "find_quotes"]
