"""What the quieter roles come for, by clicking: the administrator, the facilitator, the leader, the auditor."""

import pytest
from playwright.sync_api import Page, expect

from assessment.models import Assessment
from puskesos import activity
from puskesos.models import User
from puskesos.roles import Role
from slrt.tests.real_parts import DESK, PHONE

PASSWORD = "kopi pagi di teras"

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def hire(username: str, role: Role, region=None) -> User:
    return User.objects.create_user(username, role=role, region=region, full_name=username.title())


def test_an_invited_facilitator_drafts_and_the_operator_goes_on(visit, new_context, live_server, operator, family):
    address = invite(visit(hire("admin", Role.ADMIN), DESK), village=operator.region_id)

    phone = new_context(base_url=live_server.url, **PHONE).new_page()
    phone.goto("/u/" + address.split("/u/")[1])
    phone.fill("[name=password]", PASSWORD)
    phone.get_by_role("button", name="Simpan dan masuk").click()
    phone.goto(f"/keluarga/{family.pk}/")
    phone.get_by_role("button", name="Mulai pendataan").click()
    phone.get_by_role("link", name="Identitas dan anggota").click()
    phone.get_by_role("button", name="Sudah sesuai").click()
    expect(phone.get_by_role("main")).not_to_contain_text("Kirim survei")

    own = visit(operator, PHONE)
    own.goto(f"/pendataan/{Assessment.objects.get().pk}/")
    expect(own.get_by_role("main")).to_contain_text("Nyoman Fasilitator")
    expect(own.get_by_role("link", name="Lokasi rumah")).to_be_visible()


def invite(page: Page, *, village: str) -> str:
    """The administrator invites one person and gets a card with a one-time link."""
    page.goto("/petugas/")
    page.get_by_role("link", name="Undang petugas").first.click()
    page.get_by_role("link", name="Fasilitator", exact=True).click()
    page.fill("[name=full_name]", "Nyoman Fasilitator")
    page.select_option("[name=region]", village)
    page.get_by_label("Karang Taruna").check()
    page.get_by_role("button", name="Buat undangan").click()
    expect(page.locator(".invitation-qr svg")).to_be_visible()
    return page.locator(".invitation-address").inner_text()


def test_a_leader_reads_totals_and_no_name(visit, regions, family):
    page = visit(hire("pimpinan", Role.LEADER, regions["51.08"]), DESK)
    page.goto("/")
    expect(page.get_by_role("main")).to_contain_text("Per kecamatan")
    page.get_by_role("link", name="Buka laporan").click()
    page.get_by_role("button", name="Tampilkan laporan").click()

    expect(page.get_by_role("heading", level=1)).to_be_visible()
    for path in ("/", "/laporan/", "/terlambat/"):
        page.goto(path)
        expect(page.get_by_role("main")).not_to_contain_text("LUH SARI")
    assert page.goto(f"/keluarga/{family.pk}/").status == 403


def test_an_auditor_finds_who_opened_a_family_and_not_what_stood_there(visit, regions, dinsos, family):
    activity.record_read(target=family, by=dinsos, fields="dossier")
    page = visit(hire("pemeriksa", Role.AUDITOR, regions["51.08"]), DESK)
    page.goto("/")
    page.get_by_role("link", name="Catatan akses").first.click()
    page.get_by_role("main").get_by_label("Nama petugas").fill(dinsos.full_name)
    page.get_by_role("main").get_by_role("button", name="Cari").click()

    expect(page.get_by_role("main")).to_contain_text(dinsos.full_name)
    expect(page.get_by_role("main")).not_to_contain_text("LUH SARI")
