"""A family on the phone while the phone sends early: what is corrected, taken off or taken back arrives as it is."""

from datetime import date

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from assessment.models import Assessment
from households import moves, registry
from households.models import Household, Member
from slrt.tests import field_screens as phone
from slrt.tests.field_screens import PHONE, heading

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
NIK, OTHER_NIK, KK = "5108014711870007", "5108014711870008", "5108010101200007"


@pytest.fixture
def daughter(household) -> Member:
    """Nobody of the family has a NIK yet, for a reason."""
    household.members.update(identity_status="2")
    return household.members.get(relation="3")


@pytest.fixture
def numbered(daughter, household, operator) -> Member:
    """The daughter with a NIK."""
    facts = {"changes": {"nik": NIK, "identity_status": "1"}, "by": operator, "on": timezone.localdate()}
    return registry.amend_member(daughter, revision=household.revision, **facts)


@pytest.fixture
def page(visit, operator, open_round, published, daughter):
    """The operator's phone with the list of families."""
    open_round.opens_on, open_round.closes_on = date(2020, 1, 1), date(2099, 12, 31)
    open_round.save()
    page = visit(operator, PHONE)
    phone.set_up(page)
    return page


def save(page: Page, pk: str, path: str, *, then: str = "Identitas dan anggota", **fields: str) -> None:
    """Fill fields of a form of the survey by their ids and save it."""
    page.goto(f"/lapangan/#/survei/{pk}/{path}")
    for name, value in fields.items():
        field = page.locator(f"#{name}")
        if field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    page.get_by_role("button", name="Simpan").click()
    heading(page, then)


def test_an_address_and_a_person_are_corrected_twice_and_put_back(page, household, daughter):
    pk = phone.begin(page, "WAYAN SUKARTA")
    was = (household.address, daughter.birth_place, None)

    for address, place, nik in (("Banjar Kaja", "Seririt", NIK), ("Banjar Kaja Kauh", "Singaraja", NIK), was):
        save(page, pk, "keluarga/ubah", address=address)
        status = {"identity_status": "2"} if nik is None else {}
        save(page, pk, f"anggota/{daughter.pk}", birth_place=place, nik=nik or "", **status)
        phone.send_early(page)
        daughter.refresh_from_db()
        number = daughter.nik.masked[-4:] if daughter.nik else None
        assert Household.objects.get(pk=household.pk).address == address
        assert (daughter.birth_place, number) == (place.upper(), nik and nik[-4:])

    page.goto(f"/lapangan/#/survei/{pk}/keluarga")
    expect(page.locator("main")).not_to_contain_text("Diubah")


def test_a_number_that_was_typed_by_mistake_is_left_as_it_was(numbered, page):
    """The phone never knew it whole."""
    pk = phone.begin(page, "WAYAN SUKARTA")
    save(page, pk, f"anggota/{numbered.pk}", nik="5108014711870009")
    phone.send_early(page)

    save(page, pk, f"anggota/{numbered.pk}", nik="")
    phone.send_early(page)

    numbered.refresh_from_db()
    assert numbered.nik.masked.endswith(NIK[-4:])
    page.goto(f"/lapangan/#/survei/{pk}/anggota/{numbered.pk}")
    expect(page.locator("#nik")).to_have_value("")


def test_a_new_person_is_mended_and_taken_off_again(page):
    pk = phone.begin(page, "WAYAN SUKARTA")
    page.goto(f"/lapangan/#/survei/{pk}/anggota/baru")
    page.get_by_label("Laki-laki").check()
    page.locator("#name").fill("komang anom")
    page.locator("#identity_status").select_option("2")
    page.locator("#relation").select_option("3")
    page.get_by_role("button", name="Simpan").click()
    heading(page, "Identitas dan anggota")
    phone.send_early(page)
    new = Member.objects.get(name="KOMANG ANOM")

    save(page, pk, f"anggota/{new.pk}", name="komang anom jaya")
    phone.send_early(page)
    new.refresh_from_db()
    assert new.name == "KOMANG ANOM JAYA"

    page.goto(f"/lapangan/#/survei/{pk}/anggota/{new.pk}")
    page.locator("summary", has_text="Hapus anggota baru ini").click()
    page.get_by_role("button", name="Hapus anggota baru ini").click()
    heading(page, "Identitas dan anggota")
    expect(page.locator("main")).not_to_contain_text("KOMANG")
    phone.send_early(page)
    new.refresh_from_db()
    assert new.leave_reason == "7"


