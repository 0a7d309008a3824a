"""Widths, line breaks, and the way between offsets and cells; no Textual here."""
