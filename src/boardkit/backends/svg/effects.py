"""What is done to a picture of several elements: clips, masks, shadows, blending."""

from __future__ import annotations

from boardkit.backends.svg.definitions import Definitions
from boardkit.backends.svg.markup import element, hex_color, link, opacity, transform
from boardkit.backends.svg.paths import path_data
from boardkit.scene.geometry.transforms import magnification
from boardkit.scene.nodes import Blend, Matrix, Outline, Shadow

_REACH = 3  # standard deviations, beyond which a blur is nothing
_WHITE, _BLACK = "0 0 0 0 1 ", "0 0 0 0 0 "
_SAME_ALPHA = "0 0 0 1 0"
_INK = element("feMergeNode", {"in": "SourceGraphic"})
ISOLATED = "isolation:isolate"
_AS_ONE = frozenset({Blend.SOURCE_OVER, Blend.SOURCE_ATOP, Blend.DESTINATION_OUT})
_MODES = {Blend.LIGHTER: ("screen", "plus-lighter")}  # the first for viewers that don't know the second


class Effects:
    """The effects of one file. What they take is markup in the page's space, and so is what they give."""

    def __init__(self, definitions: Definitions) -> None:
        self._definitions = definitions

    def clip(self, outline: Outline, matrix: Matrix) -> str:
        """The id of a clip to an outline that `matrix` takes to the page."""
        data = path_data(outline, magnification(matrix))
        return self._definitions.add(
            "clipPath", {}, element("path", {"d": data, "transform": transform(matrix)})
        )

    def clipped(self, content: str, clips: tuple[str, ...]) -> str:
        """`content` inside of all the clips with these ids."""
        for clip in reversed(clips):
            content = element("g", {"clip-path": link(clip)}, content)
        return content

    def blended(self, content: str, blend: Blend) -> str:
        """`content` that mixes its colours with what lies below, where `blend` is of `MIXING`."""
        if blend is Blend.SOURCE_OVER or blend not in MIXING:
            return content
        style = ";".join(f"mix-blend-mode:{mode}" for mode in _MODES.get(blend, (blend.value,)))
        return element("g", {"style": style}, content)

    def shadowed(self, content: str, shadow: Shadow | None, blend: Blend) -> tuple[str, ...]:
        """`content` above its shadow; apart, the shadow first, where `blend` mixes each by itself."""
        if shadow is None or shadow.color.alpha <= 0:
            return (content,)
        if blend in _AS_ONE:
            return (self._cast(content, shadow, "<feMergeNode/>", _INK),)
        return self._cast(content, shadow, "<feMergeNode/>"), content

    def _cast(self, content: str, shadow: Shadow, *layers: str) -> str:
        reach = _REACH * shadow.blur / 2 + abs(shadow.offset_x) + abs(shadow.offset_y)
        area = {name: float(value or 0) for name, value in self._definitions.area.items()}
        filtered = self._definitions.add(
            "filter",
            {
                "filterUnits": "userSpaceOnUse",
                "x": area["x"] - reach,
                "y": area["y"] - reach,
                "width": area["width"] + 2 * reach,
                "height": area["height"] + 2 * reach,
                "color-interpolation-filters": "sRGB",
            },
            element("feGaussianBlur", {"in": "SourceAlpha", "stdDeviation": shadow.blur / 2}),
            element("feOffset", {"dx": shadow.offset_x, "dy": shadow.offset_y, "result": "shape"}),
            element(
                "feFlood",
                {"flood-color": hex_color(shadow.color), "flood-opacity": opacity(shadow.color.alpha)},
            ),
            element("feComposite", {"operator": "in", "in2": "shape"}),
            element("feMerge", {}, *layers),
        )
        return element("g", {"filter": link(filtered)}, content)

    def seen_through(self, content: str, silhouette: str) -> str:
        """`content` as opaque as the white `silhouette` is; nowhere else."""
        return self._masked(content, silhouette)

    def spared(self, content: str, silhouette: str) -> str:
        """`content` less what the black `silhouette` covers."""
        return self._masked(content, self.all_but(silhouette))

    def inverse(self, coverage: str) -> str:
        """As bright as `coverage` is dark."""
        return element("g", {"style": ISOLATED}, coverage, self.blended(self.all_but(""), Blend.EXCLUSION))

    def all_but(self, silhouette: str) -> str:
        """The whole page in white, and a black `silhouette` on it."""
        return element("rect", {**self._definitions.area, "fill": "#fff"}) + silhouette

    def whole(self) -> str:
        """The black silhouette of the whole page."""
        return element("rect", self._definitions.area)

    def silhouette(self, content: str, *, white: bool) -> str:
        """`content` in white or black, as opaque as it was."""
        color = _WHITE if white else _BLACK
        filtered = self._definitions.add(
            "filter",
            {
                "filterUnits": "userSpaceOnUse",
                **self._definitions.area,
                "color-interpolation-filters": "sRGB",
            },
            element("feColorMatrix", {"values": 3 * color + _SAME_ALPHA}),
        )
        return element("g", {"filter": link(filtered)}, content)

    def shared(self, content: str) -> str:
        """A use of `content`, which is written once however often it is used."""
        return element("use", {"xlink:href": f"#{self._definitions.add('g', {}, content)}"})

    def _masked(self, content: str, *mask: str) -> str:
        area = {"maskUnits": "userSpaceOnUse", **self._definitions.area}
        return element("g", {"mask": link(self._definitions.add("mask", area, *mask))}, content)


MIXING = frozenset(Blend) - {
    Blend.SOURCE_IN,
    Blend.SOURCE_OUT,
    Blend.SOURCE_ATOP,
    Blend.DESTINATION_OVER,
    Blend.DESTINATION_IN,
    Blend.DESTINATION_OUT,
    Blend.DESTINATION_ATOP,
    Blend.COPY,
    Blend.XOR,
}
"""The operations that draw above what is there, for which SVG has a word."""
