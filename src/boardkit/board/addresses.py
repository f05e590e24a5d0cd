"""Which images a page names by address, instead of holding them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from boardkit.board import model

_SCHEMES = ("http://", "https://")


def image_addresses(page: model.Page) -> Iterator[str]:
    """The web addresses of a page's images and patterns, as saved, with repeats."""
    sources = (source for layer in page.layers for source in _sources(layer.children))
    return (source for source in sources if source.lower().startswith(_SCHEMES))


def _sources(nodes: Iterable[model.Node]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, model.Group):
            yield from _sources(node.children)
        if isinstance(node, model.Image):
            yield node.source
        if isinstance(node, model.Shape) and isinstance(node.fill, model.Pattern):
            yield node.fill.source
