"""Texts that change: when two are one article, and what was said of one laid over the other."""
