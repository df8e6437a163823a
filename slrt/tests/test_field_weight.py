"""What a phone loads before the field app opens for the first time (capture.md C)."""

import gzip

import brotli

from assessment import views_field
from slrt.static_files import lightened


def gzipped(content: bytes) -> int:
    return len(gzip.compress(content, 9))


def test_the_shell_is_light():
    """capture.md C: as a phone gets it from production, without comments and by brotli."""
    files = views_field.shell_files()
    scripts = sum(len(brotli.compress(lightened(content))) for name, content in files.items() if name.endswith(".js"))
    sheets = sum(gzipped(content) for name, content in files.items() if name.endswith(".css"))
    rest = sum(len(content) for name, content in files.items() if name.endswith((".png", ".webmanifest")))

    # A KB as that of a photo (assessment/uploads.py): 1,024 bytes.
    assert scripts <= 60 * 2**10
    assert sheets <= 20_000
    assert scripts + sheets + rest + gzipped(views_field.shell().encode()) <= 150_000
