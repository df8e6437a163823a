"""Addresses that nobody guesses."""

import secrets


def new_token() -> str:
    """128 random bits as 26 signs or fewer: nobody guesses it."""
    return secrets.token_urlsafe(16)
