"""Screens that ask one thing and close."""
