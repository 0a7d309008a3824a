"""What one annotator says of one article: marks, spans, bounds."""
