"""What is wrong with the files of a project, and what can be mended."""
