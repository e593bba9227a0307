"""Characters of symbol fonts, which Word keeps in the private area of Unicode."""

# Wingdings and Symbol as Chinese offices use them: ticks, boxes, bullets, arrows.
_SYMBOLS = {
    0x6C: "●", 0x6D: "❍", 0x6E: "■", 0x6F: "□", 0x71: "❑", 0x74: "◆", 0x75: "◆", 0x76: "❖", 0x77: "◆",
    0x7B: "✿", 0x80: "⓪", 0x81: "①", 0x82: "②", 0x83: "③", 0x84: "④", 0x85: "⑤", 0x86: "⑥", 0x87: "⑦", 0x88: "⑧",
    0x89: "⑨", 0x8A: "⑩", 0x9F: "•", 0xA1: "○", 0xA7: "▪", 0xA8: "□", 0xAB: "★", 0xB2: "✩", 0xB7: "•", 0xD8: "➢",
    0xDF: "←", 0xE0: "→", 0xE1: "↑", 0xE2: "↓", 0xE8: "➔", 0xF0: "⇨", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
}  # fmt: skip
_SYMBOL_FONT = {
    0xA3: "≤",
    0xB1: "±",
    0xB3: "≥",
    0xB4: "×",
    0xB0: "°",
    0xB8: "÷",
    0xB9: "≠",
    0xBB: "≈",
    0xA5: "∞",
    0xAE: "→",
}


def symbol(code: str | None, font: str | None) -> str:
    """The character of a <w:sym>: an ordinary font shows the code point itself."""
    try:
        point = int(code or "", 16)
    except ValueError:
        return ""
    if not 0 < point < 0x110000 or 0xD800 <= point < 0xE000:
        return ""
    name = (font or "").lower()
    if "symbol" in name and (point & 0xFF) in _SYMBOL_FONT:
        return _SYMBOL_FONT[point & 0xFF]
    if "wingding" in name or "symbol" in name or 0xF000 <= point <= 0xF0FF:
        return _SYMBOLS.get(point & 0xFF, chr(point & 0xFF) if 0x20 <= point & 0xFF < 0x7F else "•")
    return chr(point)


def readable(text: str) -> str:
    """Text in which characters of symbol fonts are replaced by what they look like."""
    return "".join(symbol(f"{ord(c):x}", None) if 0xF000 <= ord(c) <= 0xF0FF else c for c in text)
