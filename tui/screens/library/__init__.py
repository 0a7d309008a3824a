"""The screen that lists the articles of a project."""
