"""The board's state as a file that is attached to the PDF: its source, in the format's own words."""

from __future__ import annotations

import pydyf

from boardkit.backends.pdf.syntax import number, text_string
from boardkit.embedded import PDF_KEY, pack

_NAME = "board.json"


def attach_state(pdf: pydyf.PDF, state: bytes) -> None:
    """Attach the saved JSON to the document as a whole, as what it was made from."""
    file = pydyf.Stream(
        [pack(state)],
        {
            "Type": "/EmbeddedFile",
            "Subtype": "/application#2Fjson",
            "Params": b"<</Size %b>>" % number(len(state)),
            "Filter": "/FlateDecode",
            PDF_KEY: "true",
        },
    )
    pdf.add_object(file)
    specification = pydyf.Dictionary(
        {
            "Type": "/Filespec",
            "F": pydyf.String(_NAME),
            "UF": text_string(_NAME),
            "EF": b"<</F %b>>" % file.reference,
            "AFRelationship": "/Source",
            "Desc": text_string("The board that this file shows"),
        }
    )
    pdf.add_object(specification)
    names = b"<</EmbeddedFiles <</Names [%b %b]>>>>" % (text_string(_NAME), specification.reference)
    pdf.catalog["Names"] = names
    pdf.catalog["AF"] = b"[%b]" % specification.reference
