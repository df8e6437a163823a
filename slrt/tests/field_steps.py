"""Surveys on a phone without its screens: kept, opened and sent by the modules themselves, before the real server."""

from base64 import b64encode
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from assessment import instrument
from assessment.models import Assessment, Submission
from assessment.tests.phone import Visit
from households import registry
from households.facts import Address, Person
from puskesos.models import Round
from slrt.tests.field_phone import run
from slrt.tests.real_parts import PASSWORD, PHONE

# On a bare page of this site: the modules without the screens, and the store of the person who is logged in.
LOAD = """async () => {
  const names = ["canonical", "rules", "store", "sync", "camera", "place", "database"];
  const modules = await Promise.all(names.map((name) => import(`/static/field/${name}.js`)));
  window.field = Object.fromEntries(names.map((name, at) => [name, modules[at]]));
}"""
OPEN = """
  const phone = (window.phone = await store.openStore(given.user));
  if (!given.key) window.key = (await phone.setUp("246810")).key; else await phone.unlockWith(given.key);
  window.sync = sync.startSync(phone);
"""
KEEP = """
  for (const { draft, photos } of given) {
    for (const [sha, base64] of photos) {
      await phone.savePhoto(sha, new Blob([Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0))]));
    }
    await phone.saveDraft(draft);
  }
"""
SEND = "await window.sync.sendNow(); return window.sync.state;"


@pytest.fixture
def running_version(regions):
    """The instrument, and a round that is open."""
    today = timezone.localdate()
    days = {"opens_on": today - timedelta(days=7), "closes_on": today + timedelta(days=7)}
    Round.objects.create(regency=regions["51.08"], name="Berjalan", **days)
    return instrument.load(at=timezone.now())


@pytest.fixture
def make_visit(running_version, village, operator):
    """Another family that was visited, on the phone only."""

    def make(number: int = 1, *, homeless: bool = False) -> Visit:
        head = Person(name="LUH SARI", nik=f"51080147118700{number:02d}", sex="2", relation="1")
        address, at, on = Address(address="Banjar Tegal"), timezone.now(), timezone.localdate()
        family = registry.register(village=village, kk=None, address=address, head=head, by=operator, on=on, at=at)
        visit = Visit(family, running_version, shade=number * 10)
        if homeless:  # one photo is enough there
            visit.content["overrides"] = ["homeless"]
            visit.content["manifest"], visit.photos = visit.content["manifest"][:1], visit.photos[:1]
        return visit

    return make


@pytest.fixture
def field_phone(visit, operator, running_version):
    """The operator's phone, logged in, with its store open, after a first word with the server."""
    operator.set_password(PASSWORD)
    operator.save(update_fields=["password"])
    page = visit(operator, PHONE)
    load(page)
    run(page, OPEN + "await window.sync.sendNow();", {"user": operator.pk, "key": ""})
    return page


def load(page: Page) -> None:
    page.goto("/sehat/hidup/")
    page.evaluate(LOAD)


def entry(visit: Visit, *, finished: bool = True) -> dict:
    """A draft with its photos as the screens keep them."""
    body = {name: value for name, value in visit.body().items() if name != "device_at"}
    draft = {"id": visit.pk, "household": {"id": visit.content["household"]["id"]}, "state": "draft", **body}
    if not finished:
        draft["finished_at"] = None
    shas = [photo["sha256"] for photo in visit.content["manifest"]]
    return {
        "draft": draft,
        "photos": [(sha, b64encode(data).decode()) for sha, data in zip(shas, visit.photos, strict=True)],
    }


def keep(page: Page, *visits: Visit, **options) -> None:
    run(page, "const { phone } = window;" + KEEP, [entry(visit, **options) for visit in visits])


def inside(page: Page, script: str):
    """What a script answers that uses the phone's store."""
    return run(page, "const { phone } = window;" + script)


def arrived(count: int = 1) -> None:
    """That many surveys are at the server, each once and whole."""
    assert Assessment.objects.filter(status="submitted").count() == count
    assert Submission.objects.count() == count
