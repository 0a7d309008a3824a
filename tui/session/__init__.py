"""What stands behind a screen: the open article, the layers, the writer, the analysis."""
