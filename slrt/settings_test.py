"""Settings of the tests: the real ones, with a fast hasher, own folders and an own queue per test process."""

import os
import shutil
import tempfile
from pathlib import Path

# Every photo is forced to disk eight times (assessment/storage.py); where memory can be written to, that costs nothing.
MEMORY, ENOUGH = Path("/dev/shm"), 2**30  # noqa: S108 no fixed name: mkdtemp makes a folder of its own there
roomy = os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ENOUGH
TEST_FOLDER = Path(tempfile.mkdtemp(prefix="slrt-test-", dir=MEMORY if roomy else os.environ.get("SLRT_DATA_DIR")))
# Also seen by the Celery worker that a test starts, which runs on the real settings.
os.environ["CELERY_QUEUE"] = f"test-{os.environ.get('PYTEST_XDIST_WORKER', 'main')}-{os.getpid()}"
os.environ["MEDIA_ROOT"] = str(TEST_FOLDER / "media")
# Playwright keeps an event loop in the thread of the test, where Django would refuse to touch the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

from slrt.settings import *  # noqa: E402, F403 the real settings read the lines above

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Tests log in as whoever they need; those of the second factor ask for it.
SECOND_FACTOR_REQUIRED = False
# Empty: the live server of the tests finds static files where they are written.
STATIC_ROOT = TEST_FOLDER / "static"

# A line for each of so many thousand requests is written nowhere; tests of lines ask for them.
LOGGING["handlers"]["console"]["level"] = "ERROR"  # noqa: F405

for folder in (TEST_FOLDER / "media", STATIC_ROOT):
    folder.mkdir()
