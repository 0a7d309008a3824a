"""How things stand, as rows and words for the screen."""
