"""The vector PDF backend: scenes in, one file out, a board page a PDF page."""

from boardkit.backends.pdf.document import write_pdf

__all__ = ["write_pdf"]
