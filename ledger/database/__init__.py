"""The database below the ORM: prepared reads, bulk inserts, COPY, guards, a scratch database.

Knows tables and connections, not what their rows mean. May import ledger.models and nothing else
of ours; every app may use it.
"""
