"""Gradients that are mixed in OKLab, for backends that can only mix in sRGB."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from boardkit.scene.colors.spaces import Channels, from_light, from_srgb, to_light, to_srgb
from boardkit.scene.nodes import Color, LinearGradient, RadialGradient, Stops

_STEPS = 32
"""Straight steps that stand for the way between two colours."""


def stops_in_srgb(gradient: LinearGradient | RadialGradient) -> Stops:
    """The stops between which to mix in sRGB, for what the gradient shows."""
    if not gradient.perceptual:
        return gradient.stops
    stops = list(gradient.stops[:1])
    for (start, first), (end, last) in pairwise(gradient.stops):
        one, other = _oklab(first), _oklab(last)
        steps = np.arange(1, _STEPS + 1) / _STEPS if end > start else np.ones(1)
        for share in steps.tolist():
            alpha = first.alpha + (last.alpha - first.alpha) * share
            stops.append((start + (end - start) * share, _shown(one + (other - one) * share, alpha)))
    return tuple(stops)


def _oklab(color: Color) -> Channels:
    """A colour's channels in OKLab."""
    return from_light("oklab", from_srgb(np.array([color.red, color.green, color.blue]) / 255))


def _shown(channels: Channels, alpha: float) -> Color:
    red, green, blue = (np.clip(to_srgb(to_light("oklab", channels)), 0, 1) * 255).tolist()
    return Color(red, green, blue, alpha)
