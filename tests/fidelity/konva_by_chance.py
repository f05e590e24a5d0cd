"""Konva stages that nobody drew: all that its classes and attributes offer, by chance.

The same seed is always the same stage. There is no text on them, so they must come out identical.
"""

from __future__ import annotations

from typing import Any

from tests.fidelity.by_chance import COLORS, HEIGHT, PICTURE, WIDTH, Chance, Saved

_SIZES = (0.5, 1, 2, 3, 5, 10, 18)
_BLENDS = (
    "source-in", "source-out", "source-atop", "destination-over", "destination-in", "destination-out",
    "destination-atop", "lighter", "copy", "xor", "multiply", "screen", "overlay", "darken", "lighten",
    "color-dodge", "color-burn", "hard-light", "soft-light", "difference", "exclusion", "hue", "saturation",
    "color", "luminosity",
)  # fmt: skip
_PATHS = (
    "M0 0 L60 10 L50 70 Z",
    "M10 10 h40 v30 h-40 z M20 15 v20 h20 v-20 z",
    "M0 30 C20 -20 60 90 80 20 S120 0 100 60",
    "M0 0 Q30 60 60 0 T120 0 L120 40 L0 40 Z",
    "M10 80 A45 45 0 0 0 55 35 L55 80 Z",
    "M0 40 a30 20 30 1 1 50 10 a 10 30 0 0 0 20 -9",
    "m5 5 l30 0 0 30 -30 0 z m 10 10 c 5 5 10 -5 20 10",
)


_KINDS = (
    "Rect", "Rect", "Circle", "Ellipse", "Wedge", "Line", "Line", "Line", "Path", "RegularPolygon", "Star",
    "Ring", "Arc", "Arrow", "Arrow", "Tag", "Image", "Image",
)  # fmt: skip


