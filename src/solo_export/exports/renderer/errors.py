"""What can go wrong with a child process that draws.

    RendererError
    ├── RendererCrashed         it died, or said something that makes no sense
    ├── RendererKilled          somebody killed it, so that no board is to blame
    ├── RendererOutOfMemory     it asked for more memory than it may have
    ├── RendererTimedOut        it took longer than it may
    ├── RendererCancelled       somebody asked for it to be stopped
    ├── RendererNotStarted      it died before its first job, so that no board is to blame
    └── RenderersBusy           none was free in time

Errors of boardkit pass through the child as what they are.
"""

from __future__ import annotations


class RendererError(Exception):
    """The child process did not deliver; the board need not be to blame."""


class RendererCrashed(RendererError):
    """The child process died, or said something that makes no sense."""


class RendererKilled(RendererError):
    """The child process was killed from outside, and not for want of memory."""


class RendererOutOfMemory(RendererError):
    """The child process asked for more memory than it may have."""


class RendererTimedOut(RendererError):
    """The child process took longer than it may."""


class RendererCancelled(RendererError):
    """The work was stopped because nobody wants it any more."""


class RendererNotStarted(RendererError):
    """The child process died before its first job: the installation is to blame, and no board."""


class RenderersBusy(RendererError):
    """No child process was free in time."""
