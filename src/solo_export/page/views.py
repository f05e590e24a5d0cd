"""The page at `/`, under its policy; where it was not built, a sentence that says so."""

from __future__ import annotations

from pathlib import Path

from django.http import HttpRequest, HttpResponse

from solo_export.exports.storage import files_origin
from solo_export.page import BUILT

_POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    # A saved board may show pictures of any address, and those that a person drops on it.
    "img-src": "'self' data: blob: http: https:",
    "base-uri": "'none'",
    "form-action": "'none'",
    "frame-ancestors": "'none'",
}

_NOT_BUILT = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<link rel="icon" href="data:,">
<title>solo-export</title>
<p>The board's page is not built here: run <code>make run</code> or <code>scripts/page</code> in the source
folder, on a machine that has Node.js 20.19 or newer, or a network to get it from. The API runs:
<a href="/api/docs/">try it here</a>.</p>
</html>
"""


def page(_request: HttpRequest) -> HttpResponse:
    """The page, under its policy."""
    # The page names its scripts by their content, so it is itself what has to be asked for again.
    headers = {"Content-Security-Policy": policy(files_origin()), "Cache-Control": "no-cache"}
    return HttpResponse(html(BUILT), headers=headers)


def policy(files: str | None) -> str:
    """What the page may load: exported files too, from the origin `files` where they are not here."""
    called = "'self'" if files is None else f"'self' {files}"
    return "; ".join(f"{name} {sources}" for name, sources in {**_POLICY, "connect-src": called}.items())


def html(built: Path) -> str:
    """The page as it was built; where it was not, a sentence that says so."""
    try:
        return (built / "index.html").read_text()
    except FileNotFoundError:
        return _NOT_BUILT
