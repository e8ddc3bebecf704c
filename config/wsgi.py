"""The WSGI application: kept answers first, then Django."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django_application = get_wsgi_application()

from rest.handlers import ReadingHandler  # noqa: E402  (needs Django to be set up)
from rest.page_cache import PageCache  # noqa: E402

application = PageCache(django_application, reading=ReadingHandler())
