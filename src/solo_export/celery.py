"""The Celery application: workers where a broker is set."""

from __future__ import annotations

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "solo_export.settings")

app = Celery("solo_export")
app.set_default()  # for every thread; without it, hints from threads other than this would miss the broker
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["solo_export.exports"])