class KonvaChance(Chance):
    """Attributes and nodes that somebody's own board may hold."""

    def seldom(self) -> bool:
        """Once in eight times."""
        return self.one_of(range(8)) == 0

    def paints(self) -> Saved:
        """Fill and line."""
        attrs: Saved = {}
        filled, lined = self.one_of(((True, True), (True, False), (False, True)))
        if filled:
            attrs |= self.one_of(
                (self.color, self.color, self.color, self.linear, self.radial, self.pattern)
            )()
        if lined:
            attrs |= self.line()
        return attrs

    def color(self) -> Saved:
        return {"fill": self.one_of(COLORS)}

    def stops(self) -> list[Any]:
        places = sorted(round(self.between(0, 100)) / 100 for _ in range(self.one_of((2, 3))))
        if self.maybe():
            places[0], places[-1] = 0, 1
        return [value for place in places for value in (place, self.one_of(COLORS))]

    def linear(self, prefix: str = "fill") -> Saved:
        name = f"{prefix}LinearGradient"
        return {
            f"{name}StartPoint": self.point_near(),
            f"{name}EndPoint": self.point_near(),
            f"{name}ColorStops": self.stops(),
        }

    def radial(self) -> Saved:
        inner = self.point_near()
        outer = inner if self.maybe() else self.point_near()
        return {
            "fillRadialGradientStartPoint": inner,
            "fillRadialGradientEndPoint": outer,
            "fillRadialGradientStartRadius": self.one_of((0, 0, 5, self.between(0, 20))),
            "fillRadialGradientEndRadius": self.between(20, 90),
            "fillRadialGradientColorStops": self.stops(),
        }

    def pattern(self) -> Saved:
        attrs: Saved = {
            "fillPatternImage": PICTURE,
            "fillPatternRepeat": self.one_of(("repeat", "repeat", "repeat-x", "repeat-y", "no-repeat")),
        }
        if self.maybe():
            attrs |= {"fillPatternX": self.between(-20, 20), "fillPatternY": self.between(-20, 20)}
        if self.maybe():
            attrs |= {"fillPatternScaleX": self.between(0.2, 2), "fillPatternScaleY": self.between(0.2, 2)}
        if self.seldom():
            attrs |= {"fillPatternRotation": self.between(-90, 90)}
        if self.seldom():
            attrs |= {"fillPatternOffset": self.point_near()}
        return attrs

    def line(self) -> Saved:
        attrs: Saved = {"stroke": self.one_of(COLORS), "strokeWidth": self.one_of(_SIZES)}
        if self.seldom():
            attrs |= self.linear("stroke")
        if self.one_of(range(4)) == 0:
            attrs["dash"] = [self.between(0.5, 20) for _ in range(self.one_of((1, 2, 2, 3, 4)))]
            if self.maybe():
                attrs["dashOffset"] = self.between(-10, 30)
        if self.maybe():
            attrs["lineCap"] = self.one_of(("butt", "round", "square"))
        if self.maybe():
            attrs["lineJoin"] = self.one_of(("miter", "round", "bevel"))
        if self.seldom():
            attrs["miterLimit"] = self.between(1, 6)
        if self.seldom():
            attrs["strokeScaleEnabled"] = False
        if self.seldom():
            attrs["fillAfterStrokeEnabled"] = True
        if self.seldom():
            attrs["hitStrokeWidth"] = 20
        return attrs

    def shadow(self) -> Saved:
        attrs: Saved = {
            "shadowColor": self.one_of(COLORS),
            "shadowBlur": self.one_of((0, 0, 1, 2, 4, 10, self.between(0, 30))),
            "shadowOffset": {"x": self.between(-10, 10), "y": self.between(-10, 10)},
        }
        if self.maybe():
            attrs["shadowOpacity"] = self.between(0.1, 1)
        if self.one_of(range(4)) == 0:
            attrs["shadowForStrokeEnabled"] = False
        return attrs

    def point_near(self) -> Saved:
        return {"x": self.between(-60, 100), "y": self.between(-60, 100)}

    def place(self) -> Saved:
        """Where a node is, and how it is turned, stretched and skewed."""
        attrs: Saved = {"x": self.between(0, WIDTH - 60), "y": self.between(0, HEIGHT - 60)}
        if self.one_of(range(3)) == 0:
            attrs["rotation"] = self.one_of((90, 180, 45, self.between(-180, 180)))
        if self.one_of(range(4)) == 0:
            attrs |= {"scaleX": self.between(-2, 2) or 1, "scaleY": self.between(0.3, 2)}
        if self.seldom():
            attrs |= {"skewX": self.between(-1, 1), "skewY": self.one_of((0, self.between(-0.5, 0.5)))}
        if self.seldom():
            attrs |= {"offsetX": self.between(-30, 30), "offsetY": self.between(-30, 30)}
        return attrs

    def look(self) -> Saved:
        """How a shape is painted."""
        attrs = self.paints()
        if self.one_of(range(4)) == 0:
            attrs |= self.shadow()
        if self.one_of(range(4)) == 0:
            attrs["opacity"] = self.one_of((0, 0.5, 0.85, self.between(0, 1)))
        if self.one_of(range(6)) == 0:
            attrs["globalCompositeOperation"] = self.one_of(_BLENDS)
        if self.seldom():
            attrs["perfectDrawEnabled"] = False
        if self.seldom():
            attrs["listening"] = False
        if self.one_of(range(20)) == 0:
            attrs["visible"] = False
        return attrs

    def corners(self) -> Any:
        return self.one_of(
            (0, 0, 8, 200, self.between(0, 20), [self.between(0, 30) for _ in range(4)], [5, 9])
        )

    def points(self, counts: tuple[int, ...]) -> list[float]:
        return [self.between(-10, 130) for _ in range(2 * self.one_of(counts))]

    def geometry(self) -> tuple[str, Saved]:
        """A class, and what it needs to have a shape."""
        kind = self.one_of(_KINDS)
        match kind:
            case "Line":
                return kind, self.run()
            case "Arrow":
                return kind, self.run() | self.heads()
            case "Path":
                return kind, {"data": self.one_of(_PATHS), "fillRule": self.one_of(("nonzero", "evenodd"))}
            case "Rect" | "Tag":
                return kind, self.box() | (self.pointer() if kind == "Tag" else {})
            case "Image":
                return kind, self.picture()
        return kind, self.round_one(kind)

    def round_one(self, kind: str) -> Saved:
        """The geometry of what lies around a point."""
        angle = {
            "angle": self.one_of((90, 180, 360, self.between(0, 400), -60)),
            "clockwise": self.seldom(),
        }
        radii = {"innerRadius": self.between(1, 40), "outerRadius": self.between(5, 60)}
        match kind:
            case "Arc":
                return radii | angle
            case "Star":
                return radii | {"numPoints": self.one_of((2, 3, 5, 6, 12))}
            case "Ring":
                return radii
            case "Ellipse":
                return {"radiusX": self.between(1, 80), "radiusY": self.between(1, 60)}
            case "Wedge":
                return {"radius": self.between(5, 70)} | angle
            case "RegularPolygon":
                corners = {"cornerRadius": self.one_of((0, self.between(0, 20)))}
                return {"sides": self.one_of((3, 4, 5, 6, 8, 30)), "radius": self.between(4, 70)} | corners
        return {"radius": self.between(1, 70)}

    def box(self) -> Saved:
        size = {"width": self.between(5, 140), "height": self.between(5, 110)}
        return size | {"cornerRadius": self.corners()}

    def pointer(self) -> Saved:
        return {
            "pointerDirection": self.one_of(("none", "up", "right", "down", "left")),
            "pointerWidth": self.between(4, 20),
            "pointerHeight": self.between(4, 20),
        }

    def heads(self) -> Saved:
        ends = {"pointerAtBeginning": self.maybe(), "pointerAtEnding": not self.seldom()}
        return ends | {"pointerLength": self.between(1, 25), "pointerWidth": self.between(1, 25)}

    def run(self) -> Saved:
        match self.one_of(("straight", "straight", "tension", "bezier")):
            case "tension":
                curve: Saved = {"tension": self.one_of((0.5, 1, self.between(-0.5, 1.5)))}
            case "bezier":
                return {"points": self.points((4, 7, 5)), "bezier": True, "closed": self.maybe()}
            case _:
                curve = {}
        return {"points": self.points((2, 2, 3, 4, 6)), "closed": self.maybe(), **curve}

    def picture(self) -> Saved:
        attrs: Saved = {"src": PICTURE}
        if not self.seldom():
            attrs |= {"width": self.between(5, 160), "height": self.between(5, 120)}
        if self.one_of(range(4)) == 0:
            attrs["crop"] = {
                "x": self.between(-5, 30),
                "y": self.between(-5, 20),
                "width": self.between(5, 40),
                "height": self.between(5, 40),
            }
        if self.one_of(range(3)) == 0:
            attrs["cornerRadius"] = self.corners()
        return attrs

    def shape(self) -> Saved:
        kind, geometry = self.geometry()
        look = self.look()
        if kind == "Image" and not self.seldom():
            look = {name: value for name, value in look.items() if not name.startswith(("fill", "stroke"))}
        return _node(kind, self.place() | geometry | look)

    def group(self, depth: int) -> Saved:
        attrs = self.place() if self.maybe() else {}
        if self.one_of(range(3)) == 0:
            attrs |= {
                "clipX": self.between(-20, 60), "clipY": self.between(-20, 60),
                "clipWidth": self.between(20, 200), "clipHeight": self.between(20, 160),
            }  # fmt: skip
        if self.one_of(range(3)) == 0:
            attrs["opacity"] = self.between(0.2, 1)
        if self.one_of(range(6)) == 0:
            attrs["globalCompositeOperation"] = self.one_of(_BLENDS)
        if self.one_of(range(5)) == 0:
            attrs["isolated"] = True
        return _node("Group", attrs, self.children(depth))

    def children(self, depth: int) -> list[Saved]:
        return [
            self.group(depth - 1) if depth and self.one_of(range(4)) == 0 else self.shape()
            for _ in range(self.one_of((1, 2, 3)))
        ]

    def layer(self) -> Saved:
        attrs: Saved = {}
        if self.seldom():
            attrs |= self.place()
        if self.seldom():
            attrs["opacity"] = self.between(0.2, 1)
        if self.seldom():
            attrs |= {"clipX": 10.5, "clipY": 5, "clipWidth": self.between(50, 300), "clipHeight": 180}
        children = self.children(2)
        if self.seldom():
            children.append(_node("Transformer", {}, []))
        return _node("Layer", attrs, children)


