"""One class per act of the annotator: key, palette entry, help and key bar come from it alone."""
