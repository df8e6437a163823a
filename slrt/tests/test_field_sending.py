"""The sender of the phone against the real server: whatever is cut, repeated or refused, one survey arrives whole."""

import re
from collections import Counter
from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Page, Response, Route

from assessment import instrument, scoring
from assessment.models import Assessment, Photo, PhotoUpload
from assessment.tests.desk import publish_stricter
from assessment.tests.phone import Phone
from puskesos.models import User
from puskesos.roles import Duty, Role
from slrt.tests.field_phone import run
from slrt.tests.field_steps import OPEN, SEND, arrived, entry, inside, keep, load
from slrt.tests.real_parts import PASSWORD, _session_of

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

# Surveys on the phone, and how many of their families have a home with all its photos and points.
HELD, HOUSED = 40, 4


def test_a_finished_survey_is_sent_when_the_signal_comes_back(field_phone, make_visit):
    visit = make_visit()
    field_phone.context.set_offline(True)
    keep(field_phone, visit)
    waiting = inside(field_phone, SEND)
    assert (waiting["online"], waiting["items"][0]["state"]) == (False, "queued")

    field_phone.context.set_offline(False)  # the browser says so, and the sender hears it

    field_phone.wait_for_function("() => window.sync.state.items[0].state === 'sent'")
    arrived()
    stub = inside(field_phone, f"return [await phone.draft('{visit.pk}'), await phone.photos()];")
    assert stub[0]["receipt"]["number"] == Assessment.objects.get().receipt_number
    assert stub[0]["receipt"]["photos"] == {"stored": 7, "needed": 7}
    assert stub[0]["content"]["answers"] == {}
    assert stub[1:] == [[]]

    eight_days_ago = (timezone.now() - timedelta(days=8)).isoformat()
    age = f"""
        await phone.change("{visit.pk}", async (own, way) => {{
          return {{ own, way: {{ ...way, receipt: {{ ...way.receipt, received_at: "{eight_days_ago}" }} }} }};
        }});
    """
    assert inside(field_phone, age + SEND)["items"] == []  # after a week the stub goes too


def test_a_forgotten_pin_loses_nothing(field_phone, make_visit, operator):
    keep(field_phone, make_visit(), finished=False)

    device = inside(field_phone, "phone.lock(); return phone.device();")
    answer = Phone(operator).post(f"devices/{device}/key", {"password": PASSWORD})

    assert run(field_phone, "return window.phone.unlockWith(given);", answer.json()["key"]) is True
    assert inside(field_phone, "await phone.newPin('135790'); return (await phone.drafts()).length;") == 1


def test_two_tabs_send_each_survey_once(field_phone, make_visit, operator):
    visits = [make_visit(1), make_visit(2)]
    answers: list[Response] = []
    field_phone.context.on("response", lambda answer: answers.append(answer))
    field_phone.context.set_offline(True)
    keep(field_phone, *visits)
    field_phone.context.set_offline(False)
    other = field_phone.context.new_page()
    load(other)
    run(other, OPEN, {"user": operator.pk, "key": field_phone.evaluate("window.key")})

    for page in (field_phone, other):
        page.evaluate("() => void window.sync.sendNow()")
    for page in (field_phone, other):
        page.wait_for_function("() => window.sync.state.items.every((item) => item.state === 'sent')")

    arrived(2)
    assert len([answer for answer in answers if answer.url.endswith("/submit")]) == 2
    assert sum(_photos_in(answer) for answer in answers) == 14


def _photos_in(answer: Response) -> int:
    """How many photos the server took by an answer: one of them, or several on a quick line."""
    if answer.url.endswith("/photos"):
        return len(answer.json()["received"])
    return int("/photos/" in answer.url)


def test_where_several_photos_do_not_pass_at_once_they_go_one_by_one(field_phone, make_visit):
    """A proxy in between refuses large requests with a page of its own."""
    pages = {"status": 413, "content_type": "text/html", "body": "<h1>Request Entity Too Large</h1>"}
    field_phone.route("**/api/v1/photos", lambda route: route.fulfill(**pages))
    tried: list[str] = []
    field_phone.on("request", lambda request: request.url.endswith("/photos") and tried.append(request.url))
    keep(field_phone, make_visit(1))
    assert inside(field_phone, SEND)["items"][0]["state"] == "waiting_photos"

    inside(field_phone, SEND)

    arrived()
    assert len(tried) == 1


def test_a_spoilt_photo_among_several_is_named(field_phone, make_visit):
    """Something between changed one on its way: the others are here, and the operator is told which to take again."""
    visit = make_visit()

    def spoil(route: Route) -> None:
        refused = {visit.content["manifest"][3]["sha256"]: {"code": "broken", "sentence": "Foto rusak, ambil ulang."}}
        answer = route.fetch()
        route.fulfill(json={**answer.json(), "refused": refused})

    field_phone.route("**/api/v1/photos", spoil)
    keep(field_phone, visit)

    item = inside(field_phone, SEND)["items"][0]

    assert (item["state"], item["error"]["sentence"]) == ("refused", "Foto rusak, ambil ulang.")
    assert item["error"]["photo"] == visit.content["manifest"][3]["sha256"]


