"""What is read at a version: queries, filters, search and the views of /v1/.

Changes nothing. May import figures and the models, never curation; delivery and pages build on it.
"""
