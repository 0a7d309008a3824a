"""The records between one's own layer, the layers of others and a hub."""
