"""Whether a printed letter is real: what its QR code opens. Nothing of a person, whatever the letter is about."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from puskesos import limits
from puskesos.models import Region
from referrals.models import Letter

CHECKS_A_MINUTE = 60
TOKEN_LENGTH = 26


@login_not_required
def letter_check(request: HttpRequest, token: str) -> HttpResponse:
    """Show kind, number, day, office and whether it counts; an unknown token gets the same page with 404."""
    if not limits.within_limit(request, "letter", at_most=CHECKS_A_MINUTE, seconds=60):
        response = render(request, "portal/too_many.html", status=429)
        response["Retry-After"] = "60"
        return _unlisted(response)
    letter = Letter.objects.filter(token=token).first() if len(token) <= TOKEN_LENGTH else None
    facts = _facts(letter) if letter else None
    return _unlisted(render(request, "portal/letter_check.html", {"letter": facts}, status=200 if facts else 404))


def _facts(letter: Letter) -> dict:
    """All that is said in public. A protected case's letter says exactly as much as any other."""
    state = letter.state_on(timezone.localdate())
    return {
        "kind": letter.get_kind_display(),
        "number": letter.number,
        "issued_at": letter.issued_at,
        "office": _office(letter),
        "valid_until": letter.valid_until,
        "revoked_at": letter.revoked_at,
        "state": state,
        "state_label": state.label,
        "seal": letter.seal[:8],
    }


def _office(letter: Letter) -> str:
    """The office as the letter's own head names it. Of a village's letter too: its paper names the village anyway."""
    lines = letter.contents["head"]["lines"]
    return f"{lines[-1]} {Region.objects.get(code=letter.regency_code).titled}"


def _unlisted(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store, private"
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return response
