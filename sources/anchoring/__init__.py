"""Quoted words found again: tokens of a text, places of a quote, passages in a new edition.

Pure: no Django, no database. May import sources.numerals. Start with anchor.py, which says how a
passage is found again; quotes.py places the words of a quote in a text.
"""
