"""The demo world: built by the verbs, the same each time for the same day, and of invented people only."""

import io
import re
import tempfile
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

from django.contrib.auth import authenticate
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test import TestCase
from django.utils import timezone
from PIL import Image

from assessment import checklist, instrument
from assessment.models import Assessment, Photo, ReviewPoint
from assessment.states import AssessmentStatus
from assessment.storage import DurableStorage
from dtks.models import Batch, BatchResult
from households import identity
from households.models import Household, Member
from puskesos import outlines, places
from puskesos.models import Activity, Provider, Region, Round, User
from puskesos.roles import Role
from referrals import catalogue
from referrals.models import Programme
from slrt.demo import clearing, people, surveys, world

TODAY, TOMORROW = date(2026, 11, 22), date(2026, 11, 23)
VILLAGES, FAMILIES = 3, 12
# Enough for both batches, and quickly built.
FEW = 3
SIXTEEN_DIGITS = re.compile(r"\d{16}")


def build(today=TODAY, families=FAMILIES):
    """A small world; returns what was reported: families ready, families in all."""
    told = []
    world.build(
        Region.objects.get(pk="51.08"),
        today=today,
        report=lambda done, total: told.append((done, total)),
        villages=VILLAGES,
        families=families,
    )
    return told


def fingerprint():
    """All that chance decides, without the keys of rows."""
    return {
        "people": sorted(User.objects.values_list("username", "full_name")),
        "households": sorted(map(str, Household.objects.values_list("village", "head_name", "address", "kk__masked"))),
        "members": sorted(map(str, Member.objects.values_list("name", "birth_date", "relation", "nik__masked"))),
        "assessments": sorted(
            map(str, Assessment.objects.values_list("started_at", "status", "answers", "numbers", "latitude"))
        ),
        "photos": sorted(Photo.objects.values_list("sha256", "slot")),
        "returns": sorted(ReviewPoint.objects.values_list("review__at", "kind", "key")),
        "results": sorted(map(str, BatchResult.objects.values_list("score", "band", "rank"))),
    }


def few_built_on(day):
    """The fingerprint of a very small world, which is then undone."""
    with transaction.atomic():
        build(day, families=FEW)
        found = fingerprint()
        transaction.set_rollback(True)
    return found


def printed(command, *arguments):
    """What a management command says."""
    out = io.StringIO()
    call_command(command, *arguments, stdout=out)
    return out.getvalue()


