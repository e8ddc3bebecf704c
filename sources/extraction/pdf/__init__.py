"""PDF: the glyphs that PDFium draws, put into lines by rules of our own.

What is shown is read, and nothing else. reading.py goes through a file, opening.py opens it,
glyphs.py and pictures.py ask PDFium what a page draws and how it looks, shown.py leaves out what
nobody sees, fonts.py what no font names, lines.py makes the text, layout.py keeps the places,
second.py asks another program. A PDF without a text layer (a scan), behind a password, or with
unreadable fonts is refused: its words could not be quoted.
"""
