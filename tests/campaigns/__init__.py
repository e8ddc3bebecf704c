"""Attacks by chance on whole installations, from a seed: `python -m tests.campaigns`.

    tamper   random faults in every guarded table, in what is served beside them and in the files
             of the signer: each is found by `verify_ledger`, which names its table and key
    kills    a process that publishes is killed at a random step: all of a changeset is there or
             nothing of it, and the next run of `publish_checkpoint` heals the rest
    bundles  forged proof bundles, and faults in every file of an exported log: the standalone
             verifier refuses them, or shows nothing but what the log says

Nothing may be missed, half done or end in a traceback. A few of each run in the ordinary tests.
"""
