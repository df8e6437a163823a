"""The sender of the phone against the real server: whatever is cut, repeated or refused, one survey arrives whole."""

import re
from base64 import b64encode
from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Page, Route

from assessment import instrument
from assessment.models import Assessment, Photo, Submission
from assessment.tests.phone import Phone, Visit
from households import registry
from households.facts import Address, Person
from puskesos.models import Round
from slrt.tests.field_phone import run
from slrt.tests.real_parts import PASSWORD, PHONE, _session_of

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

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
STATES = "return (await phone.drafts()).map((draft) => draft.state);"
SEND = "await window.sync.sendNow(); return window.sync.state;"


@pytest.fixture
def version(regions):
    """The instrument, and a round that is open."""
    today = timezone.localdate()
    days = {"opens_on": today - timedelta(days=7), "closes_on": today + timedelta(days=7)}
    Round.objects.create(regency=regions["51.08"], name="Berjalan", **days)
    return instrument.load(at=timezone.now())


@pytest.fixture
def make_visit(version, village, operator):
    """Another family that was visited, on the phone only."""

    def make(number: int = 1, *, homeless: bool = False) -> Visit:
        head = Person(name="LUH SARI", nik=f"51080147118700{number:02d}", sex="2", relation="1")
        address, at, on = Address(address="Banjar Tegal"), timezone.now(), timezone.localdate()
        family = registry.register(village=village, kk=None, address=address, head=head, by=operator, on=on, at=at)
        visit = Visit(family, version, shade=number * 10)
        if homeless:  # one photo is enough there
            visit.content["overrides"] = ["homeless"]
            visit.content["manifest"], visit.photos = visit.content["manifest"][:1], visit.photos[:1]
        return visit

    return make


@pytest.fixture
def phone(visit, operator):
    """The operator's phone, logged in, with its store open."""
    page = visit(operator, PHONE)
    load(page)
    run(page, OPEN, {"user": operator.pk, "key": ""})
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


def test_a_finished_survey_is_sent_when_the_signal_comes_back(phone, make_visit):
    visit = make_visit()
    phone.context.set_offline(True)
    keep(phone, visit)
    waiting = inside(phone, SEND)
    assert (waiting["online"], waiting["items"][0]["state"]) == (False, "queued")

    phone.context.set_offline(False)  # the browser says so, and the sender hears it

    phone.wait_for_function("() => window.sync.state.items[0].state === 'sent'")
    arrived()
    stub = inside(phone, f"return [await phone.draft('{visit.pk}'), await phone.photos(), await phone.unsent()];")
    assert stub[0]["receipt"]["number"] == Assessment.objects.get().receipt_number
    assert stub[0]["receipt"]["photos"] == {"stored": 7, "needed": 7}
    assert stub[0]["content"]["answers"] == {}
    assert stub[1:] == [[], 0]


def test_a_forgotten_pin_loses_nothing(phone, make_visit, operator):
    operator.set_password(PASSWORD)
    operator.save(update_fields=["password"])
    keep(phone, make_visit(), finished=False)
    inside(phone, SEND)

    device = inside(phone, "phone.lock(); return phone.device();")
    answer = Phone(operator).post(f"devices/{device}/key", {"password": PASSWORD})

    assert run(phone, "return window.phone.unlockWith(given);", answer.json()["key"]) is True
    assert inside(phone, "await phone.newPin('135790'); return (await phone.drafts()).length;") == 1


def test_two_tabs_send_each_survey_once(phone, make_visit, operator):
    visits = [make_visit(1), make_visit(2)]
    calls: list[str] = []
    phone.context.on("request", lambda request: calls.append(f"{request.method} {request.url}"))
    phone.context.set_offline(True)
    keep(phone, *visits)
    phone.context.set_offline(False)
    other = phone.context.new_page()
    load(other)
    run(other, OPEN, {"user": operator.pk, "key": phone.evaluate("window.key")})

    for page in (phone, other):
        page.evaluate("() => void window.sync.sendNow()")
    for page in (phone, other):
        page.wait_for_function("() => window.sync.state.items.every((item) => item.state === 'sent')")

    arrived(2)
    assert len([call for call in calls if "/submit" in call]) == 2
    assert len([call for call in calls if "/photos/" in call]) == 14


def test_a_draft_goes_early_and_a_change_follows_it(phone, make_visit):
    visit = make_visit()
    keep(phone, visit, finished=False)
    inside(phone, SEND)
    assert Photo.objects.count() == 7
    assert inside(phone, "return (await phone.photos()).length") == 7  # kept until the receipt

    inside(
        phone,
        f"""
        const draft = await phone.draft("{visit.pk}");
        draft.content.numbers.floor_area_m2 = 99.5;
        draft.finished_at = new Date().toISOString();
        await phone.saveDraft(draft);
        """
        + SEND,
    )

    arrived()
    assert Assessment.objects.get().numbers["floor_area_m2"] == 99.5