def test_who_was_let_go_by_mistake_comes_back(page, daughter):
    pk = phone.begin(page, "WAYAN SUKARTA")
    page.goto(f"/lapangan/#/survei/{pk}/anggota/{daughter.pk}/keluar")
    page.get_by_label("Meninggal").check()
    page.get_by_role("button", name="Simpan").click()
    heading(page, "Identitas dan anggota")
    phone.send_early(page)
    daughter.refresh_from_db()
    assert daughter.left_on

    page.goto(f"/lapangan/#/survei/{pk}/keluarga")
    page.get_by_role("button", name="Batalkan keluarnya LUH SARI").click()
    expect(page.get_by_role("link", name="LUH SARI")).to_be_visible()
    phone.send_early(page)

    daughter.refresh_from_db()
    assert daughter.left_on is None


def test_the_new_head_stays_the_head_when_something_else_is_corrected(page, household, daughter):
    """The form of a head does not ask for the relation."""
    pk = phone.begin(page, "WAYAN SUKARTA")
    save(page, pk, f"anggota/{daughter.pk}", relation="1", former_head_relation="6")
    save(page, pk, f"anggota/{daughter.pk}", birth_place="Seririt")
    phone.send_early(page)

    daughter.refresh_from_db()
    household.refresh_from_db()
    assert (daughter.relation, daughter.birth_place, household.head_name) == ("1", "SERIRIT", "LUH SARI")

    head = household.members.get(name="WAYAN SUKARTA")
    save(page, pk, f"anggota/{head.pk}", relation="1", former_head_relation="3")
    phone.send_early(page)

    relations = dict(household.members.values_list("name", "relation"))
    assert relations == {"WAYAN SUKARTA": "1", "LUH SARI": "3"}


def test_whoever_became_the_head_on_a_page_leaves_once_another_head_is_named(page, household, daughter, operator):
    """The phone asks for the family as it is by now: the head that it knew is none any more."""
    head = household.members.get(relation="1")
    pk = phone.begin(page, "WAYAN SUKARTA")
    moves.change_head(household, head=daughter.pk, relations={head.pk: "6"}, revision=household.revision, by=operator)
    page.goto(f"/lapangan/#/survei/{pk}/anggota/{daughter.pk}/keluar")
    page.get_by_label("Meninggal").check()
    page.get_by_role("button", name="Simpan").click()
    heading(page, "Identitas dan anggota")
    phone.send_early(page, taken_whole=False)
    page.goto("/lapangan/#/")
    expect(page.get_by_text("Ada yang perlu diperbaiki")).to_be_visible()

    page.goto(f"/lapangan/#/survei/{pk}/keluarga")
    expect(page.locator("main")).to_contain_text("Pilih kepala keluarga yang baru dulu")
    expect(page.locator("main")).to_contain_text("Buka seorang anggota, lalu pilih “Kepala keluarga”.")
    save(page, pk, f"anggota/{head.pk}", relation="1", former_head_relation="3")
    phone.send_early(page)

    daughter.refresh_from_db()
    household.refresh_from_db()
    assert (household.head_name, bool(daughter.left_on)) == ("WAYAN SUKARTA", True)


def test_another_phone_knows_who_was_let_go_and_brings_them_back(page, daughter, visit, operator):
    pk = phone.begin(page, "WAYAN SUKARTA")
    page.goto(f"/lapangan/#/survei/{pk}/anggota/{daughter.pk}/keluar")
    page.get_by_label("Meninggal").check()
    page.get_by_role("button", name="Simpan").click()
    heading(page, "Identitas dan anggota")
    phone.send_early(page)

    other = visit(operator, PHONE)
    phone.set_up(other)
    other.goto(f"/lapangan/#/survei/{pk}/keluarga")
    other.get_by_role("button", name="Batalkan keluarnya LUH SARI").click()
    expect(other.get_by_role("link", name="LUH SARI")).to_be_visible()
    phone.send_early(other)

    daughter.refresh_from_db()
    assert daughter.left_on is None


