"""Parts of a layer, read without all of it."""
