"""Backups: a consistent copy of the database and of the originals, checked before it counts.

Knows both engines and files, no figures and no documents. The signer's files are copied only where
they are asked for, to a place of their own. `manage.py backup` and `restore` are its only callers.
"""
