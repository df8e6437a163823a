"""Help: a guide for each role and the words on screen; open to all, for who cannot enter needs it most."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from puskesos.roles import Role
from slrt.guides import Guide
from slrt.guides_office import ADMIN, AUDITOR, DINSOS, LEADER, OFFICE, PROVIDER, SUPERVISOR
from slrt.guides_village import DOOR, FACILITATOR, OPERATOR, VILLAGE
from slrt.words import WORDS

GUIDES = (DOOR, *VILLAGE, *OFFICE)
OF_ROLE: dict[str, Guide] = {
    Role.OPERATOR: OPERATOR,
    Role.FACILITATOR: FACILITATOR,
    Role.SUPERVISOR: SUPERVISOR,
    Role.DINSOS: DINSOS,
    Role.LEADER: LEADER,
    Role.AUDITOR: AUDITOR,
    Role.PROVIDER: PROVIDER,
    Role.ADMIN: ADMIN,
}


@login_not_required
def help_own(request: HttpRequest) -> HttpResponse:
    """The guide of whoever asks."""
    return _page(request, OF_ROLE.get(getattr(request.user, "role", ""), DOOR))


@login_not_required
def help_guide(request: HttpRequest, who: str) -> HttpResponse:
    """The guide of one role: people also teach each other."""
    guide = next((guide for guide in GUIDES if guide.slug == who), None)
    if guide is None:
        raise Http404
    return _page(request, guide)


@login_not_required
def help_words(request: HttpRequest) -> HttpResponse:
    """The words on screen, from a to z."""
    return render(request, "slrt/help_words.html", {"words": WORDS})


def _page(request: HttpRequest, guide: Guide) -> HttpResponse:
    return render(request, "slrt/help_guide.html", {"guide": guide, "guides": GUIDES})
