"""How well figures are read in texts that were marked by a person who had not seen the reader.

README.md says how the texts were made and what the marks mean; SHA256SUMS was committed before the
first run. Run it: `python -m benchmarks.reading`.
"""
