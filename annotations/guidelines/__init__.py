"""The scheme's guidelines as text, in one language or two."""

__all__ = ["GUIDELINES", "RULINGS"]

GUIDELINES = "guidelines.md"
"""The file of a project's own guidelines; every start asks for its name, few need what reads it."""
RULINGS = "rulings.md"
"""The file of its rulings."""
