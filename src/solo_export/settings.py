"""Django's settings. What the environment may change stands in `config.py`, and only there."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

from corsheaders.defaults import default_headers

from solo_export import config
from solo_export.data_dir import data_dir
from solo_export.page import BUILT
from solo_export.secret_key import secret_key
from solo_export.telemetry import logs, tracing

_env = config.read()

_is_embedded = not _env["DATABASE_URL"]
DATA_DIR = data_dir(_env["SOLO_DATA_DIR"], is_needed=_is_embedded)

_sqlite: dict[str, Any] = {
    "ENGINE": "django.db.backends.sqlite3",
    "NAME": DATA_DIR / "solo-export.sqlite3",
    "OPTIONS": {
        # A transaction that reads first and writes later can wait for its turn only if it asked at its start.
        "transaction_mode": "IMMEDIATE",
        # Seconds. A caller who would wait longer for the other writers is better told to come again.
        "timeout": 10,
        "init_command": "PRAGMA journal_mode=WAL",
    },
}
DATABASES = {"default": _env["DATABASE_URL"] or _sqlite}
DATABASES["default"] |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}

SECRET_KEY = secret_key(_env["SOLO_SECRET_KEY"], DATA_DIR, embedded=_is_embedded)
ALLOWED_HOSTS = _env["SOLO_ALLOWED_HOSTS"]
DEBUG = False

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "corsheaders",
    "rest_framework",
    "rest_framework_simplejwt",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "solo_export.boards",
    "solo_export.exports",
]

MIDDLEWARE = [
    "solo_export.telemetry.middleware.request_ids",
    "solo_export.health.middleware.health",
    "django.middleware.security.SecurityMiddleware",
    "solo_export.content_policy.ContentPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "solo_export.admin_sign_in.Sessions",
    "django.middleware.common.CommonMiddleware",
    "solo_export.admin_sign_in.Csrf",
    "solo_export.admin_sign_in.Authentication",
    "solo_export.admin_sign_in.Messages",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
# The check looks for Django's guard against forged forms by name; ours is the same, where there are cookies.
SILENCED_SYSTEM_CHECKS = ["security.W003"]

ROOT_URLCONF = "solo_export.urls"
WSGI_APPLICATION = "solo_export.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

AUTHENTICATION_BACKENDS = ["solo_export.sign_in.PasswordBackend"]
SOLO_FAILED_SIGN_INS_PER_HOUR = _env["SOLO_FAILED_SIGN_INS_PER_HOUR"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
LANGUAGE_CODE = "en-us"
TIME_ZONE = "UTC"
USE_TZ = True

STATIC_URL = "static/"
WHITENOISE_USE_FINDERS = True
# The page's scripts and styles are named by their content.
STATICFILES_DIRS = [("board/assets", BUILT / "assets")] if BUILT.exists() else []
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/static/board/assets/"

_local_files: dict[str, Any] = {
    "BACKEND": "solo_export.exports.local_files.LocalFiles",
    "OPTIONS": {"location": DATA_DIR / "files"},
}
_s3_files: dict[str, Any] = {
    "BACKEND": "solo_export.exports.s3_files.S3Files",
    "OPTIONS": {
        "bucket_name": _env["SOLO_S3_BUCKET"],
        "endpoint_url": _env["SOLO_S3_ENDPOINT_URL"] or None,
        "public_endpoint_url": _env["SOLO_S3_PUBLIC_ENDPOINT_URL"] or None,
        "region_name": _env["SOLO_S3_REGION"],
        "default_acl": None,
    },
}
STORAGES = {
    "default": _s3_files if _env["SOLO_S3_BUCKET"] else _local_files,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

CORS_ALLOWED_ORIGINS = _env["SOLO_CORS_ORIGINS"]
CORS_ALLOW_HEADERS = [
    *default_headers,
    *("idempotency-key", "if-match", "if-none-match", "last-event-id", "prefer", "range", "x-request-id"),
]
CORS_EXPOSE_HEADERS = [
    *("Content-Disposition", "Content-Range", "ETag", "Link", "Preference-Applied", "Retry-After"),
    "X-Request-ID",
]
SOLO_PUBLIC_URL = _env["SOLO_PUBLIC_URL"]
CSRF_TRUSTED_ORIGINS = [SOLO_PUBLIC_URL] if SOLO_PUBLIC_URL else []
if _env["SOLO_HTTPS_ONLY"]:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = ["^health/", "^metrics"]  # their callers are inside, where there is no HTTPS
    SECURE_HSTS_SECONDS = 365 * 86_400
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
SOLO_CONTENT_SECURITY_POLICY = _env["SOLO_CONTENT_SECURITY_POLICY"]
CSRF_COOKIE_SECURE = SESSION_COOKIE_SECURE = _env["SOLO_HTTPS_ONLY"] or SOLO_PUBLIC_URL.startswith("https:")

SOLO_BROKER_URL = _env["SOLO_BROKER_URL"]
CELERY_BROKER_URL = SOLO_BROKER_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_PUBLISH_RETRY = False
CELERY_WORKER_POOL = "threads"
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_TIMEOUT = 2
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_BROKER_TRANSPORT_OPTIONS = (
    {"socket_connect_timeout": 2, "socket_timeout": 5, "socket_keepalive": True}
    if SOLO_BROKER_URL.startswith("redis")
    else {"confirm_publish": True, "read_timeout": 5, "write_timeout": 5}
)

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework_simplejwt.authentication.JWTAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
    "NUM_PROXIES": _env["SOLO_PROXIES"],
}
SIMPLE_JWT = {
    "ACCESS_TOKEN_LIFETIME": timedelta(hours=1),
    "REFRESH_TOKEN_LIFETIME": timedelta(days=14),
    "USER_ID_FIELD": "pk",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Solo export",
    "DESCRIPTION": "Turns saved whiteboards into PNG, PDF and JSON files.\n\n"
    "1. Sign in at `/api/v1/auth/token/` and put the access token behind *Authorize*.\n"
    "2. Ask for a file: `POST /api/v1/solo/sessions/{session_id}/export/`.\n"
    "3. Poll `GET /api/v1/exports/{export_id}/` until `status` is `completed`, and open `file_url`: it works "
    "in any tab, without a header, for a limited time.\n",
    "TAGS": [{"name": "Signing in"}, {"name": "Sessions"}, {"name": "Exports"}],
    "VERSION": "1",
    "OAS_VERSION": "3.1.1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SWAGGER_UI_SETTINGS": {
        "deepLinking": True,
        "persistAuthorization": True,
        "defaultModelsExpandDepth": 0,
    },
    "SERVE_AUTHENTICATION": [],
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
}

# The exports app reads its settings by name, with defaults of its own: see `exports/conf.py`.
_of_the_app = ("SOLO_EXPORT_", "SOLO_MAX_", "SOLO_METRICS_", "SOLO_WEBHOOK_")
globals().update({name: value for name, value in _env.items() if name.startswith(_of_the_app)})
SOLO_FONT_FOLDERS = _env["SOLO_FONT_FOLDERS"]
SOLO_IMAGE_HOSTS = _env["SOLO_IMAGE_HOSTS"]
SOLO_OTLP_ENDPOINT = _env["SOLO_OTLP_ENDPOINT"]
if SOLO_OTLP_ENDPOINT and not tracing.is_installed():
    raise config.ConfigError("SOLO_OTLP_ENDPOINT must be empty, or solo-export[tracing] be installed.")
SOLO_SAVED_MB_PER_USER = _env["SOLO_SAVED_MB_PER_USER"]
SOLO_DEMO_USER = _env["SOLO_DEMO_USER"]
SOLO_DEMO_PASSWORD = _env["SOLO_DEMO_PASSWORD"]

LOGGING = logs.configuration(_env["SOLO_LOG_FORMAT"])
logging.captureWarnings(True)  # what libraries warn of is a line of the log like any other
