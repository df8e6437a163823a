"""What was left over when a round ended: the family is surveyed anew in the next; the old draft is not lost."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from assessment.models import Assessment
from assessment.tests.phone import Phone, Visit
from puskesos.models import Round, User
from puskesos.roles import Role
from puskesos.states import RoundStatus
from slrt.tests import field_screens as phone
from slrt.tests.field_screens import PHONE, heading

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def next_round(open_round):
    """Close the round five days ago and open the next one four days ago."""

    def begin() -> None:
        today = timezone.localdate()
        Round.objects.filter(pk=open_round.pk).update(closes_on=today - timedelta(days=5))
        days = {"opens_on": today - timedelta(days=4), "closes_on": today + timedelta(days=30)}
        Round.objects.create(regency=open_round.regency, name="Pemutakhiran berikut", status=RoundStatus.OPEN, **days)

    return begin


@pytest.fixture
def page(visit, operator, open_round, published, household):
    """The operator's phone twenty days ago, with the list of families."""
    open_round.opens_on, open_round.closes_on = date(2020, 1, 1), date(2099, 12, 31)
    open_round.save()
    page = visit(operator, PHONE)
    page.clock.set_fixed_time(timezone.now() - timedelta(days=20))
    phone.set_up(page)
    return page


def test_a_draft_of_the_last_round_does_not_stand_in_the_way_of_the_next(page, next_round):
    old = phone.begin(page, "WAYAN SUKARTA")
    phone.confirm_family(page)
    phone.send_early(page)
    assert Assessment.objects.filter(pk=old).exists()

    next_round()
    page.clock.set_fixed_time(timezone.now())
    page.goto("/lapangan/")
    phone.unlock(page)
    heading(page, "Beranda")
    expect(page.get_by_text("Dari periode yang sudah ditutup (1)")).to_be_visible()
    new = phone.begin(page, "WAYAN SUKARTA")
    phone.confirm_family(page)
    phone.send_early(page)

    assert new != old
    assert Assessment.objects.get(pk=new).round.name == "Pemutakhiran berikut"

    page.goto("/lapangan/#/")
    page.get_by_text("Dari periode yang sudah ditutup (1)").click()
    page.locator(f'a[href="#/survei/{old}"]').click()
    expect(page.get_by_text("Periode survei ini sudah ditutup")).to_be_visible()
    page.get_by_text("Tentang survei ini").click()
    page.locator("summary", has_text="Buang survei ini").click()
    page.get_by_role("button", name="Buang survei ini").click()
    heading(page, "Beranda")
    expect(page.get_by_text("Dari periode yang sudah ditutup")).to_have_count(0)
    assert Assessment.objects.filter(pk=old).exists()


def test_a_family_that_was_opened_by_mistake_stays_on_the_phone_until_it_is_thrown_away(page):
    """Nothing was said of it: no server hears of it, so nothing stays there."""
    pk = phone.begin(page, "WAYAN SUKARTA")
    seen = phone.calls(page.context)
    phone.send_now(page)
    page.goto(f"/lapangan/#/survei/{pk}")
    page.get_by_text("Tentang survei ini").click()
    page.locator("summary", has_text="Buang survei ini").click()
    page.get_by_role("button", name="Buang survei ini").click()

    heading(page, "Beranda")
    expect(page.get_by_role("heading", name="Draf")).to_have_count(0)
    assert not [call for call in seen if call.startswith("assessments")]


def test_what_the_operator_sent_is_no_draft_of_the_facilitators_any_more(
    visit, village, household, published, operator, open_round
):
    open_round.opens_on, open_round.closes_on = date(2020, 1, 1), date(2099, 12, 31)
    open_round.save()
    facilitator = User.objects.create_user("rai", role=Role.FACILITATOR, region=village, full_name="Ketut Rai")
    helper = visit(facilitator, PHONE)
    phone.set_up(helper)
    pk = phone.begin(helper, "WAYAN SUKARTA")
    phone.confirm_family(helper)
    phone.send_early(helper)
    whole = Visit(household, published)
    whole.pk, whole.parent = pk, str(Assessment.objects.get(pk=pk).draft_revision)
    assert Phone(operator).send_all(whole).status_code == 201

    helper.goto("/lapangan/#/")
    helper.reload()
    phone.unlock(helper)
    heading(helper, "Beranda")

    expect(helper.get_by_role("heading", name="Draf")).to_have_count(0)
    helper.get_by_role("link", name="WAYAN SUKARTA").click()
    expect(helper.get_by_text("Keluarga ini sudah didata dalam periode ini.")).to_be_visible()
