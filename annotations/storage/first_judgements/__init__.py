"""What was said before others were seen, beside the layers: ``annotations/firsts/NAME/ARTICLE.json``."""
