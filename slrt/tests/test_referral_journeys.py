"""Complaints followed until help arrived, by clicking: the front office, a found traveller, an adoption."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from assessment.tests.conftest import picture
from puskesos.models import Provider, User
from puskesos.roles import Duty, Role
from referrals import catalogue, papers, stages
from referrals.models import Complaint, Offer, Programme, Referral
from slrt.demo.complaints import sensible_values
from slrt.tests.real_parts import DESK, PHONE

HALF_A_YEAR = timedelta(days=200)

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def services(regions) -> None:
    """The whole catalogue, every service offered by one provider."""
    catalogue.load(at=timezone.now())
    provider = Provider.objects.create(regency=regions["51.08"], name="Layanan Buleleng (contoh)")
    Offer.objects.bulk_create(Offer(programme=programme, provider=provider) for programme in Programme.objects.all())


@pytest.fixture
def cast(services, regions, dinsos) -> dict[str, User]:
    """Front office, manager, outreach team, and the provider's own officer."""
    office = regions["51.08"]
    people = {
        "office": dinsos,
        "manager": User(username="rai", role=Role.DINSOS, region=office, full_name="Rai Sugiri", duties=[Duty.MANAGER]),
        "finder": User(username="gede", role=Role.DINSOS, region=office, full_name="Gede", duties=[Duty.OUTREACH]),
        "provider": User(
            username="sri", role=Role.PROVIDER, provider=Provider.objects.get(), full_name="Sri Handayani"
        ),
    }
    User.objects.bulk_create(person for person in people.values() if not person.pk)
    return people


@pytest.fixture
def photo(tmp_path) -> str:
    """A photo of some paper, as a file to choose."""
    file = tmp_path / "berkas.jpg"
    file.write_bytes(picture(7).getvalue())
    return str(file)


def hear(page: Page, *, name: str, text: str, sector: str) -> Complaint:
    """Register a complaint at the front office."""
    page.goto("/keluhan/baru/")
    page.fill("[name=name]", name)
    page.get_by_label("Laki-laki").check()
    page.select_option("[name=village]", "51.08.01.2001")
    page.select_option("[name=sector]", sector)
    page.fill("[name=text]", text)
    page.get_by_role("button", name="Simpan keluhan").click()
    expect(page.locator(".receipt-qr svg")).to_be_visible()
    return Complaint.objects.latest("received_at")


def place(page: Page, complaint: Complaint, code: str, photo: str, *, by_hand: int = 3) -> Referral:
    """Propose a service, photograph every paper that it asks for (the first few by hand), and advise."""
    page.goto(f"/keluhan/{complaint.pk}/rujuk/")
    choice = page.locator(f"[name=programme][value='{code}']")
    choice.evaluate("(radio) => radio.closest('details')?.setAttribute('open', '')")
    choice.check()
    page.get_by_role("button", name="Usulkan layanan ini").click()
    expect(page.get_by_role("heading", name="Rekomendasi", exact=True)).to_be_visible()
    referral = Referral.objects.get(complaint=complaint)
    needs = papers.needs_of(referral)
    for number, need in enumerate(needs[by_hand:]):
        office = referral.proposed_by
        papers.add(complaint, code=need.code, upload=picture(20 + number), by=office, at=timezone.now())
    for need in needs[:by_hand]:
        row = page.locator(f"#berkas-{need.code}")
        row.locator("summary").click()
        row.locator("input[type=file]").set_input_files(photo)
        row.get_by_role("button", name="Simpan foto").click()
        expect(page.locator(f"#berkas-{need.code}")).to_contain_text("Ada")
    page.fill("[name=advice]", "Berkas lengkap, warga benar memerlukan.")
    page.fill("[name=exception]", "Diperiksa lewat kunjungan rumah.")
    page.get_by_role("button", name="Rekomendasikan").click()
    expect(page.locator("main")).to_contain_text("Menunggu penetapan")
    return referral


def decide(page: Page, referral: Referral, *, how: str = "Lisan, dicatat petugas") -> None:
    """Penetapan with the person's consent."""
    page.goto(f"/rujukan/{referral.pk}/")
    page.get_by_role("link", name="Tetapkan atau tolak").click()
    page.get_by_label(how).check()
    if "wali" in how:
        page.fill("[name=given_by]", "Ibu Kandung")
    page.get_by_label("Layanan Buleleng (contoh)").check()
    page.get_by_role("button", name="Tetapkan dan kirim").click()
    expect(page.locator("main")).to_contain_text("Terkirim, menunggu jawaban penyedia")


