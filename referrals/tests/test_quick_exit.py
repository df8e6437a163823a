"""Leaving a protected case in a hurry, in a real browser: blank at once, logged out, and Back finds nothing."""

import pytest
from django.urls import reverse

from referrals import protection
from referrals.tests.conftest import NOW, hear

ELSEWHERE = "https://www.bmkg.go.id/"


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_quick_exit_leaves_and_back_shows_no_case(visit, village, operator, case_worker, script):
    case = hear(village, operator, name="Ni Kadek Rahayu", sector="protection")
    protection.name_alias(case, "Melati", by=case_worker, at=NOW)
    page = visit(case_worker, java_script_enabled=script)
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
