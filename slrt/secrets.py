"""Addresses that are keys by themselves stay out of logs and of the history of rows."""

import logging
import re

# One-time links of providers and invitations, tickets of complaints, receipts, letters: who has the address has what it
# opens. nginx writes none of these either (deploy/nginx).
KEYS = re.compile(r"(?<![\w-])/([rktuv])/[^/\s\"'?]+")
# What looks like a NIK or No. KK, in one piece or grouped.
NUMBERS = re.compile(r"(?<!\d)\d{4}(?:[ .-]?\d{2,6}){2,5}(?!\d)")


def without_keys(text: str) -> str:
    """The text with the secret part of such addresses blotted out."""
    return KEYS.sub(r"/\1/…", text)


def without_secrets(text: str) -> str:
    """The text without keys and without anything that could be an identity number."""
    return NUMBERS.sub(_blot, without_keys(text))


def _blot(found: re.Match[str]) -> str:
    return "•" * 16 if sum(sign.isdigit() for sign in found[0]) == 16 else found[0]


class NoSecrets(logging.Filter):
    """Blot keys out of every line before it is written."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Write the message once, then clean it; the line itself always stays."""
        record.msg, record.args = without_secrets(record.getMessage()), ()
        return True
