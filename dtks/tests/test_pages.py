"""Pages of batches: what each role meets, what a stranger does not, and what happens to broken input."""

import pytest
from django.urls import reverse

from dtks import freezing
from dtks.models import Batch
from dtks.states import BatchStatus
from dtks.tests.conftest import AT, tabulate, write_files
from puskesos.models import PersonalDataRead

PAGES = ["dtks:batch_detail", "dtks:batch_progress"]
ACTS = ["dtks:batch_freeze", "dtks:batch_mark_sent", "dtks:batch_cancel"]


def left_out_url(batch: Batch, reason: str, village: str = "51.08.01.2001") -> str:
    """Where the families left out of a village are listed."""
    return reverse("dtks:batch_left_out", args=[batch.pk, reason, village])


@pytest.fixture
def office(client, dinsos):
    """A browser in which somebody of Dinas Sosial is logged in."""
    client.force_login(dinsos)
    return client


def test_the_list_shows_batches_and_the_way_to_a_new_one(office, open_batch):
    page = office.get(reverse("dtks:batch_list"))

    assert "51.08-202611-01" in page.text
    assert reverse("dtks:batch_create") in page.text


def test_the_empty_list_says_what_to_do(office):
    assert "Belum ada batch" in office.get(reverse("dtks:batch_list")).text


def test_a_batch_is_created_for_a_chosen_area(office, round_, regions):
    answer = office.post(reverse("dtks:batch_create"), {"round": round_.pk, "area": "51.08.01"})

    batch = Batch.objects.get()
    assert answer.url == reverse("dtks:batch_detail", args=[batch.pk])
    assert batch.area_id == "51.08.01"


@pytest.mark.parametrize(
    "data",
    [{}, {"round": "x", "area": "51.08"}, {"area": "35.26"}, {"area": "51"}, {"area": "51.08'--"}, {"area": "5\x00"}],
)
def test_a_broken_or_foreign_choice_comes_back_with_a_sentence(data, office, round_):
    answer = office.post(reverse("dtks:batch_create"), {"round": round_.pk, **data})

    assert answer.status_code == 422
    assert "Ada yang perlu diperbaiki" in answer.text
    assert not Batch.objects.exists()


def test_an_open_batch_says_what_it_would_take_and_leave_out(office, open_batch, approved):
    approved()
    approved(status="submitted")

    page = office.get(reverse("dtks:batch_detail", args=[open_batch.pk]))

    assert '<strong class="tabular">1 keluarga</strong>' in page.text
    assert left_out_url(open_batch, "submitted") in page.text
    assert reverse("dtks:batch_freeze", args=[open_batch.pk]) in page.text


def test_freezing_leads_to_a_page_that_renews_itself(office, open_batch, approved):
    approved()

    page = office.post(reverse("dtks:batch_freeze", args=[open_batch.pk]), follow=True)

    progress = reverse("dtks:batch_progress", args=[open_batch.pk])
    assert f'data-refresh-url="{progress}"' in page.text
    assert "data-refresh-url" in office.get(progress).text


def test_a_second_freeze_is_refused_with_a_sentence(office, frozen_batch):
    answer = office.post(reverse("dtks:batch_freeze", args=[frozen_batch.pk]))

    assert answer.status_code == 409
    assert "sudah berubah" in answer.text


def test_a_finished_batch_shows_counts_files_and_no_refresh(office, exported_batch):
    page = office.get(reverse("dtks:batch_detail", args=[exported_batch.pk]))

    assert "Desa Sumberklampok" in page.text
    assert exported_batch.files.get(kind="csv").sha256 in page.text
    assert "data-refresh-url" not in page.text
    assert "data-refresh-url" not in office.get(reverse("dtks:batch_progress", args=[exported_batch.pk])).text


def test_a_file_is_handed_out_to_who_says_what_for(office, dinsos, exported_batch, settings):
    file = exported_batch.files.get(kind="xlsx")

    answer = office.post(reverse("dtks:file_download", args=[exported_batch.pk, "xlsx"]), {"purpose": "Unggah SIKS-NG"})

    assert b"".join(answer.streaming_content) == (settings.MEDIA_ROOT / file.path).read_bytes()
    assert answer["Content-Disposition"] == f'attachment; filename="{file.name}"'
    assert "no-store" in answer["Cache-Control"]
    assert PersonalDataRead.objects.get(by=dinsos).reason == "Unggah SIKS-NG"


@pytest.mark.parametrize("purpose", ["", "   ", "iseng", "x" * 301, "a\x00bcdefghijk"])
def test_without_a_purpose_no_file_is_handed_out(purpose, office, exported_batch):
    answer = office.post(reverse("dtks:file_download", args=[exported_batch.pk, "csv"]), {"purpose": purpose})

    assert answer.status_code == 422
    assert not PersonalDataRead.objects.exists()


@pytest.mark.parametrize("kind", ["pdf", "..", "csv2"])
def test_a_file_that_is_none_is_not_found(kind, office, exported_batch):
    url = f"/batch/{exported_batch.pk}/berkas/{kind}/"

    assert office.post(url, {"purpose": "Unggah SIKS-NG"}).status_code == 404


def test_a_file_before_its_time_is_refused(office, tabulated_batch):
    answer = office.post(reverse("dtks:file_download", args=[tabulated_batch.pk, "csv"]), {"purpose": "Unggah SIKS-NG"})

    assert answer.status_code == 409


