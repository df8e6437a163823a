"""What happens to a phone at the wrong moment: a line that breaks again and again, a second phone, person or tab."""

import time
from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Page, Route, expect

from assessment.models import PhotoUpload
from assessment.tests.conftest import picture
from assessment.tests.phone import Phone, Visit, digest_of
from households import registry
from households.facts import Address, Person
from puskesos.models import User
from slrt.tests import field_screens as screens
from slrt.tests.field_phone import run
from slrt.tests.field_steps import OPEN, SEND, arrived, inside, keep, load
from slrt.tests.real_parts import PHONE, _session_of

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

SPOILT = {"code": "broken", "sentence": "Foto rusak, ambil ulang."}
TAKE_ALONG = "async () => (await import('/static/field/work.js')).takeAlong(window.phone).catch(() => null)"
# What lies sealed in the store of a person on this phone.
KEPT = """async ([id, pin]) => {
  const { openStore } = await import("/static/field/store.js");
  const store = await openStore(id);
  await store.unlock(pin);
  const drafts = (await store.drafts()).map(({ household, content }) =>
    ({ family: household.head_name, answers: Object.keys(content.answers), photos: content.manifest.length }));
  return { user: (await store.kept("session")).user.id, drafts };
}"""
SLOW_PICTURES = """() => {
  const real = window.createImageBitmap;
  window.createImageBitmap = async (...given) => {
    await new Promise((done) => setTimeout(done, 3_000));
    return real(...given);
  };
}"""
# The phone comes back from its camera: first the photo is handed over, then the page is seen again.
BACK_FROM_CAMERA = """() => {
  const see = (state) => Object.defineProperty(document, "visibilityState", { value: state, configurable: true });
  see("hidden");
  document.dispatchEvent(new Event("visibilitychange"));
  see("visible");
  const camera = document.querySelector("#kamera-front");
  camera.addEventListener("change", () => document.dispatchEvent(new Event("visibilitychange")));
}"""


# --- sending ---------------------------------------------------------------------------------------------------------


def test_on_a_line_that_breaks_after_three_photos_each_photo_goes_once(field_phone, make_visit):
    left, tried = [0], []

    def line(route: Route) -> None:
        left[0] -= 1
        if left[0] < 0:
            return route.abort()
        tried.append(route.request.url)
        return route.continue_()

    field_phone.route("**/api/v1/photos", lambda route: route.abort())
    field_phone.route("**/api/v1/photos/*", line)
    field_phone.route("**/api/v1/photos/*/parts/**", line)
    keep(field_phone, make_visit())

    for _run in range(3):
        left[0] = 3
        inside(field_phone, SEND)

    arrived()
    assert len(tried) == len(set(tried)) == 7


def test_what_was_refused_and_then_found_no_signal_is_sent_once_it_can_be(field_phone, make_visit):
    field_phone.route("**/api/v1/photos/**", lambda route: route.fulfill(status=422, json=SPOILT))
    keep(field_phone, make_visit())
    assert inside(field_phone, SEND)["items"][0]["state"] == "refused"
    field_phone.unroute("**/api/v1/photos/**")
    field_phone.route("**/api/v1/assessments/**", lambda route: route.abort())
    assert inside(field_phone, SEND)["items"][0]["state"] == "queued"
    field_phone.unroute("**/api/v1/assessments/**")

    inside(field_phone, SEND)

    arrived()


def test_one_lost_photo_keeps_no_other_from_leaving(field_phone, make_visit):
    """The browser cleared it; the operator takes that one again, the six others are safe."""
    visit = make_visit()
    keep(field_phone, visit)
    inside(field_phone, f"await phone.forgetPhoto('{digest_of(visit.photos[2])}');")

    item = inside(field_phone, SEND)["items"][0]

    assert (item["state"], item["error"]["code"]) == ("refused", "photo_lost")
    assert PhotoUpload.objects.count() == 6


