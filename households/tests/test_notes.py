"""Notes are written by all who work with a family, and crossed out, never deleted."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from households import notes
from households.models import Note
from households.tests.conftest import NIK
from puskesos.errors import Refused

REASON = "Salah keluarga, maaf"


@pytest.fixture
def note(household, operator) -> Note:
    """What Ayu found."""
    return notes.write(household, text="Rumah\nkosong siang hari", by=operator, at=timezone.now())


def _list(household) -> str:
    return reverse("households:note_list", args=[household.pk])


def _strike(note) -> str:
    return reverse("households:note_strike", args=[note.pk])


def test_a_note_is_written_and_shown_with_author(client, household, supervisor):
    client.force_login(supervisor)

    answer = client.post(_list(household), {"text": "Telepon dulu <b>sebelum</b> datang"})

    dossier = client.get(answer.url).content.decode()
    assert "Telepon dulu &lt;b&gt;sebelum&lt;/b&gt; datang" in dossier
    assert "Made Wirawan" in dossier


@pytest.mark.parametrize("text", ["", "   \n ", "x" * 1001, f"NIK {NIK}", f"{NIK[:8]}\n{NIK[8:]}", "a\u202eb"])
def test_a_note_that_cannot_be_kept_is_given_back(client, household, operator, text):
    client.force_login(operator)

    assert client.post(_list(household), {"text": text}).status_code == 422
    assert not Note.objects.exists()


def test_a_struck_note_stays_to_be_read_with_who_and_why(client, household, note, operator):
    client.force_login(operator)

    client.post(_strike(note), {"reason": REASON})
    body = client.get(_list(household)).content.decode()

    assert "kosong siang hari" in body
    assert f"Dicoret Ayu Lestari: {REASON}" in body
    assert client.post(_strike(note), {"reason": REASON}).status_code == 409


def test_nobody_strikes_what_another_wrote_but_the_overseers(client, note, supervisor, village, django_user_model):
    facilitator = django_user_model.objects.create_user("f", role="facilitator", region=village, full_name="F")
    client.force_login(facilitator)

    refused = client.post(_strike(note), {"reason": REASON})
    notes.strike(note, reason=REASON, by=supervisor, at=timezone.now())

    assert refused.status_code == 409
    assert Note.objects.get().struck_by == supervisor


@pytest.mark.parametrize("reason", ["", "salah", "x" * 301])
def test_a_note_is_not_struck_without_a_reason(note, operator, reason):
    with pytest.raises(Refused):
        notes.strike(note, reason=reason, by=operator, at=timezone.now())


def test_a_foreign_note_is_not_there(client, household, note, stranger):
    client.force_login(stranger)

    assert client.get(_strike(note)).status_code == 404
    assert client.post(_list(household), {"text": "Halo dunia"}).status_code == 404


def test_the_database_itself_asks_who_struck_a_note_and_why(note):
    with pytest.raises(IntegrityError, match="struck_by_somebody"), transaction.atomic():
        Note.objects.update(struck_at=timezone.now())
