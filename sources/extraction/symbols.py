"""The Symbol font's own table: the character at each of its places.

PDF and DOCX name signs such as ≥ and − by their place in this font (U+F0B3 is place 0xB3).
"""

_ROWS = {
    0x20: " !∀#∃%&∋()∗+,−./0123456789:;<=>?",
    0x40: "≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_",
    0x60: "‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼",
    0xA0: "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵",
    0xC0: "ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓",
    0xE0: "◊〈®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪",
    0xF1: "〉∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭",
}
SYMBOL = {first + i: sign for first, row in _ROWS.items() for i, sign in enumerate(row)}
# Signs of Wingdings that say something; its other places are pictures.
WINGDINGS = {
    0x6C: "●", 0x6D: "❍", 0x6E: "■", 0x6F: "□", 0x71: "❑", 0x76: "❖", 0x9F: "•", 0xA7: "▪",
    0xA8: "◻", 0xD8: "➢", 0xDF: "←", 0xE0: "→", 0xE1: "↑", 0xE2: "↓", 0xFB: "✗", 0xFC: "✓",
    0xFD: "☒", 0xFE: "☑",
}  # fmt: skip
UNKNOWN = "\ufffd"


def sign(font: str, code: int) -> str:
    """The character at a place of a font of signs; U+FFFD where it is no character."""
    place = code - 0xF000 if 0xF020 <= code <= 0xF0FF else code
    name = font.lower()
    if "symbol" in name:
        return SYMBOL.get(place, UNKNOWN)
    if "wingdings" in name:
        return WINGDINGS.get(place, UNKNOWN)
    if 0xE000 <= code <= 0xF8FF or 0xD800 <= code <= 0xDFFF or code < 0x20 or code > 0x10FFFF:
        return UNKNOWN
    return chr(code)