def test_a_photo_that_no_survey_names_is_swept_after_a_day(field_phone, make_visit):
    """The page ended between photo and list: it would lie there for ever; those of surveys stay."""
    visit = make_visit()
    keep(field_phone, visit, finished=False)
    old, young, named = "a" * 64, "b" * 64, digest_of(visit.photos[0])

    left = inside(
        field_phone,
        f"""
        for (const sha of ["{old}", "{young}"]) await phone.savePhoto(sha, new Blob(["x"]));
        for (const sha of ["{old}", "{named}"]) {{
          const row = await phone.database.read("photos", sha);
          row.saved_at -= 2 * 86_400_000;
          await phone.database.write([["photos", sha, row]]);
        }}
        await window.sync.sendNow();
        return phone.photos();
        """,
    )

    assert set(left) == {young, *map(digest_of, visit.photos)}


def test_a_clock_that_was_set_back_neither_stops_the_sending_nor_makes_it_run_hot(field_phone, make_visit):
    visit, calls = make_visit(), []
    field_phone.route("**/api/v1/**", lambda route: route.abort())
    keep(field_phone, visit)
    inside(field_phone, SEND)
    later = "({ ...way, revision: own.revision, next_try: Date.now() + 30 * 86_400_000 })"
    inside(field_phone, f'await phone.change("{visit.pk}", async (own, way) => ({{ own, way: {later} }}));')
    field_phone.unroute("**/api/v1/**")
    field_phone.on("request", lambda request: calls.append(request.url))

    field_phone.evaluate("() => document.dispatchEvent(new Event('visibilitychange'))")

    field_phone.wait_for_function("() => window.sync.state.items[0].state === 'sent'")
    arrived()
    assert len(calls) < 30


def test_a_draft_that_is_thrown_away_on_its_way_stops_nothing(field_phone, make_visit):
    keep(field_phone, make_visit(1), make_visit(2), finished=False)

    left = inside(
        field_phone,
        """
        const real = window.fetch;
        let dropped = "";
        window.fetch = async (path, ...how) => {
          const answer = await real(path, ...how);
          if (!dropped && path.includes("/assessments/")) await phone.forgetDraft((dropped = path.split("/").pop()));
          return answer;
        };
        await window.sync.sendNow();
        return (await phone.drafts()).map((draft) => draft.lacking);
        """,
    )

    assert left == [0]


# --- another phone, another tab --------------------------------------------------------------------------------------


def from_another_phone(visit: Visit, operator, note: str) -> Visit:
    other = visit.change(note=note)
    other.finished_at = None
    assert Phone(operator).send(other).status_code == 201
    return other


def test_looking_at_what_another_phone_wrote_makes_no_version_of_ones_own(field_phone, make_visit, operator):
    visit = make_visit()
    keep(field_phone, visit, finished=False)
    inside(field_phone, SEND)
    other = from_another_phone(visit, operator, "Dari HP lain")

    field_phone.evaluate(TAKE_ALONG)
    inside(field_phone, SEND)

    from_another_phone(other, operator, "Dari HP lain, lagi")


def test_a_tab_with_an_older_copy_does_not_undo_what_another_tab_took_along(field_phone, make_visit, operator):
    visit = make_visit()
    keep(field_phone, visit, finished=False)
    inside(field_phone, SEND + f"window.inHand = await phone.draft('{visit.pk}');")
    inside(field_phone, f"window.inHand = await phone.draft('{visit.pk}');")
    from_another_phone(visit, operator, "Dari HP lain")
    tab = field_phone.context.new_page()
    load(tab)
    run(tab, OPEN, {"user": operator.pk, "key": field_phone.evaluate("window.key")})
    tab.evaluate(TAKE_ALONG)

    inside(field_phone, "window.inHand.content.numbers.floor_area_m2 = 12.5; await phone.saveDraft(window.inHand);")
    state = inside(field_phone, SEND)["items"][0]["state"]

    assert state == "conflict"
    assert Phone(operator).get(f"assessments/{visit.pk}").json()["content"]["note"] == "Dari HP lain"


