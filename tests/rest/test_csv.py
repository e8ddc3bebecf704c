"""Lines of CSV, and the same lines with some of their cells."""

from hypothesis import given
from hypothesis import strategies as st

from rest import formats

NAMES = ("id", "words", "note")
# With all that makes a cell be quoted, and characters that end lines elsewhere.
CELLS = st.text(st.sampled_from('ab ,"\r\n\t\x01\x0b\x0c\x85\u2028é'), max_size=6)
LINES = st.lists(st.tuples(*(CELLS for _ in NAMES)), max_size=4)


@given(st.lists(LINES, max_size=3), st.lists(st.sampled_from(NAMES), min_size=1, unique=True))
def test_cells_of_whole_lines_make_the_lines_of_some_members(blocks, wanted):
    whole = ["".join(map(formats.csv_line, lines)).encode() for lines in blocks]

    narrowed = b"".join(formats.csv_narrowed(whole, NAMES, wanted))

    places = [NAMES.index(name) for name in wanted]
    lines = (formats.csv_line([line[n] for n in places]) for block in blocks for line in block)
    assert narrowed.decode() == "".join(lines)
