"""The pages of curation, within the admin: desk, intake, work page, review sheet, tokens.

They show what the services of curation return and call them for every change. Start with urls.py.
"""
