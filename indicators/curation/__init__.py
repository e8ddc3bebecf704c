"""Drafts: what curators and their tools work on before it is published.

Writes drafts and the audit trail, never published tables: those change through publishing alone.
May import every other room of indicators but pages and delivery.
"""
