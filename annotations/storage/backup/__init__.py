"""Copies of a layer from before it was changed."""
