"""The command line of the server, in one place for `serve`, `demo`, the container and benchmarks.

Pure. What each limit is for stands beside it.
"""

CONNECTIONS = 1000  # that a worker holds at once, idle ones included; the others wait

LIMITS = (
    f"--backpressure={CONNECTIONS}",
    "--backlog=4096",
    "--http1-header-read-timeout=10000",  # ms that headers, or an idle connection, may take
    "--http1-buffer-size=65536",  # bytes: headers have at most 16,000, and a slow reader's buffer
    "--workers-kill-timeout=20",  # seconds for answers that are under way when it is stopped
    "--respawn-failed-workers",
)


APPLICATION = "config.asgi:application"


def command_line(host: str, port: int, workers: int, *more: str) -> list[str]:
    """Arguments of Python that serve an application, which follows as the last one."""
    return [
        *("-m", "granian", "--interface=asgi", "--http=1", "--no-ws"),
        *(f"--host={host}", f"--port={port}", f"--workers={workers}"),
        *LIMITS,
        *more,
    ]
