"""The screens that show an article, without what only one of them does."""
