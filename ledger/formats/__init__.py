"""The formats of the log: canonical JSON, Merkle tree, tiles, signed notes, checkpoints, policies.

Pure: bytes and text in, values out; no Django, no database, no files. May import ledger.errors
alone. Read `merkle` first, then `tiles`, `note` and `checkpoint`.
"""
