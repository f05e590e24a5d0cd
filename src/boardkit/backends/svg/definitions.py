"""What a file defines once and refers to by id: gradients, pictures, clips, masks, filters."""

from __future__ import annotations

from boardkit.backends.svg.markup import Attributes, element


class Definitions:
    """The definitions of one file, equal ones made once.

    `area`: the attributes x, y, width and height of the page, where masks and filters have their effect.
    """

    def __init__(self, area: Attributes) -> None:
        self.area = area
        self._identities: dict[str, str] = {}
        self._markup: list[str] = []

    def add(self, name: str, attributes: Attributes, *content: str) -> str:
        """The id of a definition of this element, attributes and content."""
        key = element(name, attributes, *content)
        if key not in self._identities:
            identity = f"d{len(self._identities) + 1}"
            self._identities[key] = identity
            self._markup.append(element(name, {"id": identity, **attributes}, *content))
        return self._identities[key]

    def markup(self) -> str:
        """All of them."""
        return element("defs", {}, "\n", *(f"{one}\n" for one in self._markup)) if self._markup else ""