def test_what_somebody_else_changed_meanwhile_is_decided_with_the_card_in_the_hand(page, daughter, household, operator):
    pk = phone.begin(page, "WAYAN SUKARTA")
    save(page, pk, f"anggota/{daughter.pk}", birth_place="Seririt", nik=NIK)
    facts = {"birth_place": "DENPASAR", "mother_name": "NI KETUT", "nik": OTHER_NIK, "identity_status": "1"}
    registry.amend_member(daughter, changes=facts, revision=household.revision, by=operator, on=timezone.localdate())
    phone.send_early(page, taken_whole=False)
    page.goto("/lapangan/#/")
    expect(page.get_by_text("Ada yang perlu diperbaiki")).to_be_visible()

    page.goto(f"/lapangan/#/survei/{pk}/anggota/{daughter.pk}")
    heading(page, "LUH SARI")
    expect(page.locator("#birth_place-error")).to_contain_text("diubah petugas lain menjadi “DENPASAR”")
    expect(page.locator("#nik-error")).to_contain_text("Nomor ini baru saja diubah petugas lain")
    save(page, pk, f"anggota/{daughter.pk}", birth_place="Seririt")
    phone.send_early(page)

    daughter.refresh_from_db()
    assert (daughter.birth_place, daughter.mother_name, daughter.nik.masked[-4:]) == ("SERIRIT", "NI KETUT", NIK[-4:])


def test_a_new_family_that_is_listed_after_all_keeps_what_was_typed(page, household, operator):
    """The card that the operator typed is that of a family on the list."""
    registry.amend(household, changes={"kk": KK}, revision=household.revision, by=operator)
    page.get_by_role("link", name="Keluarga baru").click()
    page.get_by_label("Warga setuju didata").check()
    page.get_by_role("button", name="Mulai survei").click()
    heading(page, "Keluarga baru")
    pk = page.url.split("/survei/")[1].split("/")[0]
    save(page, pk, "keluarga/ubah", then="Kepala keluarga", kk=KK, address="Banjar Kelod")
    page.get_by_label("Perempuan").check()
    page.locator("#name").fill("luh sari")
    page.locator("#identity_status").select_option("2")
    page.locator("#birth_place").fill("Seririt")
    page.get_by_role("button", name="Simpan").click()
    heading(page, "Identitas dan anggota")
    page.get_by_role("button", name="Sudah sesuai").click()
    heading(page, "Survei LUH SARI")
    phone.send_early(page, taken_whole=False)
    page.goto("/lapangan/#/")
    expect(page.get_by_text("Ada yang perlu diperbaiki")).to_be_visible()
    page.goto(f"/lapangan/#/survei/{pk}/keluarga")
    expect(page.locator("main")).to_contain_text("No. KK ini sudah terdaftar di keluarga WAYAN SUKARTA.")

    page.get_by_role("link", name="Keluarga ini sudah ada di daftar?").click()
    page.get_by_label("Cari nama atau dusun").fill("sukarta")
    page.locator("summary", has_text="Pakai keluarga ini").click()
    page.get_by_role("button", name="Pakai keluarga ini").click()
    heading(page, "Identitas dan anggota")
    expect(page.get_by_role("heading", name="Anggota (2)")).to_be_visible()
    expect(page.get_by_role("button", name="Sudah sesuai")).to_be_visible()
    expect(page.locator(".field-error")).to_have_count(0)
    phone.send_early(page)

    assert Assessment.objects.get(pk=pk).household == household
    household.refresh_from_db()
    facts = household.members.values_list("name", "relation", "birth_place")
    assert (household.address, sorted(facts)) == (
        "Banjar Kelod",
        [("LUH SARI", "3", "SERIRIT"), ("WAYAN SUKARTA", "1", "")],
    )
