"""The kit of the read API: state of a request, parameters, paging, formats, problems, quotas.

Knows versions and HTTP, no documents and no figures. May import ledger alone; sources and
indicators build their views on it.
"""
