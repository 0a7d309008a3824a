"""Colours and how text is emphasised."""
