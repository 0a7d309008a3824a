"""Quotes and their speakers by rule, in both scripts.

`marks` pairs quotation marks and `code` hides code; `verbs` holds the words that introduce a quote (lists of
the folder ``data``), `cues` finds them and what they govern, `reports` phrases like 據…報道. `agents` knows
who can speak, `adverbials` what stands around a subject, `speakers` reads it and `sources` whom it means.
`assembly`, `inversion` and `attribution` make quotes of cues, `paragraphs` goes through the sentences, and
`as_written` lays what is found over a text with characters that nobody sees.
"""

from annotations.analysis.quotes.as_written import find_quotes
from annotations.analysis.quotes.found import QuoteFound, SpeakerFound

__all__ = ["QuoteFound", "SpeakerFound", "find_quotes"]
