"""Words on screen for codes."""

from django import template

from households import codes

register = template.Library()


@register.filter
def code_label(code: str, name: str) -> str:
    """The word for a code of the list `name`; nothing for an empty code."""
    return codes.label(name, code) if code else ""
