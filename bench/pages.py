"""Every list and dossier that the office and the village open, as whole pages, beside the lightest page there is."""

from collections.abc import Iterator

from django.test import Client, override_settings
from django.urls import reverse

from assessment.models import Assessment
from bench.lists import PLAIN_STATIC, p95
from bench.measure import Measurement
from households.models import Household
from puskesos.models import User
from puskesos.roles import Role

LISTS = (
    ("households:household_list", (Role.OPERATOR, Role.SUPERVISOR, Role.DINSOS)),
    ("assessment:assessment_list", (Role.OPERATOR, Role.SUPERVISOR, Role.DINSOS)),
    ("assessment:review_queue", (Role.SUPERVISOR, Role.DINSOS)),
    ("households:transfer_list", (Role.OPERATOR, Role.DINSOS)),
    ("home", (Role.OPERATOR, Role.SUPERVISOR, Role.DINSOS)),
    ("round_list", (Role.DINSOS,)),
    ("dtks:batch_list", (Role.DINSOS,)),
    ("notice_list", (Role.OPERATOR,)),
)
DOSSIERS = ("household_detail", "household_history", "household_photos", "household_reads", "household_print")
REVIEWED = ("assessment:review_detail", "assessment:review_score")


def pages(rows: int) -> list[Measurement]:
    """p95 of each page; the floor is the page of words, which asks the database nothing of its own."""
    measurements = []
    with override_settings(STORAGES=PLAIN_STATIC, ALLOWED_HOSTS=["testserver"], SECURE_SSL_REDIRECT=False):
        for name, person, url in _addresses():
            client = Client()
            client.force_login(person)
            ours = p95(lambda client=client, url=url: _get(client, url))
            floor = p95(lambda client=client: _get(client, reverse("help_words")))
            measurements.append(Measurement(f"{name} {person.role}", rows, ours, floor))
    return measurements


def _addresses() -> Iterator[tuple[str, User, str]]:
    people = {role: User.objects.filter(role=role).earliest("pk") for role in Role if _employs(role)}
    for name, roles in LISTS:
        for role in roles:
            yield name, people[role], reverse(name)
    supervisor = people[Role.SUPERVISOR]
    family = Household.objects.visible_to(supervisor).filter(closed_on=None).order_by("-pk")[0]
    for name in DOSSIERS:
        yield name, supervisor, reverse(name, args=[family.pk])
    waiting = Assessment.objects.visible_to(supervisor).awaiting_review().order_by("submitted_at")[0]
    for name in REVIEWED:
        yield name, supervisor, reverse(name, args=[waiting.pk])


def _employs(role: str) -> bool:
    return User.objects.filter(role=role).exists()


def _get(client: Client, url: str) -> None:
    response = client.get(url)
    if response.status_code != 200:
        raise RuntimeError(f"{url} answered {response.status_code}")
