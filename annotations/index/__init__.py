"""What a project's articles are, kept in one file, so that nobody has to read them to list or find them."""
