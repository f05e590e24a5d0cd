"""What the scene builder carries from node to node and from page to page of one render."""

from __future__ import annotations

from dataclasses import dataclass, field

from boardkit.board import model
from boardkit.limits import Limits
from boardkit.resources import Resources
from boardkit.scene.geometry.matrix import concat, placed
from boardkit.scene.nodes import IDENTITY, Matrix, Picture
from boardkit.warnings import WarningCode, WarningLog


@dataclass(frozen=True, slots=True)
class LoadedPicture:
    """A picture, or None, and what there is to say to whoever shows it."""

    picture: Picture | None
    code: WarningCode | None = None
    message: str = ""


@dataclass(slots=True)
class SceneContext:
    """Resources, limits and remarks of one render.

    `scale`: device pixels to a board pixel. `pictures` holds each embedded file once.
    """

    resources: Resources
    limits: Limits
    log: WarningLog
    page: int = 1
    scale: float = 1.0
    pictures: dict[str, LoadedPicture] = field(default_factory=dict)

    def remark(self, node: model.Node, code: WarningCode, message: str) -> None:
        """Remember what could not be shown as saved."""
        self.log.add(code, message, page=self.page, element=node.id)

    def remark_shared(self, node: model.Node, code: WarningCode, message: str) -> None:
        """Remember what many nodes of a page have in common, as one remark."""
        self.log.add_shared(code, message, page=self.page, element=node.id)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a node takes over from the groups around it: their transform, opacity and composite operation.

    Konva applies all three to each leaf, so a half transparent group shows where its children overlap.
    """

    matrix: Matrix = IDENTITY
    opacity: float = 1.0
    composite: str = "source-over"

    def within(self, node: model.Node) -> Surroundings:
        """The surroundings of what is inside `node`, and its own absolute transform and opacity."""
        composite = self.composite if node.composite == "source-over" else node.composite
        return Surroundings(concat(self.matrix, placed(node)), self.opacity * node.opacity, composite)

    @property
    def alpha(self) -> float:
        """The opacity as canvas takes it: one outside 0–1 is ignored."""
        return self.opacity if 0 <= self.opacity <= 1 else 1.0
