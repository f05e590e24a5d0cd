"""A school's own project: its people, its lessons, its way of signing in, and exports of its boards."""

from __future__ import annotations

import os
from pathlib import Path

DATA_DIR = Path(os.environ["SCHOOL_DATA_DIR"])

SECRET_KEY = "a school's secret, which only its tests know"
ALLOWED_HOSTS = ["127.0.0.1"]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "rest_framework",
    "school.people",
    "school.lessons",
    "solo_export.exports",
]
ROOT_URLCONF = "school.urls"
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": DATA_DIR / "school.sqlite3",
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL",
        },
        "ATOMIC_REQUESTS": True,
    }
}
MEDIA_ROOT = DATA_DIR / "media"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

AUTH_USER_MODEL = "people.Person"
SOLO_EXPORT_SESSION_MODEL = "lessons.Lesson"
SOLO_EXPORT_SESSION_OWNER_FIELD = "teacher"

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.BasicAuthentication"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.FormParser"],
    "DEFAULT_VERSIONING_CLASS": "rest_framework.versioning.NamespaceVersioning",
    "EXCEPTION_HANDLER": "school.settings.no_handler",
}


def no_handler(exception: Exception, context: dict[str, object]) -> None:
    """A handler for the school's own calls, which knows nothing of exports."""