def test_a_reply_that_is_lost_is_asked_for_again(phone, make_visit):
    visit, cut = make_visit(), []

    def lose(route: Route) -> None:
        """Each address once: the server does it, and the phone never hears."""
        if route.request.url in cut or route.request.method == "GET":
            return route.continue_()
        cut.append(route.request.url)
        route.fetch()
        return route.abort()

    phone.route("**/api/v1/**", lose)
    keep(phone, visit)
    for _time in range(12):
        if inside(phone, SEND)["items"][0]["state"] == "sent":
            break

    arrived()
    assert len(cut) == 10  # the key, the answers, seven photos, the sending
    assert Photo.objects.count() == 7


def test_a_captive_portal_is_no_signal(phone, make_visit):
    portal = {"status": 200, "content_type": "text/html", "body": "<h1>Selamat datang di WiFi Hotel</h1>"}
    phone.route("**/api/v1/**", lambda route: route.fulfill(**portal))
    keep(phone, make_visit())

    state = inside(phone, SEND)

    assert (state["online"], state["needsLogin"]) == (False, False)
    assert state["sentence"] == "Tidak ada sinyal. Data aman di HP, dikirim saat ada sinyal."
    phone.unroute("**/api/v1/**")
    inside(phone, SEND)
    arrived()


def test_a_crowded_server_is_left_alone_until_its_time(phone, make_visit):
    words = {"code": "crowded", "sentence": "Terlalu banyak permintaan."}
    phone.route(
        "**/api/v1/photos/**", lambda route: route.fulfill(status=429, json=words, headers={"Retry-After": "600"})
    )
    calls: list[str] = []
    phone.on("request", lambda request: calls.append(request.url))
    keep(phone, make_visit())

    state = inside(phone, SEND)
    asked = len(calls)
    inside(phone, SEND)  # also by hand

    assert re.fullmatch(r"Server ramai, dikirim otomatis pukul \d\d\.\d\d", state["sentence"])
    assert state["items"][0]["state"] == "waiting_photos"  # the answers were taken first
    assert state["items"][0]["nextTry"] > timezone.now().timestamp() * 1000 + 599_000
    assert len(calls) == asked
    assert Assessment.objects.get().answers_received_at


def test_logged_out_and_another_person_keep_the_queue_until_the_owner_is_back(
    phone, make_visit, operator, neighbour_operator
):
    keep_logged_in = phone.context.cookies()
    phone.context.clear_cookies()
    keep(phone, make_visit())
    state = inside(phone, SEND)
    assert (state["needsLogin"], state["sentence"]) == (True, "Masuk lagi untuk mengirim. Data tidak hilang.")

    phone.context.add_cookies([cookie_of(neighbour_operator, phone)])
    state = inside(phone, SEND)
    assert (state["owner"], state["items"][0]["state"]) == (operator.full_name, "queued")
    assert (
        state["sentence"]
        == f"Survei ini dibuat oleh {operator.full_name}. Masuk sebagai {operator.full_name} untuk mengirim."
    )
    assert Assessment.objects.count() == 0

    phone.context.clear_cookies()
    phone.context.add_cookies(keep_logged_in)
    inside(phone, SEND)
    arrived()


def cookie_of(user, page: Page) -> dict:
    return {"name": settings.SESSION_COOKIE_NAME, "value": _session_of(user), "url": page.url}


def test_another_phone_went_on_meanwhile_and_nothing_is_overwritten(phone, make_visit, operator):
    visit = make_visit()
    keep(phone, visit, finished=False)
    inside(phone, SEND)
    other = visit.change(note="Dari HP lain")
    other.finished_at = None
    assert Phone(operator).send(other).status_code == 201

    inside(
        phone,
        f"""
        const draft = await phone.draft("{visit.pk}");
        draft.content.note = "Dari HP ini";
        await phone.saveDraft(draft);
        """,
    )
    inside(phone, SEND)

    mine = inside(phone, f"return phone.draft('{visit.pk}')")
    assert (mine["state"], mine["content"]["note"]) == ("conflict", "Dari HP ini")
    assert mine["error"]["current"]["content"]["note"] == "Dari HP lain"

    inside(
        phone,
        f"""
        const draft = await phone.draft("{visit.pk}");
        draft.parent_revision = draft.error.current.revision; // the operator keeps what stands here
        draft.finished_at = new Date().toISOString();
        await phone.saveDraft(draft);
        """
        + SEND,
    )
    arrived()
    assert Submission.objects.get().content["note"] == "Dari HP ini"


def test_what_the_server_refuses_stays_with_its_sentence(phone, make_visit):
    visit = make_visit()
    visit.content["numbers"] = {}
    keep(phone, visit)

    item = inside(phone, SEND)["items"][0]

    assert item["state"] == "refused"
    assert item["error"]["sentence"]
    assert inside(phone, "return (await phone.photos()).length") == 7
    inside(
        phone,
        f"""
        const draft = await phone.draft("{visit.pk}");
        draft.content.numbers = {{ floor_area_m2: 12.5, monthly_income_rp: 500000 }};
        await phone.saveDraft(draft);
        """
        + SEND,
    )
    arrived()


def test_practice_is_never_sent(phone, make_visit):
    run(
        phone,
        "const { phone } = window; await phone.saveDraft(given);",
        {**entry(make_visit())["draft"], "practice": True},
    )

    assert inside(phone, SEND)["items"] == []
    assert Assessment.objects.count() == 0
