"""The API as a WSGI application."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

import solo_export.celery  # noqa: F401 - makes it the current app, so that hints find the broker
from solo_export.connections.shedding import shed

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "solo_export.settings")

application = shed(get_wsgi_application())
get_resolver().url_patterns  # noqa: B018 - the views are loaded here, once, instead of by the first callers
