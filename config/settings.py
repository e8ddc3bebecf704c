"""All settings, in one file, driven by the environment.

Every variable is listed in docs/how-to/operating.md. The defaults serve one machine: SQLite,
localhost, keys and state under var/. With CIFRA_PRODUCTION=1 nothing has an unsafe default.
"""

import os
import secrets
from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

PRODUCTION = env.bool("CIFRA_PRODUCTION", default=False)
DEBUG = env.bool("CIFRA_DEBUG", default=False)
if PRODUCTION and DEBUG:
    raise ImproperlyConfigured("CIFRA_PRODUCTION and CIFRA_DEBUG exclude each other")

# All that this installation makes and that is no data: keys, state, exports, the SQLite file.
STATE_DIR = Path(env("CIFRA_STATE_DIR", default=str(BASE_DIR / "var")))

MAKE_KEY = "python3 -c 'import secrets; print(secrets.token_urlsafe(48))'"


def _secret_key() -> str:
    """The key of sessions and tokens: from the environment, else made once and kept (0600)."""
    if PRODUCTION:
        return _strong(env("CIFRA_SECRET_KEY"))
    if given := env("CIFRA_SECRET_KEY", default=""):
        return given
    path = STATE_DIR / "secret_key"
    try:
        return path.read_text()
    except FileNotFoundError:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        secret = secrets.token_urlsafe(48)
        path.touch(mode=0o600)
        path.write_text(secret)
        return secret


def _strong(key: str) -> str:
    """The key, if nobody can guess it: by the rule of Django's check, which only warns."""
    if len(key) < 50 or len(set(key)) < 5 or key.startswith("django-insecure-"):
        raise ImproperlyConfigured(
            "CIFRA_SECRET_KEY is weak: who guesses it can log in as anybody. It needs at least 50 "
            f"random characters, as this prints them: {MAKE_KEY}"
        )
    return key


