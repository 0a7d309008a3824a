"""A folder of articles with its settings and layers, and what can be done with it as a whole."""
