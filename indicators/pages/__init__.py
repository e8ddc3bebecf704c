"""Pages for readers: the start page and the page of a figure.

Reads through the selectors of reading, like the API. May import reading, delivery and figures.
"""