def test_an_older_list_does_not_open_what_was_sent_meanwhile(field_phone, make_visit, operator):
    visit = make_visit()
    visit.finished_at = None
    Phone(operator).send(visit)
    listed = Phone(operator).get("work").json()["assessments"]
    visit.finished_at = timezone.now()
    Phone(operator).send_all(visit)
    whole = {"households": [], "next": "", "assessments": listed}
    field_phone.route("**/api/v1/work*", lambda route: route.fulfill(json=whole))

    field_phone.evaluate(TAKE_ALONG)

    assert inside(field_phone, "return phone.drafts();") == []


def the_other_one(page: Page, operator, household, version, change) -> Visit:
    """Another survey of the family that was begun on this phone, at the server before this one comes."""
    other = Visit(household, version, shade=30)
    other.finished_at = None
    change(other)
    assert Phone(operator).send(other).status_code == 201
    page.context.set_offline(False)
    screens.send_now(page)
    page.get_by_role("link", name="WAYAN SUKARTA").click()
    screens.heading(page, "Ada dua isian")
    return other


def begun(visit, operator) -> Page:
    """A survey with one answer that has not left the phone."""
    page = visit(operator, PHONE)
    screens.set_up(page)
    page.context.set_offline(True)
    pk = screens.begin(page, "WAYAN SUKARTA")
    page.goto(f"/lapangan/#/survei/{pk}/tanya/roof")
    page.locator("input[type=radio]").first.check()
    expect(page.locator(".saved")).to_contain_text("Tersimpan")
    return page


def test_what_another_phone_finished_and_still_holds_the_photos_of_may_be_chosen_from(
    visit, operator, open_round, published, household
):
    """It is not sent yet: the operator is not told that only throwing away is left."""
    page = begun(visit, operator)

    def finish(other: Visit) -> None:
        other.finished_at = timezone.now()

    the_other_one(page, operator, household, published, finish)

    expect(page.get_by_role("button", name="Simpan pilihan")).to_be_visible()


def test_two_surveys_of_one_family_on_one_phone_are_not_written_over_each_other(
    visit, operator, open_round, published, household
):
    page = begun(visit, operator)
    other = the_other_one(page, operator, household, published, lambda other: None)
    page.evaluate(
        """async ([user, pin, id]) => {
          const { openStore } = await import("/static/field/store.js");
          const { bring } = await import("/static/field/work.js");
          const store = await openStore(user);
          await store.unlock(pin);
          await bring(store, id);
          const draft = await store.draft(id);
          draft.content.note = "Belum terkirim";
          await store.saveDraft(draft);
        }""",
        [operator.pk, screens.PIN, other.pk],
    )

    page.get_by_role("button", name="Semua dari HP ini").click()
    page.get_by_role("button", name="Simpan pilihan").click()

    expect(page.get_by_text("Kirim dahulu saat ada sinyal.")).to_be_visible()


def test_a_facilitator_at_a_family_of_the_operators_is_told_so_and_overwrites_nothing(
    visit, operator, village, open_round, published, household
):
    facts = {"role": "facilitator", "region": village, "full_name": "Ketut Rai", "facilitator_kind": "pkh"}
    page = begun(visit, User.objects.create_user("rai", **facts))

    the_other_one(page, operator, household, published, lambda other: None)

    expect(page.get_by_text("Keluarga ini sudah didata petugas lain pada periode ini.")).to_be_visible()
    expect(page.get_by_text("Isian Anda tetap aman di HP ini.")).to_be_visible()
    expect(page.get_by_role("button", name="Simpan pilihan")).to_have_count(0)


