"""The service with faults at every depth, for a server: `tests.rest.faulty:application`."""

from config import wsgi
from rest.serving.gateway import Gateway

application = Gateway(wsgi.application)

from django.contrib.admin import AdminSite  # noqa: E402  (needs Django to be set up)

from indicators.delivery import exports  # noqa: E402
from indicators.reading.api import AreaViewSet  # noqa: E402
from ledger import selectors  # noqa: E402
from rest import page_cache  # noqa: E402

BEFORE = 200_000  # bytes of an export that are sent before it breaks off


def fail(*_, **__):
    password = "value-of-a-variable"  # must not be logged
    raise RuntimeError(f"It broke at /x?token={password}\nDETAIL: row of {password}")


def breaking_off(*_):
    yield b"x" * BEFORE
    fail()


def validate_params(self, checked=AreaViewSet.validate_params):
    return fail() if self.action == "list" else checked(self)


def key_of(environ, made=page_cache.key_of):
    return fail() if environ["PATH_INFO"] == "/v1/units" else made(environ)


AreaViewSet.validate_params = validate_params  # a view of the API
selectors.published_size = fail  # a plain view
AdminSite.login = fail  # behind the whole middleware
page_cache.key_of = key_of  # outside of Django
exports.blocks = breaking_off  # after the answer began
