"""One scene a feature of the nodes, for every backend to show, and how far two pictures of it are apart."""

from __future__ import annotations

import io
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import PIL.Image

from boardkit.scene.nodes import (
    Blend,
    Color,
    FillRule,
    Group,
    Image,
    LinearGradient,
    Node,
    Outline,
    Path,
    Pattern,
    Picture,
    RadialGradient,
    Scene,
    Shadow,
    Stroke,
)
from tests.boardkit.backends.scenes import (
    BLACK,
    BLUE,
    GREEN,
    RED,
    WHITE,
    box,
    ellipse,
    pen_stroke,
    polygon,
    text_node,
)


def picture() -> Picture:
    ramp = np.zeros((40, 60, 3), dtype=np.uint8)
    ramp[..., 0] = np.linspace(0, 255, 60)
    ramp[..., 1] = np.linspace(0, 255, 40)[:, None]
    file = io.BytesIO()
    PIL.Image.fromarray(ramp).save(file, "PNG")
    return Picture(file.getvalue(), "image/png", 60, 40)


def lesson() -> Scene:
    """A page with everything that the PDF knows."""
    background = Group((Path(box(0, 0, 600, 400), fill=WHITE),), isolated=True)
    assets = (
        Image(picture(), 120, 80, transform=(1, 0, 0, 1, 450, 20)),
        Image(picture(), 90, 60, transform=(0.9, 0.43, -0.43, 0.9, 460, 140), opacity=0.5),
    )
    ink: tuple[Node, ...] = (
        *(Path(pen_stroke(seed), fill=Color(20 * seed, 0, 200)) for seed in range(8)),
        Path(ellipse(100, 80, 80, 50), stroke=Stroke(BLUE, 4)),
        Path(ellipse(100, 80, 60, 30), fill=RED, stroke=Stroke(GREEN, 10), opacity=0.5),
        Path(
            polygon((220, 20), (300, 20), (220, 100), (300, 100)),
            fill=Color(200, 100, 0),
            fill_rule=FillRule.EVENODD,
            stroke=Stroke(BLACK, 3, join="round", dash=(10, 5), dash_offset=-3),
        ),
        Path(
            polygon((320, 40), (400, 40), (330, 80), closed=False),
            stroke=Stroke(BLACK, 8, cap="round", join="miter"),
        ),
        Path(box(20, 180, 200, 30), fill=Color(255, 230, 0), opacity=0.4, blend=Blend.MULTIPLY),
        Path(box(60, 160, 30, 80), fill=Color(0, 150, 255), opacity=0.8, blend=Blend.MULTIPLY),
        Path(box(300, 160, 100, 60), fill=RED),
        Path(ellipse(350, 190, 30, 20), fill=BLACK, blend=Blend.DESTINATION_OUT),
        Path(box(345, 150, 10, 80), fill=GREEN, transform=(1, 0, 0.2, 1, 0, 0)),
        text_node("Площа круга, AVAWA\nsecond line", 40, 300, size=28),
    )
    layers = (background, Group(assets, isolated=True), Group(ink, isolated=True))
    return Scene(1, "", 600, 400, layers)


def on_page(*nodes: Node) -> Scene:
    """A page of 200 × 100 with a coloured layer below a layer of `nodes`."""
    below = Group((Path(box(0, 0, 200, 100), fill=Color(200, 220, 160)),), isolated=True)
    return Scene(1, "", 200, 100, (below, Group(nodes, isolated=True)))


def chain(count: int) -> list[Path]:
    """Boxes that are composited in turns by operations that ask what is there already."""
    blends = (Blend.XOR, Blend.SOURCE_ATOP, Blend.SOURCE_OVER, Blend.XOR, Blend.DESTINATION_OUT)
    return [
        Path(
            box(10 + 7 * n % 120, 8 + 11 * n % 50, 60, 40),
            fill=Color(40 * n % 256, 90 * n % 256, 160 * n % 256),
            blend=blends[n % len(blends)] if n else Blend.SOURCE_OVER,
        )
        for n in range(count)
    ]