def konva_stage(seed: int) -> Saved:
    """A stage of a few layers above white paper, on which differences are seen as they are."""
    chance = KonvaChance(f"konva {seed}")
    size = {"width": WIDTH, "height": HEIGHT}
    paper = _node("Layer", {}, [_node("Rect", size | {"fill": "#ffffff"})])
    layers = [chance.layer() for _ in range(chance.one_of((1, 1, 2, 3)))]
    return _node("Stage", size, [paper, *layers])


def arrows(seed: int) -> Saved:
    """A stage of straight arrows whose heads are filled."""
    chance = KonvaChance(f"arrows {seed}")

    def arrow() -> Saved:
        start, end = chance.point(), chance.point()
        heads = {side: chance.between(4, 24) for side in ("pointerLength", "pointerWidth")}
        points = [start["x"], start["y"], end["x"], end["y"]]
        return _node("Arrow", {"points": points, **heads, **chance.color(), "stroke": "#111827"})

    size = {"width": WIDTH, "height": HEIGHT}
    paper = _node("Layer", {}, [_node("Rect", size | {"fill": "#ffffff"})])
    return _node("Stage", size, [paper, _node("Layer", {}, [arrow() for _ in range(100)])])


def _node(kind: str, attrs: Saved, children: list[Saved] | None = None) -> Saved:
    return {"className": kind, "attrs": attrs} | ({} if children is None else {"children": children})
