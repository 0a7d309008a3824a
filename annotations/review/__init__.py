"""Where annotators differ, by how much, and what was settled."""