def test_a_draft_goes_early_and_a_change_follows_it(field_phone, make_visit):
    visit = make_visit()
    keep(field_phone, visit, finished=False)
    inside(field_phone, SEND)
    assert PhotoUpload.objects.count() == 7
    assert inside(field_phone, "return (await phone.photos()).length") == 7  # kept until the receipt

    inside(
        field_phone,
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


def test_a_step_of_one_survey_is_shown_without_opening_the_others(field_phone, make_visit):
    visits = [make_visit(1), make_visit(2)]
    field_phone.context.set_offline(True)
    keep(field_phone, *visits, finished=False)

    shown = inside(
        field_phone,
        f"""
        await window.sync.sendNow(); // without signal: afterwards all that was kept has been shown
        let opened = 0;
        const all = phone.drafts.bind(phone);
        phone.drafts = () => (opened += 1, all());
        const draft = await phone.draft("{visits[0].pk}");
        draft.finished_at = new Date().toISOString();
        const seen = new Promise((done) => window.sync.onState(({{ items }}) =>
          items.some((item) => item.state === "queued") && done(items.map((item) => item.state))));
        await phone.saveDraft(draft);
        return [(await seen).sort(), opened];
        """,
    )

    assert shown == [["draft", "queued"], 0]


def test_a_reply_that_is_lost_is_asked_for_again(field_phone, make_visit):
    visit, cut = make_visit(), []

    def lose(route: Route) -> None:
        """Each thing once: the server does it, and the phone never hears; a photo may come again in pieces."""
        thing = route.request.url.partition("/parts/")[0]
        if thing in cut or route.request.method == "GET":
            return route.continue_()
        cut.append(thing)
        route.fetch()
        return route.abort()

    field_phone.route("**/api/v1/**", lose)
    keep(field_phone, visit)
    for _time in range(12):
        if inside(field_phone, SEND)["items"][0]["state"] == "sent":
            break

    arrived()
    assert len(cut) == 9  # the answers, seven photos, the sending
    assert Photo.objects.count() == 7


def test_forty_surveys_of_the_version_before_are_taken_and_scored_by_it(
    field_phone, make_visit, running_version, regions, dinsos
):
    """They lay on the phone when version 2, which gives lighting other points, was published."""
    visits = [make_visit(number, homeless=number > HOUSED) for number in range(1, HELD + 1)]
    for visit in visits:
        visit.content["answers"]["lighting"] = "450va"
    field_phone.context.set_offline(True)
    keep(field_phone, *visits)
    manager = User.objects.create_user("kadek", role=Role.DINSOS, region=regions["51.08"], duties=[Duty.MANAGER])
    newer = publish_stricter(running_version, author=dinsos, manager=manager, valid_from=timezone.localdate())

    field_phone.context.set_offline(False)
    field_phone.wait_for_function(
        "() => window.sync.state.items.every((item) => item.state === 'sent')", timeout=90_000
    )

    arrived(HELD)
    answers = Assessment.objects.get(pk=visits[0].pk).answers
    before, after = (
        scoring.score(instrument.definition(version.pk), answers, []).total for version in (running_version, newer)
    )
    rows = Assessment.objects.values_list("instrument", "score")
    assert Counter(rows) == {(running_version.pk, before): HOUSED, (running_version.pk, None): HELD - HOUSED}
    assert before != after


def test_a_captive_portal_is_no_signal(field_phone, make_visit):
    portal = {"status": 200, "content_type": "text/html", "body": "<h1>Selamat datang di WiFi Hotel</h1>"}
    field_phone.route("**/api/v1/**", lambda route: route.fulfill(**portal))
    keep(field_phone, make_visit())

    state = inside(field_phone, SEND)

    assert (state["online"], state["needsLogin"]) == (False, False)
    assert state["sentence"] == "Tidak ada sinyal. Data aman di HP, dikirim saat ada sinyal."
    field_phone.unroute("**/api/v1/**")
    inside(field_phone, SEND)
    arrived()


def test_a_crowded_server_is_left_alone_until_its_time(field_phone, make_visit):
    words = {"code": "crowded", "sentence": "Terlalu banyak permintaan."}
    field_phone.route(
        "**/api/v1/photos/**", lambda route: route.fulfill(status=429, json=words, headers={"Retry-After": "600"})
    )
    calls: list[str] = []
    field_phone.on("request", lambda request: calls.append(request.url))
    keep(field_phone, make_visit(1), make_visit(2))

    state = inside(field_phone, SEND)
    asked = len(calls)
    inside(field_phone, SEND)  # also by hand

    assert re.fullmatch(r"Server ramai, dikirim otomatis pukul \d\d\.\d\d", state["sentence"])
    assert [item["state"] for item in state["items"]] == ["waiting_photos"] * 2
    assert max(item["nextTry"] or 0 for item in state["items"]) > timezone.now().timestamp() * 1000 + 599_000
    assert len(calls) == asked
    # The answers of both were taken before the first photo.
    assert Assessment.objects.exclude(answers_received_at=None).count() == 2


def test_logged_out_and_another_person_keep_the_queue_until_the_owner_is_back(
    field_phone, make_visit, operator, neighbour_operator
):
    keep_logged_in = field_phone.context.cookies()
    field_phone.context.clear_cookies()
    keep(field_phone, make_visit())
    state = inside(field_phone, SEND)
    assert (state["needsLogin"], state["sentence"]) == (True, "Masuk lagi untuk mengirim. Data tidak hilang.")

    field_phone.context.add_cookies([cookie_of(neighbour_operator, field_phone)])
    state = inside(field_phone, SEND)
    assert (state["owner"], state["items"][0]["state"]) == (operator.full_name, "queued")
    assert (
        state["sentence"]
        == f"Survei ini dibuat oleh {operator.full_name}. Masuk sebagai {operator.full_name} untuk mengirim."
    )
    assert Assessment.objects.count() == 0

    field_phone.context.clear_cookies()
    field_phone.context.add_cookies(keep_logged_in)
    inside(field_phone, SEND)
    arrived()


def cookie_of(user, page: Page) -> dict:
    return {
        "name": settings.SESSION_COOKIE_NAME,
        "value": _session_of(user),
        "url": page.url.removesuffix("sehat/hidup/"),
    }


def test_another_phone_went_on_meanwhile_and_nothing_is_overwritten(field_phone, make_visit, operator):
    visit = make_visit()
    keep(field_phone, visit, finished=False)
    inside(field_phone, SEND)
    other = visit.change(note="Dari HP lain")
    other.finished_at = None
    assert Phone(operator).send(other).status_code == 201

    inside(
        field_phone,
        f"""
        const draft = await phone.draft("{visit.pk}");
        draft.content.note = "Dari HP ini";
        await phone.saveDraft(draft);
        """,
    )
    inside(field_phone, SEND)

    mine = inside(field_phone, f"return phone.draft('{visit.pk}')")
    assert (mine["state"], mine["content"]["note"]) == ("conflict", "Dari HP ini")
    assert mine["error"]["current"]["content"]["note"] == "Dari HP lain"

    inside(
        field_phone,
        f"""
        const draft = await phone.draft("{visit.pk}");
        draft.parent_revision = draft.error.current.revision; // the operator keeps what stands here
        draft.finished_at = new Date().toISOString();
        await phone.saveDraft(draft);
        """
        + SEND,
    )
    arrived()
    assert Phone(operator).get(f"assessments/{visit.pk}").json()["content"]["note"] == "Dari HP ini"


def test_what_the_server_refuses_stays_with_its_sentence(field_phone, make_visit):
    visit = make_visit()
    visit.content["numbers"] = {}
    keep(field_phone, visit)

    item = inside(field_phone, SEND)["items"][0]

    assert item["state"] == "refused"
    assert item["error"]["sentence"]
    assert inside(field_phone, "return (await phone.photos()).length") == 7
    inside(
        field_phone,
        f"""
        const draft = await phone.draft("{visit.pk}");
        draft.content.numbers = {{ floor_area_m2: 12.5, monthly_income_rp: 500000 }};
        await phone.saveDraft(draft);
        """
        + SEND,
    )
    arrived()


def test_practice_is_never_sent(field_phone, make_visit):
    run(
        field_phone,
        "const { phone } = window; await phone.saveDraft(given);",
        {**entry(make_visit())["draft"], "practice": True},
    )

    assert inside(field_phone, SEND)["items"] == []
    assert Assessment.objects.count() == 0


def test_what_has_problems_is_kept_with_its_photos(field_phone, make_visit):
    """Another phone may go on with it; nothing is sent to the supervisor before the problem is mended."""
    visit = make_visit()
    visit.content["note"] = "NIK 5108014711870001"
    lost = 2

    def cut(route: Route) -> None:
        nonlocal lost
        lost -= 1
        route.abort() if lost >= 0 else route.continue_()

    field_phone.route("**/api/v1/photos**", cut)
    keep(field_phone, visit)
    item = inside(field_phone, SEND)["items"][0]
    assert (item["state"], item["error"]["code"]) == ("refused", "problems")

    field_phone.unroute("**/api/v1/photos**")
    inside(field_phone, SEND)

    assert PhotoUpload.objects.count() == 7
    item = inside(field_phone, "return window.sync.state;")["items"][0]
    assert (item["state"], list(item["error"]["problems"])) == ("refused", ["note"])
    assert not Assessment.objects.filter(status="submitted").exists()
    mended = f"""
        const draft = await phone.draft("{visit.pk}");
        draft.content.note = "Rumah di ujung jalan";
        draft.finished_at = new Date().toISOString();
        await phone.saveDraft(draft);
    """
    inside(field_phone, mended + SEND)
    field_phone.wait_for_function("() => window.sync.state.items[0].state === 'sent'")
    arrived()
