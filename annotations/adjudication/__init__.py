"""Who says what, where it differs, what the lead decides, and the gold that comes of it."""
