"""Who reads which article: the queue of each annotator, and how articles are spread over annotators."""