STOPS = ((0.1, RED), (0.5, Color(255, 255, 0)), (0.5, GREEN), (0.9, BLUE))
FADING = ((0.0, RED), (1.0, Color(0, 0, 255, 0.1)))
STAR = polygon((100, 5), (130, 90), (50, 35), (150, 35), (70, 90))
FEATURES: dict[str, Node] = {
    "linear gradient": Path(box(10, 10, 180, 80), fill=LinearGradient((30, 20), (150, 70), STOPS)),
    "linear gradient that fades": Path(box(10, 10, 180, 80), fill=LinearGradient((30, 0), (150, 0), FADING)),
    "radial gradient, turned": Path(
        box(-60, -30, 120, 60),
        fill=RadialGradient((0, 0), 5, (10, 5), 50, STOPS),
        transform=(0.9, 0.43, -0.43, 0.9, 100, 50),
        opacity=0.7,
    ),
    "gradient on a line": Path(
        ellipse(100, 50, 70, 30), stroke=Stroke(LinearGradient((30, 0), (170, 0), STOPS), 14)
    ),
    "thick line round a thin ellipse": Path(ellipse(100, 50, 70, 1.5), stroke=Stroke(BLUE, 25)),
    "repeated picture": Path(box(10, 10, 180, 80), fill=Pattern(picture(), (1, 0, 0, 1, 15, 12))),
    "picture that is not repeated": Path(
        box(10, 10, 180, 80), fill=Pattern(picture(), (1, 0, 0, 1, 40, 20), repeat_x=False, repeat_y=False)
    ),
    "gradient in an isolated group": Group(
        (
            Path(box(10, 10, 180, 80), fill=LinearGradient((30, 20), (150, 70), STOPS)),
            Path(box(60, 0, 30, 100), fill=Color(255, 200, 0), blend=Blend.MULTIPLY),
        ),
        transform=(0.8, 0, 0, 0.8, 20, 10),
        isolated=True,
        opacity=0.6,
    ),
    "clip": Group(
        (
            Path(box(0, 0, 200, 60), fill=BLUE),
            Path(box(0, 30, 200, 30), fill=BLACK, blend=Blend.DESTINATION_OUT),
            Group((Path(box(0, 50, 200, 50), fill=RED),), clip=box(0, 0, 100, 100)),
        ),
        clip=STAR,
    ),
    "clip of an isolated group": Group(
        (Path(box(0, 0, 200, 60), fill=BLUE),), clip=STAR, isolated=True, opacity=0.5
    ),
    "empty clip": Group(
        (Path(box(0, 0, 200, 60), fill=BLUE),), clip=Outline(STAR.verbs[:0], STAR.points[:0])
    ),
    "line that keeps its width": Path(
        box(5, 5, 20, 20), stroke=Stroke(BLACK, 6, scaled=False), fill=RED, transform=(4, 0, 0, 1, 10, 20)
    ),
    "part of a picture": Image(picture(), 120, 60, crop=(30, 5, 20, 30), transform=(1, 0.1, 0, 1, 30, 10)),
    "lettering": replace(
        text_node("Wide", 20, 75, size=70), stroke=Stroke(RED, 3), fill=Color(0, 0, 255, 0.3)
    ),
    "hollow lettering": replace(text_node("Wide", 20, 75, size=70), stroke=Stroke(RED, 3), fill=None),
    "blurred shadow": Path(
        box(60, 25, 80, 40), fill=RED, stroke=Stroke(BLACK, 4), shadow=Shadow(BLACK, 12, 6, 8)
    ),
    "sharp shadow of a turned line": Path(
        box(-40, -15, 80, 30),
        stroke=Stroke(BLUE, 8),
        transform=(0.9, 0.43, -0.43, 0.9, 90, 45),
        shadow=Shadow(Color(0, 0, 0, 0.5), 0, 15, 5),
    ),
    "shadow of text": replace(
        text_node("Wide", 20, 75, size=70), shadow=Shadow(Color(90, 0, 0, 0.8), 6, 8, 8)
    ),
    "shadow of an image": Image(
        picture(), 90, 60, transform=(1, 0, 0, 1, 40, 10), shadow=Shadow(BLACK, 10, 10, 10), opacity=0.8
    ),
    "shadow of a fading gradient": Path(
        box(20, 20, 120, 50), fill=LinearGradient((20, 0), (140, 0), FADING), shadow=Shadow(BLACK, 8, 12, 12)
    ),
    "gradient on a line that keeps its width": Path(
        box(5, 5, 20, 20),
        stroke=Stroke(LinearGradient((20, 0), (120, 0), STOPS), 8, scaled=False),
        transform=(4, 0, 0, 1, 10, 20),
    ),
    "fill and line that keep within the rest": Group(
        (
            Path(box(20, 20, 80, 40), fill=BLUE),
            Path(box(60, 30, 80, 40), fill=RED, stroke=Stroke(GREEN, 10), blend=Blend.SOURCE_IN),
        ),
        isolated=True,
        opacity=0.9,
    ),
    "copy inside a clip": Group(
        (
            Path(box(10, 10, 150, 80), fill=BLUE),
            Group((Path(box(0, 0, 80, 60), fill=RED, blend=Blend.COPY, opacity=0.7),), clip=STAR),
        ),
        isolated=True,
        opacity=0.9,
    ),
    "shadow of a faded group": Group(
        (Path(box(40, 20, 60, 40), fill=RED), Path(box(80, 40, 60, 40), fill=BLUE)),
        isolated=True,
        opacity=0.3,
        shadow=Shadow(BLACK, 0, 30, 15),
    ),
    "shadow of a group": Group(
        (Path(box(40, 20, 60, 40), fill=RED), Path(box(80, 40, 60, 40), fill=BLUE)),
        isolated=True,
        opacity=0.8,
        shadow=Shadow(BLACK, 8, 5, 5),
    ),
}


def beyond_neighbours(one: npt.NDArray[np.uint8], other: npt.NDArray[np.uint8]) -> npt.NDArray[np.int_]:
    """How far each pixel of `one` lies outside the range of the 3 × 3 pixels of `other` around it."""
    padded = np.pad(other.astype(int), ((1, 1), (1, 1), (0, 0)), mode="edge")
    around = np.lib.stride_tricks.sliding_window_view(padded, (3, 3), axis=(0, 1))
    below = around.min(axis=(3, 4)) - one
    above = one - around.max(axis=(3, 4))
    distance: npt.NDArray[np.int_] = np.maximum(np.maximum(below, above), 0).max(axis=2)
    return distance
