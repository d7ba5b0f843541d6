"""How gunicorn serves the web process: `gunicorn -c web/gunicorn.conf.py web.wsgi:app`."""

import os
import sys
from typing import Any

sys.path.insert(0, os.getcwd())

from web.errors import SettingsRefused
from web.settings import load_settings

try:
    _settings = load_settings()
except SettingsRefused as refused:
    sys.exit(str(refused))

bind = f"{_settings.web_host}:{_settings.web_port}"
worker_class = "gthread"
workers = _settings.web_workers
threads = _settings.web_threads
preload_app = True  # the guide and the danger rules are read once
timeout = 30
graceful_timeout = 8
keepalive = 5
accesslog = None  # a request's line says who asked what and when; turns are logged by id alone
errorlog = "-"
loglevel = "warning"
control_socket_disable = True


def post_worker_init(worker: Any) -> None:
    """Start the housekeeping thread in the worker: threads do not survive the fork."""
    from web.housekeeping import keep_house

    keep_house(worker.app.callable.extensions["services"])
