"""Other taggers for names than what is built in: the user's own models, each in a process of its own.

A tagger is named by its kind and by where it is: ``spacy:zh_core_web_trf`` is an installed pipeline of
spaCy, ``spacy:/models/news`` one in a folder, ``transformers:/models/ner`` a folder of a model of Hugging
Face for token classification, ``entry:mine`` what a package of one's own gives under the entry points
``zhupi.taggers``.

Text is given to it in its own script, a sentence at a time, without characters that nobody sees.
Names come from it, and nothing else: sentences, numbers and quotes are found by the rules as ever. A project
wants a tagger, but only its user's own settings let one run: what comes with a project starts nothing.
"""
