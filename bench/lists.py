"""The lists that people open all day, scoped to a kecamatan: whole pages as a supervisor gets them, beside bare SQL."""

import base64
import json
import statistics
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db import connection
from django.db.models import QuerySet
from django.test import Client, override_settings
from django.urls import reverse

from assessment.models import Assessment
from bench.measure import Measurement
from households.models import Household
from puskesos.models import User
from puskesos.roles import Role

REQUESTS = 30
# The inbox of complaints shows 25 rows, other lists 50.
FULL_PAGE = 25
PLAIN_STATIC = {
    **settings.STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
HOUSEHOLD_FLOOR = """
SELECT id, head_name, address FROM households_household
WHERE district_code = %s AND (head_name, id) > (%s, %s) ORDER BY head_name, id LIMIT 51
"""
QUEUE_FLOOR = """
SELECT a.id, h.head_name, a.submitted_at FROM assessment_assessment a
JOIN households_household h ON h.id = a.household_id
WHERE a.district_code = %s AND a.status = 'submitted' AND (a.submitted_at, a.id) > (%s, %s)
ORDER BY a.submitted_at, a.id LIMIT 51
"""


def household_list(rows: int) -> list[Measurement]:
    """First and deep page of a kecamatan's household list."""
    person = _supervisor()
    families = Household.objects.visible_to(person).filter(closed_on=None)
    url = reverse("households:household_list")
    return measure_list("household_list", rows, person, url, families, ("head_name", "id"), HOUSEHOLD_FLOOR)


def review_queue(rows: int) -> list[Measurement]:
    """First and deep page of a kecamatan's review queue."""
    person = _supervisor()
    waiting = Assessment.objects.visible_to(person).awaiting_review()
    url = reverse("assessment:review_queue")
    return measure_list("review_queue", rows, person, url, waiting, ("submitted_at", "id"), QUEUE_FLOOR)


def _supervisor() -> User:
    return User.objects.filter(role=Role.SUPERVISOR).earliest("pk")


def measure_list(
    bench: str, rows: int, person: User, url: str, listed: QuerySet, keys: tuple[str, ...], floor: str
) -> list[Measurement]:
    """p95 of a whole request, and of the bare query for the same rows, at the beginning and nine tenths down.

    The address may carry a query; `floor` takes the code of the person's region (or the id of the provider) and keys.
    """
    count = listed.count()
    print(f"  {count:,} rows for {person}")
    measurements = []
    with override_settings(STORAGES=PLAIN_STATIC, ALLOWED_HOSTS=["testserver"], SECURE_SSL_REDIRECT=False):
        client = Client()
        client.force_login(person)
        for page, place in (("first", 0), ("deep", min(count * 9 // 10, count - FULL_PAGE - 1))):
            values = list(listed.order_by(*keys).values_list(*keys)[place])
            query = {"after": _mark(values)} if place else {}
            ours = p95(lambda query=query: _get(client, url, query))
            bare = p95(lambda values=values: _run(floor, [person.region_id or person.provider_id, *values]))
            measurements.append(Measurement(f"{bench}_{page}", rows, ours, bare))
    return measurements


def _mark(values: list[Any]) -> str:
    """A page mark as the list itself writes it (puskesos/paging.py)."""
    return base64.urlsafe_b64encode(json.dumps([str(value) for value in values]).encode()).decode()


def _get(client: Client, url: str, query: dict[str, str]) -> None:
    response = client.get(f"{url}{'&' if '?' in url else '?'}{urlencode(query)}")
    if response.status_code != 200 or response.content.count(b"<tr") < FULL_PAGE:
        raise RuntimeError(f"{url} did not answer with a full page: {response.status_code}")


def _run(statement: str, parameters: list[Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        cursor.fetchall()


def p95(act: Callable[[], None]) -> float:
    """Seconds that 95 of 100 calls stay below, after three calls to warm up."""
    for _warm_up in range(3):
        act()
    seconds = []
    for _call in range(REQUESTS):
        start = time.perf_counter()
        act()
        seconds.append(time.perf_counter() - start)
    return round(statistics.quantiles(seconds, n=20)[-1], 5)
