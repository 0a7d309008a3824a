"""How much is done, and how fast."""
