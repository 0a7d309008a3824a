"""Reading, analysing, annotating and storing Chinese articles; knows nothing of the terminal."""
