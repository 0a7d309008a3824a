"""A query: what is asked of sentences, how it is read, and which sentences of an article it finds."""
