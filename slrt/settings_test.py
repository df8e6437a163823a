"""Settings of the tests: the real ones, with a fast hasher, own media and an own queue per test process."""

import os
import tempfile

# Also seen by the Celery worker that a test starts, which runs on the real settings.
os.environ["CELERY_QUEUE"] = f"test-{os.environ.get('PYTEST_XDIST_WORKER', 'main')}-{os.getpid()}"
os.environ["MEDIA_ROOT"] = tempfile.mkdtemp(prefix="slrt-media-")

from slrt.settings import *  # noqa: E402, F403 the real settings read the lines above

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
