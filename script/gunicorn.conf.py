"""How gunicorn serves the site: a few processes of a few threads, loaded once and shared."""

import gc
import os

from app.core.logs import discreetly

bind = f"{os.environ.get('BIND', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("WEB_WORKERS", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))
worker_class = "gthread"
preload_app = True  # the code is loaded before the fork, so that the processes share its memory
timeout = 30
graceful_timeout = 10
keepalive = 5
max_requests = 20_000
max_requests_jitter = 2_000
accesslog = None  # addresses hold the secrets of letters: what is served is counted by the reverse proxy, without them
loglevel = os.environ.get("LOG_LEVEL", "warning")
control_socket_disable = True


def on_starting(server):
    """An error that reaches gunicorn itself is told with the address that was asked for: without its secret."""
    discreetly(server.log.error_log.handlers)


def when_ready(_server):
    """What was loaded is never collected: the shared pages stay shared."""
    gc.collect()
    gc.freeze()
