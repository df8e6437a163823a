"""Whether a printed letter is real: what its QR code opens. Nothing of a person, whatever the letter is about."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from dtks.models import CoverLetter
from puskesos import limits
from puskesos.models import Region
from referrals.models import Letter
from referrals.models.letters import LetterState

CHECKS_A_MINUTE = 60
TOKEN_LENGTH = 26


@login_not_required
def letter_check(request: HttpRequest, token: str) -> HttpResponse:
    """Show kind, number, day, office and whether it counts; an unknown token gets the same page with 404."""
    if not limits.within_limit(request, "letter", at_most=CHECKS_A_MINUTE, seconds=60):
        response = render(request, "portal/too_many.html", status=429)
        response["Retry-After"] = "60"
        return _unlisted(response)
    facts = _found(token) if len(token) <= TOKEN_LENGTH else None
    return _unlisted(render(request, "portal/letter_check.html", {"letter": facts}, status=200 if facts else 404))


def _found(token: str) -> dict | None:
    if letter := Letter.objects.filter(token=token).first():
        return _facts(letter)
    cover = CoverLetter.objects.select_related("batch").filter(token=token).first()
    return _cover_facts(cover) if cover else None


def _facts(letter: Letter) -> dict:
    """All that is said in public. A protected case's letter says exactly as much as any other."""
    state = letter.state_on(timezone.localdate())
    return {
        "kind": letter.get_kind_display(),
        "number": letter.number,
        "issued_at": letter.issued_at,
        "office": _office(letter.contents, letter.regency_code),
        "valid_until": letter.valid_until,
        "revoked_at": letter.revoked_at,
        "state": state,
        "state_label": state.label,
        "seal": letter.seal[:8],
    }


def _cover_facts(letter: CoverLetter) -> dict:
    """A batch's letter says its counts and digests too: who has the files can compare them here."""
    state = LetterState.VALID if letter.counts else LetterState.REVOKED
    return {
        "kind": letter.contents["title"],
        "number": letter.number,
        "issued_at": letter.issued_at,
        "office": _office(letter.contents, letter.regency_code),
        "revoked_at": letter.replaced_at or letter.batch.cancelled_at,
        "state": state,
        "state_label": state.label if letter.counts else _("Diganti atau dibatalkan"),
        "seal": letter.seal[:8],
        "rows": letter.contents["table"],
        "files": letter.contents["files"],
    }


def _office(contents: dict, regency_code: str) -> str:
    """The office as the letter's own head names it. Of a village's letter too: its paper names the village anyway."""
    return f"{contents['head']['lines'][-1]} {Region.objects.get(code=regency_code).titled}"


def _unlisted(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store, private"
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return response
