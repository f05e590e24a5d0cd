"""Konva nodes built into scenes, without a dialect around them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from boardkit.board import model
from boardkit.limits import Limits
from boardkit.options import RenderOptions
from boardkit.resources import FontSource, ImageSource, NoImages, Resources
from boardkit.scene.build import build_scene
from boardkit.scene.context import SceneContext
from boardkit.scene.nodes import Node, Scene
from boardkit.warnings import WarningLog
from tests.fonts import PinnedFonts

WIDTH, HEIGHT = 200.0, 100.0


@dataclass
class Stage:
    """A page of 200 × 100 on which nodes are drawn; `log` holds what was remarked on the way."""

    fonts: FontSource = field(default_factory=PinnedFonts)
    images: ImageSource = field(default_factory=NoImages)
    limits: Limits = Limits()
    options: Mapping[str, Any] = field(default_factory=dict)
    log: WarningLog = field(default_factory=WarningLog)

    def scene(self, *nodes: model.Node) -> Scene:
        """White paper below `nodes`, which lie on a layer of their own."""
        paper = model.Rect(width=WIDTH, height=HEIGHT, fill="white")
        layers = (model.Layer("background", (paper,), background=True), model.Layer("ink", nodes))
        heading = model.PageHeading(1, "p1", "First", WIDTH, HEIGHT, len(nodes))
        board = model.Board("test", (heading,), 1, lambda _: model.Page(layers))
        context = SceneContext(Resources(self.fonts, self.images), self.limits, self.log)
        return build_scene(board, 1, RenderOptions(**self.options), context)

    def drawn(self, *nodes: model.Node) -> tuple[Node, ...]:
        """What is drawn of `nodes`."""
        return self.scene(*nodes).layers[-1].children

    def node(self, saved: model.Node) -> Node:
        """What a single node becomes."""
        (node,) = self.drawn(saved)
        return node

    @property
    def remarks(self) -> list[str]:
        """The remarks' texts."""
        return [warning.message for warning in self.log.all()]
