"""Protected cases by their verbs: the team, the alias, the story told once, and what turns others away."""

from datetime import timedelta

import pytest

from puskesos.errors import Refused
from puskesos.models import PersonalDataRead, User
from puskesos.roles import Duty, Role
from referrals import complaints, protection
from referrals.models import AnswerLink, CaseNote, CaseWorker, Complaint
from referrals.tests.conftest import NOW, hear


@pytest.fixture
def colleague(regions) -> User:
    """Of the same team, not named yet."""
    return User.objects.create_user(
        "dewi", role=Role.DINSOS, region=regions["51.08"], full_name="Dewi Ratna", duties=[Duty.CASE_WORKER]
    )


@pytest.fixture
def shelter_worker(hospital) -> User:
    """A case worker of a provider, as UPTD PPA has them."""
    return User.objects.create_user(
        "ratih", role=Role.PROVIDER, provider=hospital, full_name="Ratih Ayu", duties=[Duty.CASE_WORKER]
    )


@pytest.fixture
def case(village, operator, case_worker) -> Complaint:
    """A girl beaten at home, told to the operator of the village."""
    return hear(village, operator, name="Ni Kadek Rahayu", sector="protection", text="Dipukul ayah tiri.")


def test_violence_is_protected_whatever_was_ticked(village, operator, case_worker):
    case = hear(village, operator, sector="protection", confidentiality="normal")

    assert (case.is_protected, case.level) == (True, Complaint.Level.REGENCY)
    assert [worker.user for worker in protection.team_of(case)] == [case_worker]


def test_a_question_about_protection_is_an_ordinary_one(village, operator):
    assert not hear(village, operator, sector="protection", kind="question").is_protected


def test_a_service_for_victims_makes_the_complaint_protected(village, operator, service):
    service.protected = True

    assert hear(village, operator, wanted=service).is_protected


def test_without_a_team_the_manager_takes_the_case_and_without_a_manager_all_of_dinsos(village, operator, dinsos):
    case = hear(village, operator, sector="protection")
    assert [worker.user for worker in protection.team_of(case)] == [dinsos]


def test_protecting_hands_over_and_takes_the_former_registrar_out(village, operator, case_worker):
    plain = hear(village, operator)
    assert Complaint.objects.visible_to(operator).filter(pk=plain.pk).exists()

    protection.protect(plain, by=operator, at=NOW)

    assert plain.is_protected
    assert (plain.level, plain.escalated_by) == (Complaint.Level.REGENCY, operator)
    assert not Complaint.objects.visible_to(operator).filter(pk=plain.pk).exists()
    assert Complaint.objects.visible_to(case_worker).filter(pk=plain.pk).exists()


def test_protecting_stops_the_links_that_open_under_the_true_name(sent, complaint, case_worker, dinsos):
    link = AnswerLink.objects.create(
        referral=sent, digest="0" * 64, contact="x", made_at=NOW, made_by=dinsos, expires_at=NOW + timedelta(days=7)
    )

    protection.protect(complaint, by=dinsos, at=NOW)

    link.refresh_from_db()
    assert link.revoked_at == NOW


def test_a_case_is_protected_once(case, case_worker, supervisor):
    with pytest.raises(Refused, match="sudah terlindung"):
        protection.protect(case, by=case_worker, at=NOW)
    with pytest.raises(Refused, match="Hanya petugas"):
        protection.protect(case, by=supervisor, at=NOW)


def test_the_team_names_others_and_only_case_workers(case, case_worker, colleague, shelter_worker, dinsos, regions):
    stranger = User.objects.create_user(
        "jauh", role=Role.DINSOS, region=regions["35.26"], full_name="Jauh", duties=[Duty.CASE_WORKER]
    )
    late = [protection.join_team(case, user, by=case_worker, at=NOW) for user in (shelter_worker,)]
    assert late[0].named_by == case_worker
    assert Complaint.objects.visible_to(shelter_worker).filter(pk=case.pk).exists()

    for nobody in (dinsos, stranger, case_worker):
        with pytest.raises(Refused, match="sudah di tim, atau tidak bertugas"):
            protection.join_team(case, nobody, by=case_worker, at=NOW)


@pytest.mark.parametrize(
    "act",
    [
        lambda case, by: protection.join_team(case, by, by=by, at=NOW),
        lambda case, by: protection.leave_team(case, by, by=by, at=NOW),
        lambda case, by: protection.name_alias(case, "Melati", by=by, at=NOW),
        lambda case, by: protection.note_simfoni(case, "123", by=by, at=NOW),
        lambda case, by: protection.write_note(case, kind="story", text="x", by=by, at=NOW),
        lambda case, by: protection.assess_risk(case, risks=[], immediate_danger=False, by=by, at=NOW),
        lambda case, by: protection.reveal(case, reason="ingin tahu saja", by=by),
    ],
)
def test_whoever_is_not_on_the_team_does_nothing_even_with_the_duty(case, colleague, act):
    with pytest.raises(Refused, match="Hanya tim kasus ini"):
        act(case, colleague)


