"""The only place where a status becomes colour and shape.

Tones: quiet = not started or over; wait = with somebody else; act = needs you; good = done; bad = refused.
"""

from django import template

register = template.Library()

UNKNOWN = ("quiet", "info")
# (tone, icon) -> statuses that look so.
LOOKS: dict[tuple[str, str], tuple[str, ...]] = {
    ("quiet", "pencil"): ("draft", "started"),
    ("wait", "circle"): ("todo", "open", "proposed", "recommended"),
    ("wait", "send"): ("submitted", "sent", "received"),
    ("wait", "lock"): ("freezing", "frozen"),
    ("wait", "table"): ("tabulated",),
    ("wait", "file"): ("exported",),
    ("wait", "half"): ("in_progress", "accepted"),
    ("act", "return"): ("returned", "problem", "reopened"),
    ("act", "warning"): ("urgent",),
    ("bad", "clock"): ("late",),
    ("good", "check"): ("approved", "completed", "handled", "done", "valid"),
    ("good", "done"): ("reconciled",),
    ("bad", "close"): ("rejected", "declined", "refused", "revoked"),
    ("quiet", "layers"): ("superseded",),
    ("quiet", "archive"): ("closed", "expired"),
    ("quiet", "slash"): ("cancelled", "withdrawn", "blocked"),
}
FACES = {status: face for face, statuses in LOOKS.items() for status in statuses}


@register.filter
def tone_of(status: str) -> str:
    """The tone of a status."""
    return FACES.get(status, UNKNOWN)[0]


@register.filter
def icon_of(status: str) -> str:
    """The icon of a status."""
    return FACES.get(status, UNKNOWN)[1]
