"""Words on screen for programmes received."""

from django import template

from referrals.benefits import programme_name

register = template.Library()
register.filter(programme_name)