def test_marking_sent_and_cancelling_go_by_the_table(office, exported_batch):
    office.post(reverse("dtks:batch_mark_sent", args=[exported_batch.pk]))
    too_late = office.post(reverse("dtks:batch_cancel", args=[exported_batch.pk]))

    exported_batch.refresh_from_db()
    assert (exported_batch.status, too_late.status_code) == (BatchStatus.SENT, 409)


def test_a_leader_reads_counts_but_is_offered_no_file_and_no_act(client, leader, exported_batch):
    client.force_login(leader)

    page = client.get(reverse("dtks:batch_detail", args=[exported_batch.pk]))

    assert "Desa Sumberklampok" in page.text
    assert exported_batch.files.get(kind="csv").sha256 not in page.text
    assert not [url for url in ACTS if reverse(url, args=[exported_batch.pk]) in page.text]
    for url in ACTS:
        assert client.post(reverse(url, args=[exported_batch.pk])).status_code == 403
    download = reverse("dtks:file_download", args=[exported_batch.pk, "csv"])
    assert client.post(download, {"purpose": "Unggah SIKS-NG"}).status_code == 403


def test_the_families_left_out_lead_to_their_dossier(office, open_batch, approved):
    waiting = approved(status="submitted").household
    approved("51.08.01.2002", status="submitted")

    page = office.get(left_out_url(open_batch, "submitted"))

    assert reverse("household_detail", args=[waiting.pk]) in page.text
    assert page.text.count("/keluarga/") - page.text.count('href="/keluarga/"') == 1


@pytest.mark.parametrize(
    ("reason", "village"),
    [
        ("ready", "51.08.01.2001"),
        ("x", "51.08.01.2001"),
        ("unsent", "35.26.01.2001"),
        ("unsent", "51.08"),
        ("unsent", "'"),
    ],
)
def test_a_list_that_is_none_is_not_found(reason, village, office, open_batch):
    assert office.get(left_out_url(open_batch, reason, village)).status_code == 404


@pytest.mark.parametrize("mark", ["x", "W10=", "WyIxIiwgIjIiXQ=="])
def test_a_broken_page_mark_begins_at_the_first_page(mark, office, open_batch, approved):
    approved(status="returned")

    page = office.get(left_out_url(open_batch, "returned") + f"?after={mark}")

    assert "Wayan 1" in page.text


def test_a_leader_reads_the_counts_of_a_preview_but_no_names(client, leader, open_batch, approved):
    approved(status="submitted")
    client.force_login(leader)

    page = client.get(reverse("dtks:batch_detail", args=[open_batch.pk]))

    assert "Menunggu tinjauan" in page.text
    assert left_out_url(open_batch, "submitted") not in page.text
    assert client.get(left_out_url(open_batch, "submitted")).status_code == 403


def test_answers_and_comparison_have_pages(office, leader, client, exported_batch):
    answers = office.get(reverse("dtks:batch_answers", args=[exported_batch.pk]))
    compared = office.get(reverse("dtks:batch_comparison", args=[exported_batch.pk]))

    assert "3 keluarga menjawab" in answers.text
    assert "Belum ada pembanding" in compared.text


def test_before_tabulation_there_are_no_answers_to_show(office, open_batch):
    assert "Belum ada tabulasi" in office.get(reverse("dtks:batch_answers", args=[open_batch.pk])).text


def test_the_histogram_has_a_table_beside_it(office, exported_batch):
    page = office.get(reverse("dtks:batch_detail", args=[exported_batch.pk])).text

    assert page.count('<rect class="bar-fill"') >= 3
    for total in (1500, 3000, 4500):
        assert f'<th scope="row" class="tabular">{total}</th>' in page


def test_another_regency_does_not_find_the_batch(client, foreign_dinsos, exported_batch):
    client.force_login(foreign_dinsos)

    assert exported_batch.number not in client.get(reverse("dtks:batch_list")).text
    assert {client.get(reverse(url, args=[exported_batch.pk])).status_code for url in PAGES} == {404}
    assert {client.post(reverse(url, args=[exported_batch.pk])).status_code for url in ACTS} == {404}
    download = reverse("dtks:file_download", args=[exported_batch.pk, "csv"])
    assert client.post(download, {"purpose": "Unggah SIKS-NG"}).status_code == 404


@pytest.mark.parametrize("person", ["operator", "supervisor"])
def test_village_and_district_are_told_that_batches_are_not_theirs(person, client, exported_batch, request):
    client.force_login(request.getfixturevalue(person))

    assert client.get(reverse("dtks:batch_list")).status_code == 403
    assert client.get(reverse("dtks:batch_detail", args=[exported_batch.pk])).status_code == 403


@pytest.mark.parametrize("families", [1, 3])
def test_the_page_asks_the_database_as_often_for_many_villages_as_for_one(
    families, office, approved, open_batch, dinsos, django_assert_num_queries
):
    for village in ("51.08.01.2001", "51.08.01.2002", "51.08.02.2001")[:families]:
        approved(village)
    with django_assert_num_queries(12):
        office.get(reverse("dtks:batch_detail", args=[open_batch.pk]))
    write_files(tabulate(freezing.freeze_at_once(open_batch, by=dinsos, at=AT)))

    with django_assert_num_queries(13):
        office.get(reverse("dtks:batch_detail", args=[open_batch.pk]))