SECRET_KEY = _secret_key()
ALLOWED_HOSTS = [
    host.strip()
    for host in env.list("CIFRA_ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
]
CSRF_TRUSTED_ORIGINS = [o.strip() for o in env.list("CIFRA_TRUSTED_ORIGINS", default=[])]

INSTALLED_APPS = [
    "config.admin.Config",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "corsheaders",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "ledger",
    "sources",
    "indicators",
    "rest",
]

# A text that is pasted in place of a file: as many characters as any text may have, of up to four
# bytes each. What the API takes is limited by rest.limits.
DATA_UPLOAD_MAX_MEMORY_SIZE = 8_500_000
# A document and the form around it, from somebody who is logged in; the limit of intake is smaller.
UPLOAD_BYTES = 51_000_000

# Threads of a worker that answer what only reads, and all else: each has its own connection to the
# database, and so has each export that is being made.
THREADS = env.int("CIFRA_THREADS", default=4)
WRITING_THREADS = env.int("CIFRA_WRITING_THREADS", default=2)
# Exports that this machine makes at once; a further one is refused until one of them is made. On
# SQLite each takes a processor, so half of them are left to readers.
EXPORT_SLOTS = env.int("CIFRA_EXPORT_SLOTS", default=max(1, (os.cpu_count() or 1) // 2))

MIDDLEWARE = [
    "rest.logs.RequestIds",
    "django.middleware.security.SecurityMiddleware",
    "rest.content_policy.ContentPolicy",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "rest.cors.Cors",
    "rest.limits.Limits",
    "rest.quota.Quota",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
# What reading the API needs of it, in the same order (rest.handlers); of each other one,
# tests/rest/test_handlers.py says why reading does without it.
READING_MIDDLEWARE = [
    "rest.logs.RequestIds",
    "django.middleware.security.SecurityMiddleware",
    "rest.content_policy.ContentPolicy",
    "rest.limits.Limits",
    "rest.quota.Quota",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
APPEND_SLASH = False

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "config" / "templates"],
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

DATABASES = {
    "default": env.db_url("DATABASE_URL", default=f"sqlite:///{STATE_DIR / 'cifra.sqlite3'}")
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # IMMEDIATE: a transaction that will write waits for its turn at once, instead of failing when
    # it turns from reading to writing. FULL: what was answered as published survives a power cut.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; "
        # INSERT OR REPLACE deletes too: with this, the guards of published tables see it.
        "PRAGMA recursive_triggers=ON;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = None
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
# While verify_ledger replays, the log is written to a scratch database instead of the live one.
DATABASE_ROUTERS = ["ledger.database.scratch.ScratchRouter"]
SILENCED_SYSTEM_CHECKS = [
    "models.W040",  # indexes that hold further columns hold their keys on SQLite, and serve there
    # Whether names below ours speak HTTPS, and whether browsers are to know that from a list, is
    # for who owns the domain: CIFRA_HSTS_SUBDOMAINS, and nobody is put on that list by accident.
    "security.W005",
    "security.W021",
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

# Finished exports under STATE_DIR/exports take at most so much room; the oldest are dropped.
EXPORTS_BYTES = env.int("CIFRA_EXPORTS_BYTES", default=10 * 2**30)

# What the log's entries become: project(batch, version), called by publishing and by replaying.
LEDGER_PROJECTION = "indicators.publishing.projection.project"
# What isn't known of an entry: unknown(type, content), asked before any of it becomes rows.
LEDGER_UNKNOWN = "indicators.figures.entry_types.unknown"
# What an entry of any version of its type says, in the newest: upcast(type, content).
LEDGER_UPCAST = "indicators.figures.entry_types.upcast"
# What is served beside the log and its tables: called with the names of the tables in which
# verify_ledger found something, each yields its own findings (ledger.findings.Check).
LEDGER_CHECKS = [
    "sources.served.held_texts",
    "sources.served.word_indexes",
    "indicators.publishing.rendered.findings",
    "indicators.delivery.finished.findings",
]

# Whether one person may publish alone, at every door; such a version is told as not reviewed.
ONE_PERSON = env.bool("CIFRA_ONE_PERSON", default=False)

# Has one row for each thing that is withheld by law. How many there are is part of the state that
# every answer shows (rest.read_state), because an erasure changes answers of old versions, too.
WITHHELD_TABLE = "sources_withheld"

# The log's name for ever: host and path under which /ledger/ is served, without a scheme.
LEDGER_ORIGIN = (
    env("CIFRA_LEDGER_ORIGIN")
    if PRODUCTION
    else env("CIFRA_LEDGER_ORIGIN", default="localhost:8000/ledger")
)

# Whether this node signs. Of several nodes on one database one does; the others serve and write.
SIGNS = env.bool("CIFRA_SIGNS", default=True)
# How often a web process looks for what a crash left unsigned, in seconds; 0: never.
SIGNING_SECONDS = env.float("CIFRA_SIGNING_SECONDS", default=30.0)
# The operator's name for the signing node, where its folder is made anew at each start: in place of
# the folder's own place on the disk (ledger.custody).
NODE = env("CIFRA_NODE", default="")

# To standard error: JSON lines in production, else lines for people (rest.logs).
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"lines": {"()": f"rest.logs.{'JSON' if PRODUCTION else 'Line'}"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "lines"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "level": "WARNING"},  # in place of Django's own handlers
        # Who came in, decided and published (ledger.security_log); elsewhere what was refused.
        "cifra.security": {"level": "INFO" if PRODUCTION else "WARNING"},
        # What the workers of granian say; it sets handlers of its own before settings are read.
        "_granian": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
    },
}

LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "config" / "static"]
WHITENOISE_USE_FINDERS = not PRODUCTION
# Files that are made are for this account alone, but for the static ones, which a web server may
# serve, too (config.private has the rest).
FILE_UPLOAD_PERMISSIONS, FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o600, 0o700
FOR_OTHERS = {"file_permissions_mode": 0o644, "directory_permissions_mode": 0o755}
# The originals that curators bring are never served. Another backend of Django's file storage, such
# as an S3-compatible one, is named by its class, its options as JSON.
STORAGES: dict[str, Any] = {
    "default": {
        "BACKEND": env(
            "CIFRA_DOCUMENTS_BACKEND", default="django.core.files.storage.FileSystemStorage"
        ),
        "OPTIONS": env.json(
            "CIFRA_DOCUMENTS_OPTIONS", default={"location": str(STATE_DIR / "documents")}
        ),
    },
    "staticfiles": {
        "BACKEND": (
            "whitenoise.storage.CompressedManifestStaticFilesStorage"
            if PRODUCTION
            else "django.contrib.staticfiles.storage.StaticFilesStorage"
        ),
        "OPTIONS": FOR_OTHERS,
    },
}

# A log-in ends after a working day. No script of ours reads a cookie.
LOGIN_URL, LOGIN_REDIRECT_URL = "admin:login", "admin:index"
SESSION_COOKIE_AGE = env.int("CIFRA_SESSION_SECONDS", default=12 * 3600)
CSRF_COOKIE_HTTPONLY = True
if PRODUCTION:
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    # With this prefix browsers take them from this host alone, by HTTPS, not from a neighbour.
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
    SECURE_HSTS_SECONDS = env.int("CIFRA_HSTS_SECONDS", default=365 * 24 * 3600)
    SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("CIFRA_HSTS_SUBDOMAINS", default=False)
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = env.bool("CIFRA_HTTPS_REDIRECT", default=True)
    SECURE_REDIRECT_EXEMPT = ["^healthz$", "^readyz$"]  # who asks them is inside, without a proxy

# A read of the API may keep the database busy for so long.
READ_SECONDS = env.float("CIFRA_READ_SECONDS", default=10.0)

# Pages that one client may have made in a minute, without and with an API key; 0: any number.
# All workers of a machine count together; those of several do with a CIFRA_CACHE_URL.
QUOTA_SECONDS = 60
ANONYMOUS_QUOTA = env.int("CIFRA_ANONYMOUS_QUOTA", default=600)
KEY_QUOTA = env.int("CIFRA_KEY_QUOTA", default=3_000)
# The same below /ledger/, which anyone may mirror: 256 entries a request.
LEDGER_QUOTA = env.int("CIFRA_LEDGER_QUOTA", default=6_000)
# Who may hold the text after Authorization: Bearer. Called in turn with the text; each returns an
# object with a `prefix`, or None.
KEY_HOLDERS = ["indicators.curation.tokens.of", "rest.models.key_in_use"]
# Requests below /v1/drafts that one token may make in a minute; 0: any number.
DRAFTS_QUOTA = env.int("CIFRA_DRAFTS_QUOTA", default=300)
# Proxies in front of this service, each of which adds to X-Forwarded-For. 0: none is believed.
TRUSTED_PROXIES = env.int("CIFRA_TRUSTED_PROXIES", default=0)

# Counts of requests and of rows: locmemcache://, dbcache://<table> or redis://<host>.
CACHES = {"default": env.cache_url("CIFRA_CACHE_URL", default="locmemcache://")}

# What other apps add to the numbers for Prometheus and to `manage.py doctor`.
GAUGES = ["indicators.curation.operating.gauges"]
DOCTOR = ["indicators.curation.operating.findings"]

# Finished answers that a worker keeps, in bytes (rest.page_cache); 0 keeps none.
PAGE_CACHE_BYTES = env.int("CIFRA_PAGE_CACHE_BYTES", default=64_000_000)

# Reading is for everyone, also from pages of other sites; the admin's cookies stay at home.
CORS_ALLOW_ALL_ORIGINS = True
CORS_URLS_REGEX = r"^/(v1|ledger)(/|$)"
CORS_ALLOW_METHODS = ["GET", "HEAD", "OPTIONS"]
CORS_ALLOW_HEADERS = [
    "accept",
    "authorization",
    "content-type",
    "range",
    "if-range",
    "if-none-match",
    "if-match",
]
CORS_EXPOSE_HEADERS = [
    *("ETag", "Link", "Retry-After", "Cifra-Version", "RateLimit", "RateLimit-Policy"),
    *("Accept-Ranges", "Content-Range", "Content-Disposition", "Location", "X-Request-Id"),
]

REST_FRAMEWORK = {
    "DEFAULT_RENDERER_CLASSES": [
        "rest.renderers.JSON",
        *("rest.formats.CSV", "rest.formats.JSONLines", "rest.parquet.Parquet"),
    ],
    "DEFAULT_PARSER_CLASSES": ["rest.renderers.JSONBody"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "rest.renderers.Negotiation",
    "DEFAULT_FILTER_BACKENDS": ["rest.filtering.StrictFilters"],
    "DEFAULT_PAGINATION_CLASS": "rest.pagination.KeysetPagination",
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": [],
    "DEFAULT_SCHEMA_CLASS": "rest.schema.Schema",
    "EXCEPTION_HANDLER": "rest.errors.handle",
    "UNAUTHENTICATED_USER": None,
}

SPECTACULAR_SETTINGS = {
    "TITLE": "Cifra",
    "VERSION": "1.0.0",
    "DESCRIPTION": "Figures of official documents, each with the words it was read from, its whole "
    "history and its place in a log that anyone can verify.",
    "OAS_VERSION": "3.1.1",
    "SERVE_INCLUDE_SCHEMA": False,
    "COMPONENT_SPLIT_REQUEST": True,
    "POSTPROCESSING_HOOKS": [
        "indicators.reading.schema.mark_decimals",
        "rest.schema.finish",
        "indicators.curation.drafts_schema.finish_drafts",
        "rest.schema_parameters.share_parameters",
        "rest.schema.leave_out_answers",
    ],
    "ENUM_ADD_EXPLICIT_BLANK_NULL_CHOICE": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "ENUM_NAME_OVERRIDES": {"DraftStatus": "indicators.curation.models.Status"},
}
# Its subclasses are the lists of fixed words; their names are those of enums in the OpenAPI schema.
FIXED_WORDS = "indicators.figures.choices.Words"
