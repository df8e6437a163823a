"""The archive of letters: each PDF under its own SHA-256; a lost one is set again and must come out the same."""

import errno
import hashlib
from collections.abc import Callable

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.utils.translation import gettext as _

from puskesos.errors import Refused

NO_SPACE = (errno.ENOSPC, errno.EDQUOT)


def address_of(pdf: bytes) -> tuple[str, str]:
    """Path and SHA-256 under which a PDF is kept."""
    digest = hashlib.sha256(pdf).hexdigest()
    return f"letters/{digest[:2]}/{digest}.pdf", digest


def store(path: str, pdf: bytes) -> None:
    """Keep it; call it last, so that a full disk undoes row and number."""
    try:
        storages["letters"].save(path, ContentFile(pdf))
    except OSError as error:
        if error.errno in NO_SPACE:
            raise Refused(_("Ruang server penuh, surat belum terbit. Coba lagi nanti.")) from error
        raise


def read(path: str, sha256: str, *, again: Callable[[], bytes]) -> bytes:
    """The PDF as it was sealed; a lost or damaged file is made `again`, if it comes out with the same seal."""
    storage = storages["letters"]
    if storage.exists(path):
        with storage.open(path) as file:
            pdf = file.read()
        if hashlib.sha256(pdf).hexdigest() == sha256:
            return pdf
    pdf = again()
    if hashlib.sha256(pdf).hexdigest() != sha256:
        raise Refused(_("Berkas surat ini rusak di arsip. Hubungi administrator, atau terbitkan surat baru."))
    store(path, pdf)
    return pdf
