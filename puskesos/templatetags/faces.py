"""The only place where a status becomes colour and shape.

Tones: quiet = not started or over; wait = with somebody else; act = needs you; good = done; bad = refused.
"""

from functools import cache

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()

UNKNOWN = ("quiet", "info")
# (tone, icon) -> statuses that look so.
LOOKS: dict[tuple[str, str], tuple[str, ...]] = {
    ("quiet", "pencil"): ("draft", "started", "planned"),
    ("wait", "circle"): ("todo", "open", "proposed", "recommended", "upcoming"),
    ("wait", "send"): ("submitted", "sent", "received"),
    ("wait", "lock"): ("frozen",),
    ("wait", "table"): ("tabulated",),
    ("wait", "file"): ("exported",),
    ("wait", "half"): ("in_progress", "accepted", "running"),
    ("act", "return"): ("returned", "problem", "reopened"),
    ("act", "warning"): ("urgent",),
    ("bad", "clock"): ("late",),
    ("good", "check"): ("approved", "completed", "handled", "done", "valid"),
    ("good", "done"): ("reconciled",),
    ("bad", "close"): ("rejected", "declined", "refused", "revoked"),
    ("quiet", "layers"): ("superseded",),
    ("quiet", "archive"): ("closed", "expired"),
    ("quiet", "slash"): ("cancelled", "withdrawn", "blocked", "lapsed"),
}
ICON = '<svg class="icon" width="16" height="16" aria-hidden="true"><use href="{}#{}"></use></svg>'
FACES = {status: face for face, statuses in LOOKS.items() for status in statuses}


@register.simple_tag
def badge(status: str, label: str) -> SafeString:
    """A status in colour, shape and word; drawn here and not by a template, for a list holds one per row."""
    tone, icon_name = FACES.get(status, UNKNOWN)
    return badge_face(tone, icon_name, label)


@register.simple_tag
def badge_face(tone: str, icon_name: str, label: str) -> SafeString:
    """A badge whose colour and shape are said outright, for what has no status of its own."""
    return format_html('<span class="badge-status badge-{}">{}{}</span>', tone, icon(icon_name), label)


@register.simple_tag
def icon(name: str) -> SafeString:
    """A picture of the sprite; it says nothing that the word beside it does not."""
    return format_html(ICON, _sprite(), name)


@cache
def _sprite() -> str:
    return static("icons.svg")
