from django.apps import AppConfig


class RestConfig(AppConfig):
    name = "rest"
    # Where API keys were first kept: the label names their table and permissions.
    label = "config"
