"""The WSGI application: kept answers first, then Django; around them probes and the fault log.

Each process that serves it also signs what an earlier one left unsigned.
"""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.urls import resolve

from config import private

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
private.keep_files_private()
private.close_folder(settings.STATE_DIR)
django_application = get_wsgi_application()
resolve("/v1/")  # loads the views now: no reader of a new worker waits for that, or the schema

from ledger import signing_job  # noqa: E402  (needs Django to be set up)
from rest.handlers import ReadingHandler  # noqa: E402
from rest.health import Probes  # noqa: E402
from rest.logs import LastResort  # noqa: E402
from rest.page_cache import PageCache  # noqa: E402
from rest.schema_view import schemas  # noqa: E402

pages = PageCache(django_application, reading=ReadingHandler())
application = LastResort(Probes(pages))
schemas()
signing_job.start()
