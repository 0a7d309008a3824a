"""What is found in a text: its sentences, names and numbers."""
