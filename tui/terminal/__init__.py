"""The terminal as a device: how it is driven, watched and left."""