def accept(page: Page, referral: Referral) -> None:
    """The provider takes the person on."""
    page.goto("/rujukan-masuk/")
    page.get_by_role("link", name=referral.number).or_(
        page.get_by_role("link", name=referral.programme.name)
    ).first.click()
    page.get_by_label("Terima").check()
    page.get_by_role("button", name="Kirim jawaban").click()
    expect(page.locator("main")).to_contain_text("Diterima penyedia")


def walk(provider: Page, office: Page, referral: Referral, photo: str, *, dates: dict[str, str] | None = None) -> None:
    """Fill one stage after another until the service is done; `dates` says on which day a stage took place."""
    plan = stages.read(referral.stages)
    for stage in plan:
        page = provider if stage.actor == "provider" else office
        page.goto(f"/rujukan{'-masuk' if page is provider else ''}/{referral.pk}/")
        fill(page, stage, photo, day=(dates or {}).get(stage.code, timezone.localdate().isoformat()))
        if stages.after(plan, stage.code) is None:
            page.fill("[name=outcome]", "Warga sudah menerima layanan.")
        page.get_by_role("button", name="Simpan tahap").click()
        expect(page.locator("main")).not_to_contain_text("Ada yang perlu diperbaiki")
    expect(page.locator("main")).to_contain_text("Tuntas")


def fill(page: Page, stage: stages.Stage, photo: str, *, day: str) -> None:
    """Answer each field of a stage so that none of its rules is broken."""
    kinds = {field.code: field.kind for field in stage.fields}
    for code, value in sensible_values(stage, on=timezone.localdate()).items():
        if kinds[code] in ("choice", "yes_no"):
            page.check(f"[name='field-{code}'][value='{value}']")
        elif kinds[code] == "date":
            year, month, number = day.split("-")
            page.fill(f"[name='field-{code}']", f"{number}-{month}-{year}")
        else:
            page.fill(f"[name='field-{code}']", str(value).replace(".", ","))
    for paper in stage.papers:
        page.set_input_files(f"[name='paper-{paper.code}']", photo)


def test_a_walk_in_is_referred_served_and_closed_by_the_citizen(enter, live_server, new_context, cast, photo):
    office = enter(cast["office"], DESK)
    complaint = hear(office, name="Wayan Sakit", text="Belum punya KTP, tidak bisa berobat.", sector="civil")
    referral = place(office, complaint, "ADM-02", photo)
    decide(enter(cast["manager"], DESK), referral)
    provider = enter(cast["provider"], DESK)
    accept(provider, referral)
    walk(provider, office, referral, photo)

    citizen = new_context(base_url=live_server.url, **PHONE).new_page()
    citizen.goto(f"/k/{complaint.ticket}/")
    expect(citizen.locator("main")).not_to_contain_text("WAYAN")
    citizen.get_by_role("button", name="Sudah tertangani").click()

    complaint.refresh_from_db()
    assert (complaint.status, complaint.answers.get().said) == ("closed", "handled")


def test_a_traveller_found_at_night_arrives_home(enter, cast, photo):
    team = enter(cast["finder"], PHONE)
    team.goto("/reaksi-cepat/")
    team.get_by_role("link", name="Catat laporan").click()
    team.get_by_label("Orang terlantar").check()
    team.fill("[name=name]", "Tono")
    team.select_option("[name=village]", "51.08.01.2001")
    team.fill("[name=found_place]", "Terminal, bangku timur")
    team.get_by_role("button", name="Simpan laporan").click()
    for step in ("Berangkat", "Tiba", "Tertangani"):
        team.get_by_role("button", name=step).first.click()
    complaint = Complaint.objects.get()
    assert complaint.outreach.handled_at is not None

    office = enter(cast["office"], DESK)
    referral = place(office, complaint, "REH-04", photo)
    decide(enter(cast["manager"], DESK), referral)
    provider = enter(cast["provider"], PHONE)
    accept(provider, referral)
    walk(provider, office, referral, photo)

    complaint.refresh_from_db()
    assert (referral.records.count(), complaint.status) == (len(referral.stages), "handled")


def test_an_adoption_walks_through_both_visits_to_the_decision(enter, cast, photo):
    office = enter(cast["office"], DESK)
    complaint = hear(office, name="Made Calon", text="Ingin mengangkat anak.", sector="social")
    referral = place(office, complaint, "ANK-01", photo)
    decide(enter(cast["manager"], DESK), referral)
    provider = enter(cast["provider"], DESK)
    accept(provider, referral)
    long_ago = (timezone.localdate() - HALF_A_YEAR).isoformat()
    early = ("file_check", "home_visit_1", "temporary_care")
    walk(provider, office, referral, photo, dates=dict.fromkeys(early, long_ago))

    referral.refresh_from_db()
    assert referral.status == "completed"
