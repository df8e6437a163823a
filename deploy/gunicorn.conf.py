"""gunicorn: threads for slow lines behind a proxy that holds requests back until they are whole."""

import os

bind = os.environ.get("WEB_BIND", "127.0.0.1:8000")
worker_class = "gthread"
workers = int(os.environ.get("WEB_WORKERS", "3"))
threads = int(os.environ.get("WEB_THREADS", "4"))
# A photo is decoded and written anew within a second or two; what takes longer than this is stuck.
timeout = 60
graceful_timeout = 30
# Now and then a fresh process: small leaks of libraries never add up.
max_requests, max_requests_jitter = 5000, 500
# Heartbeats of workers belong into memory: on a slow disk a healthy worker would be taken for dead.
worker_tmp_dir = "/dev/shm"  # noqa: S108
preload_app = False
# Who asked for what is written by slrt/logs.py, without addresses that are keys.
accesslog = None
errorlog = "-"
control_socket_disable = True
