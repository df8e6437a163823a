"""Words of referrals on lists."""

from django import template

from referrals import disclosure
from referrals.models import Referral

register = template.Library()


@register.filter
def person_words(referral: Referral) -> str:
    """How an officer's list calls the person; a protected one goes by alias."""
    return disclosure.person_words(referral)
