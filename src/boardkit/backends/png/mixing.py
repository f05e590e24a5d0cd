"""The colours of gradients, also of those that the Skia package can't be told.

Its gradients take colours in bytes and mix them in sRGB. But `hsl()` and the like need not be whole levels,
and Chromium mixes them as they are; and colours of newer kinds it mixes in OKLab. So those are mixed in two
steps: a gradient says how far along a pixel is, and a program of ours makes the colour of that, in single
precision and as Skia itself does.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import skia

from boardkit.scene.colors.oklab import oklab
from boardkit.scene.nodes import Color, Stops

Make = Callable[[list[int], list[float]], skia.Shader]
"""Makes a shader of colours, ARGB, at their offsets."""

_PLACES = ([0xFF00FF00, 0xFF000000, 0xFFFF0000, 0xFFFF00FF], [0.0, 0.0, 1.0, 1.0])
"""Red says how far along a pixel is, green that it is before the beginning, blue that it is past the end."""

_PROGRAM = """
uniform float starts[{count}];
uniform float4 slopes[{count}];
uniform float4 colors[{count}];
uniform float4 first;
uniform float4 last;

float4 mixed(float4 place) {{
    if (place.g > 0.5) return first;
    if (place.b > 0.5) return last;
    float4 color = first;
    for (int i = 0; i < {count}; i++) {{
        if (place.r >= starts[i]) color = slopes[i] * place.r + colors[i];
    }}
    return color;
}}

float curved(float light) {{
    float size = abs(light);
    float bright = pow(1.1372833251953125 * size, 0.4166666567325592) - 0.05496978759765625;
    return sign(light) * (size > 0.003130804980173707 ? bright : 12.92 * size);
}}

float3 srgb(float3 lab) {{
    float l = lab.x + 0.3963377774 * lab.y + 0.2158037573 * lab.z;
    float m = lab.x - 0.1055613458 * lab.y - 0.0638541728 * lab.z;
    float s = lab.x - 0.0894841775 * lab.y - 1.2914855480 * lab.z;
    l = l * l * l;
    m = m * m * m;
    s = s * s * s;
    return float3(
        curved(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
        curved(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
        curved(-0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s));
}}

half4 main(half4 place) {{
    float4 color = mixed(place);
    return half4(half3({shown} * color.a), color.a) * place.a;
}}
"""


def mixed(make: Make, stops: Stops, *, perceptual: bool) -> skia.Shader:
    """A gradient's shader, of colours mixed in sRGB or, `perceptual` ones, in OKLab."""
    if not perceptual and all(_is_whole(color) for _, color in stops):
        return make([_argb(color) for _, color in stops], [offset for offset, _ in stops])
    channels = [(offset, _channels(color, perceptual=perceptual)) for offset, color in stops]
    steps = [(start, end) for start, end in pairwise(channels) if end[0] > start[0]]
    starts = np.array([start for (start, _), _ in steps], dtype=np.float32)
    ends = np.array([end for _, (end, _) in steps], dtype=np.float32)
    left = np.array([color for (_, color), _ in steps], dtype=np.float32)
    right = np.array([color for _, (_, color) in steps], dtype=np.float32)
    slopes = (right - left) * (np.float32(1) / (ends - starts))[:, None]
    colors = left - slopes * starts[:, None]
    values = (starts, slopes, colors, channels[0][1], channels[-1][1])
    effect = _effect(len(steps), perceptual=perceptual)
    return make(*_PLACES).makeWithColorFilter(effect.makeColorFilter(_uniforms(*values)))


@lru_cache(maxsize=32)
def _effect(count: int, *, perceptual: bool) -> skia.RuntimeEffect:
    """The program for so many steps from colour to colour."""
    shown = "srgb(color.rgb)" if perceptual else "color.rgb"
    return skia.RuntimeEffect.MakeForColorFilter(_PROGRAM.format(count=count, shown=shown))


def _uniforms(*values: npt.NDArray[np.floating]) -> skia.Data:
    return skia.Data.MakeWithCopy(b"".join(value.astype(np.float32).tobytes() for value in values))


def _channels(color: Color, *, perceptual: bool) -> npt.NDArray[np.float32]:
    """A colour as the program mixes it."""
    srgb = np.array([color.red, color.green, color.blue]) / 255
    known = oklab(srgb.astype(np.float32)) if perceptual else srgb
    return np.array([*known, color.alpha], dtype=np.float32)


def _is_whole(color: Color) -> bool:
    return color.whole == (color.red, color.green, color.blue)


def _argb(color: Color) -> int:
    return int(skia.ColorSetARGB(round(color.alpha * 255), *color.whole))
