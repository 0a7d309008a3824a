"""Reaching a database: passwords, connections, and what went wrong in words."""
