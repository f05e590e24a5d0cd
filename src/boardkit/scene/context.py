"""What the scene builder carries from node to node and from page to page of one render."""

from __future__ import annotations

from dataclasses import dataclass, field

from boardkit.board import model
from boardkit.limits import Limits
from boardkit.resources import Resources
from boardkit.scene.color import BLACK, parse_color
from boardkit.scene.nodes import Blend, Color, Picture
from boardkit.warnings import WarningCode, WarningLog


@dataclass(slots=True)
class SceneContext:
    """Resources, limits and remarks of one render; `pictures` holds each embedded file once."""

    resources: Resources
    limits: Limits
    log: WarningLog
    page: int = 1
    pictures: dict[str, Picture | None] = field(default_factory=dict)

    def remark(self, node: model.Node, code: WarningCode, message: str) -> None:
        """Remember what could not be shown as saved."""
        self.log.add(code, message, page=self.page, element=node.id)

    def color(self, node: model.Node, css: str) -> Color:
        """A CSS colour; one that canvas can't parse leaves the context's own, black."""
        color = parse_color(css)
        if color is None:
            self.remark(node, WarningCode.VALUE_REPAIRED, f"{css[:40]!r} is no colour and was drawn black.")
            return BLACK
        return color

    def blend(self, node: model.Node) -> Blend:
        """A composite operation; one that canvas doesn't know leaves the plain one."""
        try:
            return Blend(node.composite)
        except ValueError:
            self.remark(node, WarningCode.VALUE_REPAIRED, f"{node.composite[:40]!r} is no way to blend.")
            return Blend.SOURCE_OVER


def opacity(node: model.Node) -> float:
    """A node's opacity; canvas ignores one outside 0–1 and draws opaque."""
    return node.opacity if 0 <= node.opacity <= 1 else 1.0
