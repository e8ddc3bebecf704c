"""The ASGI application that servers run: slow clients wait there, not in the WSGI application."""

import os

# Django refuses its database to an event loop, which it would hold up. Ours asks for one thing
# alone, which comes at once or not at all (rest.page_cache.QuickState).
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

from config import wsgi
from rest.operating.counters import Counters
from rest.operating.measured import Hits, Measured, folder
from rest.serving.gateway import Gateway

counters = Counters(folder())
gateway = Gateway(Hits(wsgi.application, counters), at_once=Hits(wsgi.pages.at_once, counters))
application = Measured(gateway, counters)
