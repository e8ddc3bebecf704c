"""Drafts: what curators and their tools work on before it is published.

drafts/ has the services that change a draft, worklist/ what is left to decide on in a new release,
pages/ the pages for people, drafts_api.py the API for tools. A draft (DraftChangeset) holds acts
(DraftAct): entries of the log to be. A command is what a person does on a page.

Writes drafts and the audit trail, never published tables: those change through publishing alone.
May import every other room of indicators but pages and delivery.
"""
