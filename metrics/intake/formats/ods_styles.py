"""What the styles of an .ods say of cells and of characters in them: crossed out, raised; what is hidden."""

from __future__ import annotations

from dataclasses import dataclass

_MOST_PARENTS = 20
_NONE = ("none", "")


@dataclass
class _Style:
    """What is None is as in the style it is derived from."""

    parent: str = ""
    struck: bool | None = None
    raised: bool | None = None
    hidden: bool = False


class OdsStyles:
    """Styles as they are met, by family (“table-cell”, “text”, “table”) and name."""

    def __init__(self) -> None:
        self._styles: dict[tuple[str, str], _Style] = {}
        self._open = _Style()
        self.strike = False  # whether any of them does

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element of content.xml or styles.xml."""
        if name in ("style", "default-style"):
            key = attributes.get("family", ""), attributes.get("name", "")
            self._open = self._styles[key] = _Style(attributes.get("parent-style-name", ""))
        elif name == "table-properties" and attributes.get("display") == "false":
            self._open.hidden = True
        elif name == "text-properties":
            self._text(attributes)

    def hides(self, table: str) -> bool:
        """Whether a table in this style is not shown."""
        return self._styles.get(("table", table), _Style()).hidden

    def is_struck(self, family: str, name: str) -> bool:
        return next((s.struck for s in self._chain(family, name) if s.struck is not None), False)

    def is_raised(self, family: str, name: str) -> bool:
        return next((s.raised for s in self._chain(family, name) if s.raised is not None), False)

    def _text(self, attributes: dict[str, str]) -> None:
        # LibreOffice writes the kind of line only, others its style only, and “none” for a line taken away.
        line = [
            attributes[key]
            for key in ("text-line-through-type", "text-line-through-style")
            if key in attributes
        ]
        if line:
            self._open.struck = all(kind not in _NONE for kind in line)
            self.strike = self.strike or self._open.struck
        if "text-position" in attributes:
            where = (attributes["text-position"].split() or [""])[0]
            self._open.raised = where == "super" or (where[:1].isdigit() and where.strip("0.%") != "")

    def _chain(self, family: str, name: str) -> list[_Style]:
        """The style and those it is derived from; it may be derived from itself by mistake."""
        chain: list[_Style] = []
        while (style := self._styles.get((family, name))) is not None and len(chain) < _MOST_PARENTS:
            chain.append(style)
            name = style.parent
        return chain