def test_a_lock_in_another_tab_in_sight_keeps_what_was_just_typed(visit, operator, open_round, published, household):
    page = begun(visit, operator)
    page.context.set_offline(False)
    other = page.context.new_page()
    other.goto("/lapangan/")
    screens.unlock(other)
    screens.heading(other, "Beranda")

    page.locator("input[type=radio]").nth(1).check()
    chosen = page.locator("input[type=radio]").nth(1).get_attribute("value")
    page.evaluate("id => new BroadcastChannel(`slrt-${id}`).postMessage({ kind: 'lock', id: '' })", operator.pk)

    page.get_by_role("button", name="Lupa PIN").wait_for()
    screens.unlock(page)
    expect(page.locator(f"input[value={chosen}]")).to_be_checked()


# --- two people ------------------------------------------------------------------------------------------------------


def test_nothing_of_whoever_is_logged_in_comes_to_the_one_whose_store_is_open(
    visit, operator, neighbour_operator, neighbour_village, running_version
):
    head, on = Person(name="MADE RAHASIA", nik="5108014711870009", sex="2", relation="1"), timezone.localdate()
    facts = {"address": Address(address="Banjar Kelod"), "head": head, "by": neighbour_operator}
    family = registry.register(village=neighbour_village, kk=None, on=on, at=timezone.now(), **facts)
    hers = Visit(family, running_version)
    hers.finished_at = None
    Phone(neighbour_operator).send(hers)
    page = visit(operator, PHONE)
    screens.set_up(page)
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": _session_of(neighbour_operator)}
    page.context.add_cookies([{**cookie, "url": page.url.split("/lapangan")[0]}])

    with page.expect_response("**/api/v1/session"):
        page.evaluate("() => dispatchEvent(new Event('online'))")

    expect(page.locator("body")).to_contain_text(f"Survei ini dibuat oleh {operator.full_name}.")
    page.wait_for_timeout(1_000)  # what was under way comes to its end
    assert page.evaluate(KEPT, [operator.pk, screens.PIN]) == {"user": operator.pk, "drafts": []}


# --- photos ----------------------------------------------------------------------------------------------------------


def at_photos(visit, operator) -> tuple[Page, str]:
    page = visit(operator, PHONE)
    screens.set_up(page)
    pk = screens.begin(page, "WAYAN SUKARTA")
    page.get_by_role("link", name="Foto", exact=True).click()
    screens.heading(page, "Foto")
    return page, pk


def test_a_photo_that_is_ready_only_after_the_survey_was_opened_anew_undoes_no_answer(
    visit, operator, open_round, published, household
):
    page, pk = at_photos(visit, operator)
    page.evaluate(SLOW_PICTURES)
    screens.shoot(page, "front", 1)
    page.goto("/lapangan/#/")
    screens.heading(page, "Beranda")
    page.goto(f"/lapangan/#/survei/{pk}/tanya/roof")
    page.locator("input[type=radio]").first.check()
    expect(page.locator(".saved")).to_contain_text("Tersimpan")

    page.wait_for_timeout(4_000)  # the photo is ready
    page.locator("input[type=radio]").nth(1).check()
    expect(page.locator(".saved")).to_contain_text("Tersimpan")
    page.wait_for_timeout(1_000)

    [draft] = page.evaluate(KEPT, [operator.pk, screens.PIN])["drafts"]
    assert (draft["answers"], draft["photos"]) == (["roof"], 1)


def test_a_photo_for_which_the_app_was_locked_is_asked_for_again(visit, operator, open_round, published, household):
    page, _pk = at_photos(visit, operator)
    now = time.time()
    page.clock.set_fixed_time(now)
    with page.expect_file_chooser() as camera:
        page.locator("#ambil-front").click()
    page.evaluate(BACK_FROM_CAMERA)
    page.clock.set_fixed_time(now + timedelta(minutes=6).total_seconds())

    camera.value.set_files({"name": "foto.jpg", "mimeType": "image/jpeg", "buffer": picture(1).getvalue()})

    screens.unlock(page)
    expect(page.get_by_text("Foto tadi belum tersimpan")).to_be_visible()
