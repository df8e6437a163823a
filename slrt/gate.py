"""Between login and page: sessions that are over end here, and who owes a second factor gets no further."""

from collections.abc import Callable
from functools import partial
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from puskesos import sessions
from puskesos.roles import OFFICE
from slrt import phones
from slrt.access import ACCESS, PUBLIC, READ

SECOND_FACTOR = "accounts:second_factor"
# What somebody may open who has not yet confirmed the login with a second factor.
OPEN = frozenset({SECOND_FACTOR, "logout", *PUBLIC})


class PersonMiddleware(AuthenticationMiddleware):
    """Django's, with the person who came with the session instead of a second question."""

    def process_request(self, request: HttpRequest) -> None:
        """Say who asks, once somebody wants to know."""
        super().process_request(request)
        request.user = SimpleLazyObject(partial(sessions.person_of, request))


class GateMiddleware:
    """End what is over, stamp what goes on, and send office roles to their second factor first."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.session_over = ""
        if request.user.is_authenticated:
            now = timezone.now()
            request.session_over = sessions.over(request.session, request.user.role, at=now)
            if request.session_over:
                logout(request)
            else:
                sessions.see(request.session, at=now)
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view, args, kwargs) -> HttpResponse | None:
        """Runs before the question whether somebody is logged in, so that the login page can say why it asks."""
        name = request.resolver_match.view_name
        if phones.from_phone(request) and name not in PUBLIC and not request.user.is_authenticated:
            return phones.login_first()
        if request.session_over and name not in PUBLIC:
            back = request.get_full_path() if request.method in READ or _can_be_read(name) else ""
            return redirect(f"{reverse('login')}?{urlencode({'next': back, 'sebab': request.session_over})}")
        if name not in OPEN and owes_second_factor(request):
            return phones.login_first() if phones.from_phone(request) else redirect(SECOND_FACTOR)
        return None


def _can_be_read(name: str) -> bool:
    """Whether the address that somebody posted to is a page of its own, to which the login leads back."""
    return any(READ & methods for methods in ACCESS.get(name, {}).values())


def owes_second_factor(request: HttpRequest) -> bool:
    """Whether this login still has to be confirmed with a code, or an authenticator to be set up."""
    if not settings.SECOND_FACTOR_REQUIRED or not request.user.is_authenticated:
        return False
    return request.user.role in OFFICE and not request.session.get("second_factor")
