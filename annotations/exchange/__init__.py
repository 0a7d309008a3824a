"""Formats that annotations are handed on in."""
