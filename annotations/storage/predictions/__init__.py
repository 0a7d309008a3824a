"""What models said, beside the layers: ``annotations/predictions/NAME.json``, one article a line."""
