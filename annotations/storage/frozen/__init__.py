"""The articles of a project as they were when the first mark was made."""
