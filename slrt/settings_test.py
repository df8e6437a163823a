"""Settings of the tests: the real ones, with a fast hasher, own media and an own queue per test process."""

import os
import tempfile

# Also seen by the Celery worker that a test starts, which runs on the real settings.
os.environ["CELERY_QUEUE"] = f"test-{os.environ.get('PYTEST_XDIST_WORKER', 'main')}-{os.getpid()}"
os.environ["MEDIA_ROOT"] = tempfile.mkdtemp(prefix="media-", dir=os.environ.get("SLRT_DATA_DIR"))
# Playwright keeps an event loop in the thread of the test, where Django would refuse to touch the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

from slrt.settings import *  # noqa: F403 the real settings read the lines above

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# An empty folder: the live server of the tests finds static files where they are written.
STATIC_ROOT = tempfile.mkdtemp(prefix="static-", dir=os.environ.get("SLRT_DATA_DIR"))
