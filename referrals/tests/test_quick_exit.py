"""Leaving a protected case in a hurry, in a real browser: blank at once, logged out, and Back finds nothing."""

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.urls import reverse

from puskesos.models import User
from referrals import protection
from referrals.tests.conftest import NOW, hear

ELSEWHERE = "https://www.bmkg.go.id/"


def log_in(context, user: User, url: str) -> None:
    """A session of this user in the browser's jar."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session.session_key, "url": url}])


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_quick_exit_leaves_and_back_shows_no_case(live_server, new_context, village, operator, case_worker, script):
    case = hear(village, operator, name="Ni Kadek Rahayu", sector="protection")
    protection.name_alias(case, "Melati", by=case_worker, at=NOW)
    context = new_context(base_url=live_server.url, java_script_enabled=script)
    log_in(context, case_worker, live_server.url)
    page = context.new_page()
    page.route(f"{ELSEWHERE}**", lambda route: route.fulfill(body="<h1>Cuaca</h1>", content_type="text/html"))
    page.goto(reverse("referrals:case_list"))
    page.goto(reverse("referrals:case_detail", args=[case.pk]))

    page.get_by_role("link", name="Keluar cepat").click()

    page.wait_for_url(ELSEWHERE)
    if script:
        page.wait_for_timeout(500)
        page.go_back()
        page.wait_for_url(f"**{reverse('login')}**")
        assert "Melati" not in page.content()
