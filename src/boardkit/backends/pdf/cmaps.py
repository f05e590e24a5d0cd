"""CMaps: what codes say, and which glyphs they show."""

from __future__ import annotations

from collections.abc import Mapping

from boardkit.backends.pdf.syntax import utf16_hex

SYSTEM_INFO = "<</Registry (Adobe)/Ordering (Identity)/Supplement 0>>"
ENCODING_ENTRIES = {"Type": "/CMap", "CMapName": "/Codes", "CIDSystemInfo": SYSTEM_INFO}
_BLOCK = 100  # entries that one section may hold


def to_unicode_cmap(texts: Mapping[int, str], code_bytes: int = 2) -> bytes:
    """The CMap from codes to what they say."""
    entries = [
        b"<%0*X> <%b>\n" % (2 * code_bytes, code, utf16_hex(text)) for code, text in sorted(texts.items())
    ]
    return _cmap("Adobe-Identity-UCS", "UCS", 2, b"bfchar", entries, code_bytes)


def encoding_cmap(glyphs: Mapping[int, int]) -> bytes:
    """The CMap from codes to glyphs, for a stream with `ENCODING_ENTRIES`."""
    entries = [b"<%04X> %d\n" % entry for entry in sorted(glyphs.items())]
    return _cmap("Codes", "Identity", 1, b"cidchar", entries)


def _cmap(
    name: str, ordering: str, kind: int, section: bytes, entries: list[bytes], code_bytes: int = 2
) -> bytes:
    head = f"""/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo <</Registry (Adobe)/Ordering ({ordering})/Supplement 0>> def
/CMapName /{name} def
/CMapType {kind} def
1 begincodespacerange
<{"00" * code_bytes}> <{"FF" * code_bytes}>
endcodespacerange
"""
    blocks = (entries[start : start + _BLOCK] for start in range(0, len(entries), _BLOCK))
    sections = (
        b"%d begin%b\n%bend%b\n" % (len(block), section, b"".join(block), section) for block in blocks
    )
    return head.encode() + b"".join(sections) + _TAIL


_TAIL = b"""endcmap
CMapName currentdict /CMap defineresource pop
end
end
"""
