"""What a paragraph and a run really look like: defaults, styles with their ancestors, the theme's fonts, direct formatting."""

from __future__ import annotations

from typing import Any

from weicheng.engines.papercheck.package import A, Package, W, w

Values = dict[str, str]
_DEPTH = 12  # a style that inherits from itself must not hang the check


class Formatting:
    def __init__(self, package: Package) -> None:
        self._styles: dict[str, Any] = {}
        self._default: dict[str, str] = {}
        self._run_defaults: Values = {}
        self._paragraph_defaults: Values = {}
        self._theme = _theme_fonts(package.part("word/theme/theme1.xml"))
        root = package.part("word/styles.xml")
        if root is not None:
            self._read_styles(root)

    def _read_styles(self, root: Any) -> None:
        for style in root.iterfind(w("style")):
            key, kind = style.get(w("styleId")), style.get(w("type"))
            if key:
                self._styles[key] = style
                if style.get(w("default")) in ("1", "true"):
                    self._default[kind] = key
        self._run_defaults = self._flat(root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr"))
        self._paragraph_defaults = self._flat(root.find(f"{W}docDefaults/{W}pPrDefault/{W}pPr"))

    def paragraph(self, properties: Any) -> Values:
        """Flat properties of a paragraph, e.g. ``{"jc.val": "center", "ind.left": "0"}``."""
        return {
            **self._paragraph_defaults,
            **self._of_styles(self._style_of(properties), "pPr"),
            **self._flat(properties),
        }

    def run(self, paragraph_properties: Any, properties: Any) -> Values:
        """Flat properties of a run; fonts of the theme are resolved to names."""
        values = {**self._run_defaults, **self._of_styles(self._style_of(paragraph_properties), "rPr")}
        named = properties.find(w("rStyle")) if properties is not None else None
        if named is not None:
            values.update(self._of_styles(named.get(w("val")), "rPr"))
        values.update(self._flat(properties))
        return values

    def _style_of(self, properties: Any) -> str | None:
        named = properties.find(w("pStyle")) if properties is not None else None
        return named.get(w("val")) if named is not None else self._default.get("paragraph")

    def _of_styles(self, key: str | None, part: str) -> Values:
        chain: list[Any] = []
        while key in self._styles and len(chain) < _DEPTH:
            style = self._styles[key]
            chain.append(style)
            based = style.find(w("basedOn"))
            key = based.get(w("val")) if based is not None else None
        values: Values = {}
        for style in reversed(chain):
            values.update(self._flat(style.find(w(part))))
        return values

    def _flat(self, properties: Any) -> Values:
        values: Values = {}
        if properties is None:
            return values
        for child in properties:
            if not isinstance(child.tag, str) or not child.tag.startswith(W):
                continue
            name = child.tag[len(W) :]
            if name == "rFonts":
                values.update(self._fonts(child))
            elif name in ("pBdr", "tabs"):
                values.update(_nested(name, child))
            else:
                attributes = {key[len(W) :]: value for key, value in child.attrib.items() if key.startswith(W)}
                values.update({f"{name}.{key}": value for key, value in attributes.items()})
                if not attributes:
                    values[f"{name}.val"] = "1"  # a switch
        return values

    def _fonts(self, fonts: Any) -> Values:
        found: Values = {}
        for slot, theme in (("eastAsia", "eastAsiaTheme"), ("ascii", "asciiTheme"), ("hAnsi", "hAnsiTheme")):
            named, by_theme = fonts.get(w(slot)), fonts.get(w(theme))
            if by_theme and by_theme in self._theme:
                found[f"font.{slot}"] = self._theme[by_theme]
            elif named:
                found[f"font.{slot}"] = named
        return found


def _nested(name: str, parent: Any) -> Values:
    found: Values = {}
    for place, child in enumerate(parent):
        if isinstance(child.tag, str):
            key = child.tag[len(W) :] if name == "pBdr" else str(place)
            for attribute, value in child.attrib.items():
                found[f"{name}.{key}.{attribute[len(W) :]}"] = value
    return found


def _theme_fonts(root: Any) -> dict[str, str]:
    """minorEastAsia -> 宋体 and the like."""
    found: dict[str, str] = {}
    if root is None:
        return found
    for kind in ("major", "minor"):
        font = root.find(f".//{A}{kind}Font")
        if font is None:
            continue
        latin, east = font.find(f"{A}latin"), font.find(f"{A}ea")
        hans = next((one.get("typeface", "") for one in font.iterfind(f"{A}font") if one.get("script") == "Hans"), "")
        found[f"{kind}EastAsia"] = (east.get("typeface") if east is not None else "") or hans or "宋体"
        for slot in ("Ascii", "HAnsi"):
            found[f"{kind}{slot}"] = latin.get("typeface", "") if latin is not None else ""
    return found
