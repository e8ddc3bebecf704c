"""The ASGI application that servers run: slow clients wait there, not in the WSGI application."""

from config.wsgi import application as wsgi_application
from rest.serving.gateway import Gateway

application = Gateway(wsgi_application)
