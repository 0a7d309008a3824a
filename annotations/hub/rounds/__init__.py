"""When a client and a hub exchange what is new, and in which order."""
