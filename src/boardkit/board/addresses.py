"""Which images a page names by address, instead of holding them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from boardkit.board import model

WEB_SCHEMES = ("http://", "https://")
_BLANKS = "".join(map(chr, range(33)))
"""What browsers pass over before and after an address."""


def image_addresses(page: model.Page) -> Iterator[str]:
    """The web addresses of a page's images and patterns, with repeats."""
    sources = (trimmed(source) for layer in page.layers for source in _sources(layer.children))
    return (source for source in sources if source.lower().startswith(WEB_SCHEMES))


def trimmed(source: str) -> str:
    """An address as browsers read it."""
    return source.strip(_BLANKS)


def _sources(nodes: Iterable[model.Node]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, model.Group):
            yield from _sources(node.children)
        if isinstance(node, model.Image):
            yield node.source
        if isinstance(node, model.Shape) and isinstance(node.fill, model.Pattern):
            yield node.fill.source