def test_the_last_one_cannot_leave(case, case_worker, colleague):
    with pytest.raises(Refused, match="satu orang"):
        protection.leave_team(case, case_worker, by=case_worker, at=NOW)

    protection.join_team(case, colleague, by=case_worker, at=NOW)
    protection.leave_team(case, case_worker, by=case_worker, at=NOW)

    assert not Complaint.objects.visible_to(case_worker).filter(pk=case.pk).exists()
    assert Complaint.objects.visible_to(colleague).filter(pk=case.pk).exists()
    with pytest.raises(Refused, match="satu orang"):
        protection.leave_team(case, colleague, by=colleague, at=NOW)


def test_a_closed_account_does_not_count_as_the_one_who_stays(case, case_worker, colleague):
    protection.join_team(case, colleague, by=case_worker, at=NOW)
    User.objects.filter(pk=colleague.pk).update(is_active=False)

    with pytest.raises(Refused, match="satu orang"):
        protection.leave_team(case, case_worker, by=case_worker, at=NOW)


def test_who_left_may_be_named_again_and_both_times_stay_on_record(case, case_worker, colleague):
    protection.join_team(case, colleague, by=case_worker, at=NOW)
    protection.leave_team(case, colleague, by=case_worker, at=NOW)
    protection.join_team(case, colleague, by=case_worker, at=NOW)

    assert CaseWorker.objects.filter(complaint=case, user=colleague).count() == 2


def test_the_alias_is_what_the_case_is_called(case, case_worker):
    assert case.person_name == "Kasus terlindung"

    protection.name_alias(case, "  Bunga   Melati ", by=case_worker, at=NOW)

    assert case.person_name == "Bunga Melati"


@pytest.mark.parametrize("alias", ["Kadek", "rahayu kecil", "Ni KADEK R."])
def test_an_alias_with_a_part_of_the_true_name_is_refused(case, case_worker, alias):
    with pytest.raises(Refused, match="nama asli"):
        protection.name_alias(case, alias, by=case_worker, at=NOW)


@pytest.mark.parametrize("alias", ["", "   ", "x" * 61, "Me\x00lati", "Me\u202elati", "Me\x1blati"])
def test_an_alias_that_cannot_be_kept_is_refused(case, case_worker, alias):
    with pytest.raises(Refused):
        protection.name_alias(case, alias, by=case_worker, at=NOW)


def test_the_chronology_grows_and_nothing_of_it_changes(case, case_worker):
    protection.write_note(case, kind="story", text="Malam itu …", by=case_worker, at=NOW, happened_on=NOW.date())
    protection.write_note(case, kind="plan", text="Rumah aman.", by=case_worker, at=NOW + timedelta(hours=1))

    assert [note.kind for note in case.notes.all()] == ["plan", "story"]


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"text": "  "}, "Tulis catatannya"),
        ({"text": "x" * 8001}, "Tulis catatannya"),
        ({"kind": "risk"}, "Pilih jenis"),
        ({"kind": "drop table"}, "Pilih jenis"),
        ({"happened_on": (NOW + timedelta(days=1)).date()}, "belum lewat"),
    ],
)
def test_a_note_that_says_nothing_sensible_is_refused(case, case_worker, told, sentence):
    with pytest.raises(Refused, match=sentence):
        protection.write_note(case, **({"kind": "story", "text": "x", "by": case_worker, "at": NOW} | told))


def test_immediate_danger_makes_an_emergency(case, case_worker):
    protection.assess_risk(case, risks=["weapon", "threat"], immediate_danger=True, by=case_worker, at=NOW)

    case.refresh_from_db()
    assert case.urgency == Complaint.Urgency.EMERGENCY
    assert case.notes.get().risk_labels == ["Pelaku mengancam membunuh", "Pelaku punya atau memakai senjata"]


def test_danger_is_written_down_also_when_the_case_was_handled_already(case, case_worker):
    complaints.handle(case, by=case_worker, at=NOW, result="Di rumah aman.")

    protection.assess_risk(case, risks=[], immediate_danger=True, by=case_worker, at=NOW)

    assert CaseNote.objects.get().immediate_danger is True


def test_no_danger_leaves_the_urgency(case, case_worker):
    protection.assess_risk(case, risks=["same_house"], immediate_danger=False, by=case_worker, at=NOW)

    case.refresh_from_db()
    assert case.urgency == Complaint.Urgency.ORDINARY


def test_an_unknown_sign_of_danger_is_refused(case, case_worker):
    with pytest.raises(Refused, match="tidak dikenal"):
        protection.assess_risk(case, risks=["moon"], immediate_danger=False, by=case_worker, at=NOW)


def test_the_true_name_is_given_with_a_reason_and_logged(case, case_worker):
    person = protection.reveal(case, reason="Surat ke rumah sakit", by=case_worker)

    assert person.name == "NI KADEK RAHAYU"
    read = PersonalDataRead.objects.get(target_id=str(case.pk))
    assert (read.by, read.fields, read.reason) == (case_worker, "name", "Surat ke rumah sakit")


def test_the_simfoni_number_is_kept_and_can_be_taken_away(case, case_worker):
    protection.note_simfoni(case, " PPA-2026 / 77 ", by=case_worker, at=NOW)
    assert case.simfoni_ticket == "PPA-2026 / 77"

    protection.note_simfoni(case, "", by=case_worker, at=NOW)
    assert case.simfoni_ticket == ""
    with pytest.raises(Refused):
        protection.note_simfoni(case, "9" * 41, by=case_worker, at=NOW)
