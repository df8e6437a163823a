"""Who sees which complaint, person and referral: by region, by confidentiality, by team."""

from puskesos.models import Activity
from referrals.models import Client, Complaint, Referral
from referrals.models.complaints import Confidentiality
from referrals.tests.conftest import agree, hear


def test_the_region_sees_an_ordinary_complaint_and_its_person(village, operator, supervisor, dinsos, stranger):
    complaint = hear(village, operator)

    for person in (operator, supervisor, dinsos):
        assert Complaint.objects.visible_to(person).get() == complaint
        assert Client.objects.visible_to(person).get() == complaint.client
    assert not Complaint.objects.visible_to(stranger).exists()
    assert not Client.objects.visible_to(stranger).exists()


def test_a_confidential_complaint_is_the_offices_alone(village, operator, supervisor, dinsos):
    hear(village, dinsos, confidentiality=Confidentiality.OFFICE)

    assert Complaint.objects.visible_to(dinsos).count() == 1
    assert not Complaint.objects.visible_to(operator).exists()
    assert not Client.objects.visible_to(supervisor).exists()


def test_a_protected_case_exists_for_its_team_only(village, operator, dinsos, manager, case_worker):
    complaint = hear(village, operator, confidentiality=Confidentiality.PROTECTED)

    assert Complaint.objects.visible_to(case_worker).get() == complaint
    for person in (operator, dinsos, manager):
        assert not Complaint.objects.visible_to(person).exists()
        assert not Client.objects.visible_to(person).exists()
    assert not Complaint.objects.countable().exists()


def test_a_protected_case_without_a_team_goes_to_the_manager_then_to_the_office(village, operator, dinsos, manager):
    first = hear(village, operator, confidentiality=Confidentiality.PROTECTED)
    manager.is_active = False
    manager.save()
    second = hear(village, operator, confidentiality=Confidentiality.PROTECTED)

    assert not Complaint.objects.visible_to(dinsos).filter(pk=first.pk).exists()
    assert Complaint.objects.visible_to(dinsos).get() == second


def test_who_left_the_team_no_longer_sees_the_case(village, operator, case_worker, dinsos):
    complaint = hear(village, operator, confidentiality=Confidentiality.PROTECTED)
    complaint.case_workers.update(until=complaint.received_at)

    assert not Complaint.objects.visible_to(case_worker).exists()


def test_what_is_done_in_a_protected_case_leaves_no_trace_in_a_region(village, operator, case_worker):
    complaint = hear(village, operator, confidentiality=Confidentiality.PROTECTED)
    agree(complaint, case_worker)

    assert set(Activity.objects.values_list("region_code", flat=True)) == {""}


def test_a_provider_sees_what_was_sent_to_it_and_nothing_else(sent, nurse, hospital, regions):
    assert Referral.objects.visible_to(nurse).get() == sent
    assert not Complaint.objects.visible_to(nurse).exists()

    Referral.objects.filter(pk=sent.pk).update(sent_at=None, status="recommended")
    assert not Referral.objects.visible_to(nurse).exists()


def test_a_provider_sees_a_protected_referral_only_on_its_team(sent, nurse, complaint):
    Complaint.objects.filter(pk=complaint.pk).update(confidentiality=Confidentiality.PROTECTED)

    assert not Referral.objects.visible_to(nurse).exists()

    complaint.case_workers.create(user=nurse)
    assert Referral.objects.visible_to(nurse).get() == sent
