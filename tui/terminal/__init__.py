"""The terminal as a device and the standard streams: how they are driven, watched, written to and left."""
