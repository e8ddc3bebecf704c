"""What operators watch: the state of the node, numbers for Prometheus, what `doctor` finds wrong.

Reads the log, the settings, the disk and counts of requests; changes nothing but its own counts.
What other apps add is named in the settings (GAUGES, DOCTOR).
"""
