"""Read-only pages for everything published; drafts have pages of their own in curation.

Django imports this package to register the pages.
"""

# ruff: noqa: F401 - importing a module registers its pages

from indicators.admin import claims, observations, releases, vocabularies
