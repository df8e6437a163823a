"""The inbox and the page of one complaint: who sees what, in which order, and what is logged."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from assessment.tests.conftest import picture
from puskesos.models import PersonalDataRead, User
from puskesos.paging import count_words, page_after
from puskesos.roles import Duty, Role
from referrals import complaints, papers, worklist
from referrals.facts import ClientFacts, ComplaintFacts
from referrals.models import Complaint, Paper
from referrals.tests.conftest import NOW, hear

LIST = "/keluhan/"


def page_of(complaint: Complaint) -> str:
    """Address of a complaint."""
    return reverse("referrals:complaint_detail", args=[complaint.pk])


def _names(client, query: str = "") -> list[str]:
    return [row.person_name for row, _left, _late in client.get(f"{LIST}{query}").context["rows"]]


@pytest.fixture
def heard(village, neighbour_village, operator, dinsos) -> dict[str, Complaint]:
    """An urgent one, an ordinary one, one of next door at SLRT, and one that was handled."""
    rows = {
        "ordinary": hear(village, operator, name="Wayan Biasa"),
        "urgent": hear(village, operator, name="Made Segera", urgency="urgent", sector="housing"),
        "next_door": hear(neighbour_village, dinsos, name="Komang Sebelah"),
        "handled": hear(village, operator, name="Ketut Dibantu"),
    }
    complaints.handle(rows["handled"], by=operator, at=NOW, result="Dibantu.")
    return rows


# --- list ------------------------------------------------------------------------------------------------------------


def test_open_complaints_stand_in_the_order_of_their_limits(client, heard, operator):
    client.force_login(operator)

    assert _names(client) == ["MADE SEGERA", "WAYAN BIASA"]
    assert _names(client, "?tab=handled") == ["KETUT DIBANTU"]
    assert set(_names(client, "?tab=all")) == {"MADE SEGERA", "WAYAN BIASA", "KETUT DIBANTU"}
    assert _names(client, "?tab=closed") == []
    assert _names(client, "?tab=nonsense") == _names(client)


def test_late_ones_have_their_own_tab_and_say_by_how_much(client, heard, operator):
    Complaint.objects.filter(pk=heard["urgent"].pk).update(due_on=timezone.localdate() - timedelta(days=7))
    Complaint.objects.filter(pk=heard["ordinary"].pk).update(due_on=timezone.localdate() + timedelta(days=7))
    client.force_login(operator)

    body = client.get(f"{LIST}?tab=late").content.decode()

    assert _names(client, "?tab=late") == ["MADE SEGERA"]
    assert "terlambat" in body


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("?place=51.08.01.2002", {"KOMANG SEBELAH"}),
        ("?place=51.08.01", {"MADE SEGERA", "WAYAN BIASA", "KOMANG SEBELAH"}),
        ("?place=51.08.02", set()),
        ("?place=35.26.01.2001", {"MADE SEGERA", "WAYAN BIASA", "KOMANG SEBELAH"}),
        ("?sector=housing", {"MADE SEGERA"}),
        ("?urgency=urgent&level=village", {"MADE SEGERA"}),
        ("?level=regency", {"KOMANG SEBELAH"}),
        ("?sector=%27%3B--&after=AAAA", {"MADE SEGERA", "WAYAN BIASA", "KOMANG SEBELAH"}),
    ],
)
def test_filters_narrow_and_never_widen(client, heard, dinsos, query, names):
    client.force_login(dinsos)

    assert set(_names(client, query)) == names


def test_pages_follow_each_other_without_a_gap(village, operator):
    for number in range(3):
        hear(village, operator, name=f"Orang {'ABC'[number]}")
    rows = worklist.listed(operator, tab="open", terms={}, on=NOW.date())
    first = worklist_page(rows, "")
    second = worklist_page(rows, first.next_mark)

    assert len(first.rows) == 2
    assert {row.pk for row in first.rows + second.rows} == set(Complaint.objects.values_list("pk", flat=True))


def worklist_page(rows, after):
    """A page of two rows."""
    return page_after(rows, keys=worklist.LIMIT_KEYS, after=after, size=2)


def test_a_search_comes_by_post_and_finds_by_name_number_and_nik(client, village, operator):
    found = complaints.register(
        ClientFacts(name="Ketut Sari", nik="5108016011870009"),
        ComplaintFacts(kind="grievance", sector="health", channel="puskesos", text="Sakit."),
        village=village,
        by=operator,
        at=NOW,
    )
    hear(village, operator, name="Wayan Lain")
    client.force_login(operator)

    for typed in ("sari ket", found.number.lower(), "5108 0160 1187 0009"):
        rows = client.post(LIST, {"q": typed}).context["rows"]
        assert [row.pk for row, _left, _late in rows] == [found.pk], typed


@pytest.mark.parametrize("typed", ["", "  ", "ab", "x" * 200, "\x00abc"])
def test_a_search_for_nothing_is_said_so(client, operator, typed):
    client.force_login(operator)

    assert client.post(LIST, {"q": typed}).status_code == 422


@pytest.mark.parametrize("typed", ["100%", "%%%", "___", "' OR 1=1", "😀😀😀"])
def test_signs_of_the_database_are_only_letters(client, heard, operator, typed):
    client.force_login(operator)

    answer = client.post(LIST, {"q": typed})

    assert answer.status_code == 200
    assert answer.context["rows"] == []


@pytest.mark.parametrize("item_count", [1, 3])
def test_more_complaints_cost_no_more_queries(client, village, operator, django_assert_num_queries, item_count):
    for number in range(item_count):
        hear(village, operator, name=f"Orang {'ABC'[number]}")
    client.force_login(operator)

    # Session with its user, page, own region's name (page head, account).
    with django_assert_num_queries(5):
        client.get(LIST)


# --- one complaint ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["operator", "supervisor", "dinsos"])
def test_everything_of_a_complaint_is_on_one_page_and_its_reading_is_logged(request, client, village, operator, who):
    complaint = complaints.register(
        ClientFacts(name="Ketut Sari", nik="5108016011870009", ppks=(24,), phone="081234567890"),
        ComplaintFacts(
            kind="grievance", sector="health", channel="puskesos", text="Perlu obat.", reporter_name="Wayan"
        ),
        village=village,
        by=operator,
        at=NOW,
    )
    reader = request.getfixturevalue(who)
    client.force_login(reader)

    body = client.get(page_of(complaint)).content.decode()

    for shown in ("KETUT SARI", "5108••••••••0009", "Perlu obat.", "Fakir miskin", "0812-3456-7890", complaint.number):
        assert shown in body
    assert "5108016011870009" not in body
    reads = PersonalDataRead.objects.filter(target_id=str(complaint.pk))
    assert [(read.by, read.fields) for read in reads] == [(reader, "complaint")]


@pytest.mark.parametrize("who", ["stranger", "neighbour_operator"])
def test_a_foreign_complaint_is_not_there(request, client, complaint, who):
    client.force_login(request.getfixturevalue(who))

    assert client.get(page_of(complaint)).status_code == 404
    assert client.get(reverse("referrals:complaint_receipt", args=[complaint.pk])).status_code == 404
    assert not PersonalDataRead.objects.exists()


@pytest.mark.parametrize("role", [Role.LEADER, Role.AUDITOR, Role.ADMIN])
def test_who_sees_no_persons_has_no_page_of_complaints(client, complaint, regions, role):
    region = None if role == Role.ADMIN else regions["51.08"]
    client.force_login(User.objects.create_user("lain", role=role, region=region, full_name="Lain"))

    assert client.get(LIST).status_code == 403
    assert client.get(page_of(complaint)).status_code == 403


def test_the_supervisor_reads_and_does_nothing(client, complaint, supervisor):
    client.force_login(supervisor)

    answer = client.get(page_of(complaint))

    assert answer.context["acts"] == []
    assert "Tambah berkas" not in answer.content.decode()


def test_a_message_to_the_citizen_names_the_number_and_nothing_else(client, village, operator):
    complaint = complaints.register(
        ClientFacts(name="Ketut Sari", phone="081234567890"),
        ComplaintFacts(kind="grievance", sector="health", channel="phone", text="Sakit kusta."),
        village=village,
        by=operator,
        at=NOW,
    )
    client.force_login(operator)

    context = client.get(page_of(complaint)).context

    assert [line.call for line in context["lines"]] == ["tel:+6281234567890"]
    assert len(context["reminders"]) == 2
    for reminder in context["reminders"]:
        assert reminder.url.startswith("https://wa.me/6281234567890?text=")
        assert complaint.number in reminder.url
        assert "Ketut" not in reminder.url
        assert "kusta" not in reminder.url


def test_a_protected_person_goes_by_alias_and_gets_no_message(client, village, operator, case_worker):
    complaint = complaints.register(
        ClientFacts(name="Ketut Sari", nik="5108016011870009", phone="081234567890", address="Br. Kaja"),
        ComplaintFacts(
            kind="grievance", sector="protection", channel="phone", text="Dipukul.", confidentiality="protected"
        ),
        village=village,
        by=operator,
        at=NOW,
    )
    client.force_login(case_worker)

    answer = client.get(page_of(complaint))

    body = answer.content.decode()
    assert answer.context["reminders"] == []
    for hidden in ("KETUT SARI", "5108••••••••0009", "Br. Kaja"):
        assert hidden not in body


def test_what_was_typed_survives_a_refusal(client, complaint, dinsos, service):
    complaint.referrals.create(
        number="X", village_id=complaint.village_id, programme=service, stages=service.template.stages, stage="visit",
        step_due_on=NOW.date(), due_on=NOW.date(), proposed_at=NOW, proposed_by=dinsos,
    )  # fmt: skip
    client.force_login(dinsos)

    answer = client.post(reverse("referrals:complaint_handle", args=[complaint.pk]), {"result": "Sudah diantar."})

    assert answer.status_code == 409
    assert "Masih ada rujukan yang berjalan" in answer.content.decode()
    assert "Sudah diantar." in answer.content.decode()
    assert service.name in answer.content.decode()


@pytest.mark.parametrize(
    ("name", "posted"),
    [
        ("complaint_handle", {}),
        ("complaint_handle", {"result": "x" * 2001}),
        ("complaint_handle", {"result": "NIK 5108016011870009"}),
        ("complaint_escalate", {"reason": " \n "}),
        ("complaint_change_urgency", {"urgency": "panic"}),
        ("complaint_answer", {"said": "maybe", "channel": "call"}),
        ("complaint_answer", {"said": "handled", "channel": "ticket"}),
        ("complaint_answer", {"said": "handled", "channel": "call", "satisfaction": "6"}),
        ("complaint_note_unreached", {"words": "x" * 501}),
    ],
)
def test_hostile_acts_change_nothing(client, heard, operator, name, posted):
    complaint = heard["handled" if "answer" in name or "unreached" in name else "ordinary"]
    before = Complaint.objects.filter(pk=complaint.pk).values().get()
    client.force_login(operator)

    answer = client.post(reverse(f"referrals:{name}", args=[complaint.pk]), posted)

    assert answer.status_code == 422
    assert Complaint.objects.filter(pk=complaint.pk).values().get() == before


# --- papers ----------------------------------------------------------------------------------------------------------


def _send(client, complaint, **posted):
    url = reverse("referrals:paper_add", args=[complaint.pk])
    return client.post(url, {"code": papers.OTHER, "note": "KTP", "photo": picture(3)} | posted)


def test_a_paper_is_kept_shown_and_taken_off_the_list(client, complaint, operator):
    client.force_login(operator)

    added = _send(client, complaint)
    paper = Paper.objects.get()
    image = client.get(reverse("referrals:paper_image", args=[paper.pk]))
    small = client.get(reverse("referrals:paper_thumbnail", args=[paper.pk]))
    client.post(reverse("referrals:paper_remove", args=[paper.pk]))

    assert added.url == f"{page_of(complaint)}#berkas"
    assert (paper.note, paper.uploaded_by) == ("KTP", operator)
    for answer in (image, small):
        assert (answer.headers["Content-Type"], answer.headers["Cache-Control"]) == ("image/jpeg", "no-store, private")
        assert b"".join(answer.streaming_content).startswith(b"\xff\xd8\xff")
    assert client.get(page_of(complaint)).context["papers"] == []
    assert Paper.objects.get().removed_at is not None


@pytest.mark.parametrize(
    "posted",
    [
        {"photo": ""},
        {"code": "paspor-palsu"},
        {"code": papers.PORTRAIT},
        {"note": "NIK 5108016011870009"},
        {"note": "x" * 121},
    ],
    ids=str,
)
def test_a_strange_paper_is_refused_beside_its_field(client, complaint, operator, posted):
    client.force_login(operator)

    assert _send(client, complaint, **posted).status_code == 422
    assert not Paper.objects.exists()


def test_what_is_no_photo_is_refused_with_the_pipelines_sentence(client, complaint, operator, tmp_path):
    fake = tmp_path / "ktp.jpg"
    fake.write_bytes(b"<svg onload=alert(1)>")
    client.force_login(operator)

    with fake.open("rb") as file:
        answer = _send(client, complaint, photo=file)

    assert answer.status_code == 422
    assert "File harus foto JPG." in answer.content.decode()


def test_papers_of_a_foreign_complaint_are_not_there(client, complaint, operator, stranger):
    paper = papers.add(complaint, code=papers.OTHER, upload=picture(1), by=operator, at=NOW)
    client.force_login(stranger)

    for name, method in (("paper_image", "get"), ("paper_thumbnail", "get"), ("paper_remove", "post")):
        assert getattr(client, method)(reverse(f"referrals:{name}", args=[paper.pk])).status_code == 404
    assert _send(client, complaint).status_code == 404


def test_a_face_is_for_the_outreach_team_and_each_look_is_logged(client, complaint, operator, dinsos, regions):
    face = papers.add(complaint, code=papers.PORTRAIT, upload=picture(1), by=dinsos, at=NOW)
    reacher = User.objects.create_user(
        "agus", role=Role.DINSOS, region=regions["51.08"], full_name="Agus", duties=[Duty.OUTREACH]
    )
    image = reverse("referrals:paper_image", args=[face.pk])

    for person in (operator, dinsos):
        client.force_login(person)
        assert client.get(image).status_code == 404
        assert client.get(page_of(complaint)).context["papers"] == []
    client.force_login(reacher)
    shown = client.get(image)

    assert b"".join(shown.streaming_content).startswith(b"\xff\xd8\xff")
    reads = PersonalDataRead.objects.filter(target_type="paper").values_list("by", "fields")
    assert list(reads) == [(reacher.pk, papers.PORTRAIT)]


# --- home ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["operator", "dinsos"])
def test_home_counts_what_is_open_and_late(request, client, heard, who):
    Complaint.objects.filter(pk=heard["urgent"].pk).update(due_on=timezone.localdate() - timedelta(days=1))
    Complaint.objects.exclude(pk=heard["urgent"].pk).update(due_on=timezone.localdate() + timedelta(days=9))
    client.force_login(request.getfixturevalue(who))

    tiles = {tile["label"]: tile["number"] for tile in client.get("/").context["tiles"]}

    assert tiles["Keluhan terbuka"] == (2 if who == "operator" else 3)
    assert tiles["Keluhan terlambat"] == 1


def test_a_tile_counts_no_further_than_people_read(village, operator):
    for number in range(3):
        hear(village, operator, name=f"Orang {'ABC'[number]}")

    rows = Complaint.objects.visible_to(operator).open()
    assert (count_words(rows, most=1), count_words(rows, most=2), count_words(rows, most=3)) == ("1+", "2+", 3)


def test_complaints_stand_in_the_menu_of_who_may_read_them(client, operator, nurse):
    client.force_login(operator)
    assert LIST in [item["url"] for item in client.get("/").context["navigation"]]

    client.force_login(nurse)
    assert LIST not in [item["url"] for item in client.get("/").context["navigation"]]
