"""Finding quoted words again: tokens of a text, places of a quote, passages in a new edition.

Pure: no Django, no database. May import sources.numerals; intake and curation call it.
"""
