"""The ASGI application that servers run: slow clients wait there, not in the WSGI application."""

import os

# Django refuses its database to an event loop, which it would hold up. Ours asks for one thing
# alone, which comes at once or not at all (rest.page_cache.QuickState).
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

from config import wsgi
from rest.serving.gateway import Gateway

application = Gateway(wsgi.application, at_once=wsgi.pages.at_once)
