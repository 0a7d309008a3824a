"""The scheme's guidelines as text, in one language or two."""