class DemoWorldTest(TestCase):
    """One small world for all tests; what a test does to it is undone."""

    @classmethod
    def setUpTestData(cls):
        places.load_regions(["51.08"])
        outlines.draw_approximate_outlines(["51.08"])
        instrument.load(at=timezone.now())
        catalogue.load(at=timezone.now())
        cls.few, cls.few_again, cls.few_next_day = (few_built_on(day) for day in (TODAY, TODAY, TOMORROW))
        cls.told = build()

    def test_same_day_gives_the_same_world(self):
        assert self.few["photos"]
        assert self.few_again == self.few

    def test_another_day_gives_the_same_people_at_other_times(self):
        assert self.few_next_day["people"] == self.few["people"]
        assert self.few_next_day["assessments"] != self.few["assessments"]

    def test_building_again_adds_nothing(self):
        before = fingerprint()

        build(TOMORROW)

        assert fingerprint() == before
        assert Batch.objects.count() == 2

    def test_families_of_two_to_six_are_counted_as_they_arrive(self):
        assert self.told[-1] == (FAMILIES, FAMILIES)
        assert Household.objects.count() == FAMILIES
        assert all(2 <= household.members.count() <= 6 for household in Household.objects.all())

    def test_open_round_has_surveys_in_every_state(self):
        current = Assessment.objects.filter(round=Round.objects.get(closes_on__gte=TODAY))
        states = Counter(current.values_list("status", flat=True))

        assert set(states) == set(AssessmentStatus.values)
        assert current.filter(status="submitted", returned_at__isnull=False).exists()

    def test_drafts_stand_at_different_stages(self):
        left_to_do = {len(checklist.missing_items(draft)) for draft in Assessment.objects.filter(status="draft")}

        assert len(left_to_do) >= 3
        assert 0 in left_to_do

    def test_what_was_returned_had_the_flaw_that_was_found(self):
        points = ReviewPoint.objects.select_related("review__assessment__village__outline")
        assert len(points) >= 4

        for point in points:
            sent = point.review.assessment.submissions.order_by("revision")
            if point.kind == "position":
                outline = point.review.assessment.village.outline
                assert not outline.west < sent[0].longitude < outline.east or (
                    not outline.south < sent[0].latitude < outline.north
                )
            elif len(sent) == 2 and point.kind == "question":
                assert sent[0].answers[point.key] != sent[1].answers[point.key]
            elif len(sent) == 2:
                assert sent[0].photos[point.key] != sent[1].photos[point.key]

    def test_older_round_is_sent_and_the_next_one_written(self):
        batches = Batch.objects.order_by("round__opens_on")

        assert [batch.status for batch in batches] == ["sent", "exported"]
        assert set(BatchResult.objects.values_list("agrees", flat=True)) == {True}

    def test_history_spans_months_and_ends_yesterday_at_the_latest(self):
        happened = Activity.objects.exclude(verb__in=("catalogue.load", "returnreason.add"))  # on the day of set-up
        first, last = happened.earliest("at").at, happened.latest("at").at

        assert timezone.localdate(last) < TODAY
        assert timedelta(days=90) < last - first < timedelta(days=300)

    def test_every_service_has_a_provider_to_send_to(self):
        offered = Programme.objects.filter(offers__provider__regency="51.08").distinct()

        assert offered.count() == Programme.objects.count() == 41
        assert not Provider.objects.exclude(name__contains="contoh").exists()

    def test_numbers_look_right_and_carry_invented_serials(self):
        for member in Member.objects.exclude(nik=None).select_related("nik"):
            nik = identity.unseal(bytes(member.nik.cipher))
            warnings = identity.nik_warnings(
                nik, birth_date=member.birth_date, sex=member.sex, village_code=member.village_id
            )
            assert warnings == []
            assert nik[12] == "9"

    def test_every_sent_survey_has_its_photos_and_no_two_are_alike(self):
        for assessment in Assessment.objects.exclude(status="draft").exclude(overrides__contains=["homeless"]):
            slots = set(assessment.photos.filter(removed_at=None).values_list("slot", flat=True))
            assert {"front", "walls", "floor", "roof", "kitchen", "toilet", "water"} <= slots

        assert Photo.objects.count() == Photo.objects.values("sha256").distinct().count()
        photo = Photo.objects.filter(slot="front")[0]
        with storages["photos"].open(photo.path) as file, Image.open(file) as image:
            assert image.size == (photo.width, photo.height)
            assert image.getcolors(maxcolors=1000) is None

    def test_every_question_has_its_shares(self):
        questions = instrument.definition(instrument.current(on=TODAY).pk).questions

        asked = {question.code: len(question.choices) for question in questions if not question.is_computed}
        assert asked == dict.fromkeys(surveys.SHARES, 3)

    def test_logins_list_every_role_and_let_each_in(self):
        with self.settings(DEMO=True):
            table = printed("demo_logins")

        assert {user.role for user in User.objects.filter(username__in=people.SHOWN)} == set(Role.values)
        assert all(str(label) in table for label in Role.labels)
        assert table.count(people.PASSWORD) == len(people.SHOWN)
        for login in people.logins():
            assert f"\n{login.username} " in table
            assert authenticate(username=login.username, password=login.password)

    def test_every_village_has_an_operator_and_every_district_a_supervisor(self):
        assert User.objects.filter(role=Role.OPERATOR).values("region").distinct().count() == 148
        assert User.objects.filter(role=Role.SUPERVISOR).values("region").distinct().count() == 9

    def test_passwords_are_not_printed_outside_the_demo(self):
        with self.settings(DEMO=False):
            assert people.PASSWORD not in printed("demo_logins")

    def test_output_holds_no_identity_number(self):
        with self.settings(DEMO=True):
            text = printed("setup_world") + printed("demo_logins")

        assert "9 kecamatan, 148 desa/kelurahan" in text
        assert not SIXTEEN_DIGITS.search(text)

    def test_reset_is_refused_outside_the_demo(self):
        with self.settings(DEMO=False), self.assertRaisesMessage(CommandError, "mode demo"):
            call_command("setup_world", "--reset")

        assert Household.objects.count() == FAMILIES

    def test_clearing_leaves_nothing_and_setup_outside_the_demo_brings_back_only_places(self):
        connection.check_constraints()  # rows of this transaction still wait for their checks
        with tempfile.TemporaryDirectory() as folder, self.settings(DEMO=False, MEDIA_ROOT=Path(folder)):
            for name in ("photos", "thumbs", "exports"):
                Path(folder, name).mkdir()

            clearing.clear()

            assert not list(Path(folder).iterdir())
            assert not any(model.objects.exists() for model in (Region, User, Household, Photo, Activity, Batch))
            assert "Instrumen" in printed("setup_world")
            assert Region.objects.filter(level=Region.Level.VILLAGE).count() == 148
            assert not User.objects.exists()


def test_files_wait_for_the_disk_again_after_a_mass_load(monkeypatch, tmp_path):
    storage, synced = DurableStorage(location=tmp_path), []
    monkeypatch.setattr("assessment.storage.os.fsync", synced.append)

    with storage.synced_at_the_end():
        storage.save("a.jpg", ContentFile(b"a"))
        assert synced == []
    storage.save("b.jpg", ContentFile(b"b"))

    assert synced
