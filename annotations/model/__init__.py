"""The nouns that everything speaks of: article, scheme, attributes, amounts, quotes, annotators."""
