"""Numbers of receipts: not guessed, and a slip of the ear shows."""

import secrets

# Crockford's base 32: no I, L, O, U, so that a number read aloud is heard right.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_receipt_number() -> str:
    """A number that cannot be guessed: 11 random signs of base 32 (55 bits) and a check sign."""
    signs = "".join(secrets.choice(ALPHABET) for _position in range(11))
    signs += check_sign(signs)
    return f"{signs[:4]}-{signs[4:8]}-{signs[8:]}"


def check_sign(signs: str) -> str:
    """Check sign over base-32 signs, weighted so that a swap of neighbours shows."""
    return ALPHABET[sum((position + 1) * ALPHABET.index(sign) for position, sign in enumerate(signs)) % 31]
