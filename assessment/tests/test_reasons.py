"""The list of reasons: one of each regency, kept when retired, chosen alone or with own words."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from assessment import reasons
from assessment.models import ReturnReason, ReviewPoint
from assessment.tests.conftest import NOW
from puskesos.errors import Refused

pytestmark = pytest.mark.usefixtures("always_open")

LIST = reverse("assessment:reason_list")


@pytest.fixture
def office(enter, dinsos):
    """The browser of Dinsos, in which a fault is a 500."""
    return enter(dinsos, raise_request_exception=False)


@pytest.fixture
def blurred(regions, dinsos) -> ReturnReason:
    return reasons.add(regency=regions["51.08"], kind="photo", text="Foto  buram.", by=dinsos, at=NOW)


def test_a_regency_without_a_list_gets_the_shipped_one_once(regions):
    assert reasons.load(regions["51.08"], at=NOW) > 10
    assert reasons.load(regions["51.08"], at=NOW) == 0


def test_the_office_adds_retires_and_takes_up_again(office, dinsos):
    office.post(LIST, {"kind": "photo", "text": "Foto gelap."})
    row = ReturnReason.objects.get()
    assert (row.regency_id, row.kind, row.text, row.added_by) == ("51.08", "photo", "Foto gelap.", dinsos)

    office.post(reverse("assessment:reason_retire", args=[row.pk]))
    assert list(reasons.in_use("51.08")) == []
    assert "Tidak dipakai lagi (1)" in office.get(LIST).text

    office.post(reverse("assessment:reason_restore", args=[row.pk]))
    assert list(reasons.in_use("51.08")) == [row]


BROKEN = [
    ({}, 422),
    ({"kind": "photo", "text": "  "}, 422),
    ({"kind": "roof", "text": "Atap."}, 422),
    ({"kind": "photo", "text": "x" * 121}, 422),
    ({"kind": "photo", "text": "a\x00"}, 422),
    ({"kind": "photo", "text": "Foto buram."}, 409),
    ({"kind": "photo", "text": "Foto   buram."}, 409),
]


def test_what_cannot_be_added_is_refused_with_a_sentence(office, blurred):
    for typed, status in BROKEN:
        answer = office.post(LIST, typed)
        assert (answer.status_code, "data-error-summary" in answer.text) == (status, True), typed
    assert ReturnReason.objects.count() == 1


def test_a_kind_has_room_for_so_many(regions, dinsos):
    for number in range(reasons.MOST_OF_A_KIND):
        reasons.add(regency=regions["51.08"], kind="photo", text=f"Foto {number}", by=dinsos, at=NOW)

    with pytest.raises(Refused, match="Paling banyak 15"):
        reasons.add(regency=regions["51.08"], kind="photo", text="Foto lagi", by=dinsos, at=NOW)


def test_another_regency_has_its_own_list(office, regions, dinsos):
    theirs = reasons.add(regency=regions["35.26"], kind="photo", text="Foto kabur.", by=dinsos, at=NOW)

    assert "Foto kabur." not in office.get(LIST).text
    assert office.post(reverse("assessment:reason_retire", args=[theirs.pk])).status_code == 404
    assert office.post(reverse("assessment:reason_retire", args=[2**63])).status_code == 404


def test_it_is_retired_once(office, blurred):
    url = reverse("assessment:reason_retire", args=[blurred.pk])

    assert [office.post(url).status_code for _press in range(2)] == [302, 409]


def test_who_retired_it_stands_beside_when(blurred):
    with pytest.raises(IntegrityError), transaction.atomic():
        ReturnReason.objects.filter(pk=blurred.pk).update(retired_at=NOW)


def test_a_reason_is_chosen_alone_or_with_own_words(enter, supervisor, wait, blurred):
    row, desk = wait("DI SINI"), enter(supervisor)
    url = reverse("assessment:assessment_return", args=[row.pk])

    desk.post(
        url,
        {
            "revision": 2,
            "chosen-photo-roof": blurred.pk,
            "chosen-photo-kitchen": blurred.pk,
            "reason-photo-kitchen": "Terutama tungku.",
            "reason-question-roof": "Atap tampak baik",
        },
    )

    found = ReviewPoint.objects.order_by("kind", "key").values_list("key", "reason", "chosen")
    assert list(found) == [
        ("kitchen", "Foto buram. Terutama tungku.", blurred.pk),
        ("roof", "Foto buram.", blurred.pk),
        ("roof", "Atap tampak baik", None),
    ]


def test_a_reason_that_is_not_offered_is_refused(enter, supervisor, wait, blurred):
    row, desk = wait("DI SINI"), enter(supervisor, raise_request_exception=False)
    url = reverse("assessment:assessment_return", args=[row.pk])

    for chosen in ("0", "x", "9" * 400, "\x00"):
        answer = desk.post(url, {"revision": 2, "chosen-photo-roof": chosen, "note": "Catatan saya"})
        assert (answer.status_code, "Catatan saya" in answer.text) == (422, True), chosen
    assert not ReviewPoint.objects.exists()


def test_a_retired_reason_is_no_longer_offered_and_too_much_is_refused(enter, supervisor, wait, blurred, dinsos):
    row, desk = wait("DI SINI"), enter(supervisor)
    url = reverse("assessment:assessment_return", args=[row.pk])
    long = {"revision": 2, "chosen-photo-roof": blurred.pk, "reason-photo-roof": "x" * 300}
    assert desk.post(url, long).status_code == 422

    reasons.retire(blurred, by=dinsos, at=NOW)

    assert desk.post(url, {"revision": 2, "chosen-photo-roof": blurred.pk}).status_code == 422
    assert "Foto buram." not in desk.get(reverse("assessment:review_detail", args=[row.pk])).text
