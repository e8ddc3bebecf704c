"""How requests reach the application and answers their clients, however slow these are.

Knows WSGI, ASGI and files, and neither versions nor figures. Only config.asgi and what is told in a
WSGI environ lead here.
"""
