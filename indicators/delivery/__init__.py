"""Other forms of what is read: exports, snapshots, citation styles, linked data.

Changes nothing. May import reading and figures, never curation; adding a format touches this room.
"""
