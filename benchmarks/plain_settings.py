"""Cifra's settings with the plain view set in place of its API."""

from config.settings import *  # noqa: F403
from config.settings import DATABASES

ROOT_URLCONF = "benchmarks.plain"
REST_FRAMEWORK: dict = {}
WSGI_APPLICATION = None
DATABASES["default"]["CONN_MAX_AGE"] = None
