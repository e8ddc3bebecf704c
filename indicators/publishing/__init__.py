"""The write path: a draft is checked, appended to the log and projected into rows.

The one room that writes projected tables. May import figures, the models, and reading's serializers
and rendering; curation and commands call it.
"""
