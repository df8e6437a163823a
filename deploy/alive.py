"""Ask the application from inside its container whether it answers: `python deploy/alive.py URL`; status 0 or 1."""

import os
import sys
import urllib.request

host = os.environ.get("ALLOWED_HOSTS", "localhost").split(",")[0]
# As if the proxy asked: the application answers its own name only, and only over TLS.
asked = urllib.request.Request(sys.argv[1], headers={"Host": host, "X-Forwarded-Proto": "https"})  # noqa: S310
try:
    with urllib.request.urlopen(asked, timeout=4) as answer:  # noqa: S310 an address of our own
        sys.exit(0 if answer.status == 200 else 1)
except OSError:
    sys.exit(1)
