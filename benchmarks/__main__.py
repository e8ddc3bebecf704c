"""Pages, pages read again, 304 and whole exports beside their targets, in one run.

    DATABASE_URL=postgres://... python -m benchmarks [--rounds 5] [--seconds 0.7]

The database holds a world of benchmarks.generate.
"""

from benchmarks import exports, read

options = read.parser().parse_args()
read.main(options)
exports.main(min(options.rounds, 3))
