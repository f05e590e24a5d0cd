"""Font files as single faces."""

from __future__ import annotations

import struct

import uharfbuzz as hb

_COLLECTION = b"ttcf"
_COLOR_TABLES = frozenset({"CBDT", "COLR", "sbix"})
"""Tables of glyphs as pictures, in the formats that Skia draws."""

_INSTANCE_SHIFT = 16
_FACE_MASK = 0xFFFF


def single_face(file: bytes, index: int = 0) -> bytes:
    """One face of a font file as a file of its own, so that a font out of a collection stands alone."""
    if not file.startswith(_COLLECTION):
        return file
    face = hb.Face(hb.Blob(file), index & _FACE_MASK)
    tables = [(tag.encode(), bytes(face.reference_table(tag).data)) for tag in sorted(face.table_tags)]
    directory, body = [], []
    position = 12 + 16 * len(tables)
    for tag, data in tables:
        directory.append(struct.pack(">4sIII", tag, 0, position, len(data)))
        padded = data + bytes(-len(data) % 4)
        body.append(padded)
        position += len(padded)
    has_cff = any(tag in (b"CFF ", b"CFF2") for tag, _ in tables)
    version = b"OTTO" if has_cff else b"\x00\x01\x00\x00"
    header = version + struct.pack(">HHHH", len(tables), 0, 0, 0)
    return b"".join((header, *directory, *body))


def face_count(file: bytes) -> int:
    """The faces in a font file: one, but in a collection."""
    if not file.startswith(_COLLECTION):
        return 1
    (faces,) = struct.unpack(">I", file[8:12])
    return int(faces)


def has_color(face: hb.Face) -> bool:
    """Whether some glyphs are pictures."""
    return not _COLOR_TABLES.isdisjoint(face.table_tags)


def instance_variations(face: hb.Face, index: int) -> tuple[tuple[str, float], ...]:
    """The axes of a named instance, which fontconfig and FreeType count from 1 in an index' upper half."""
    instance = index >> _INSTANCE_SHIFT
    instances = face.named_instances
    if not 0 < instance <= len(instances):
        return ()
    axes = (axis.tag for axis in face.axis_infos)
    return tuple(zip(axes, map(float, instances[instance - 1].design_coords), strict=True))
