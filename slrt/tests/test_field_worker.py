"""The service worker of the field app: opens without signal, lets a newer one in without loss, keeps nobody's pages."""

import pytest
from playwright.sync_api import Page, expect

from assessment import views_field
from slrt.tests.field_phone import run
from slrt.tests.field_steps import LOAD, OPEN, SEND, arrived, inside, keep
from slrt.tests.real_parts import PHONE

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

OPENINGS = 20
QUEUE = 10
INSTALLED = "async () => void (await navigator.serviceWorker.ready)"
KEPT = """async () => {
  const names = await caches.keys();
  const found = await Promise.all(names.map(async (name) => {
    const cache = await caches.open(name);
    const answers = await Promise.all((await cache.keys()).map(async (request) => [
      new URL(request.url).pathname, await (await cache.match(request)).text()]));
    return [name, Object.fromEntries(answers)];
  }));
  return Object.fromEntries(found);
}"""
UPDATE = """async () => {
  const registration = await navigator.serviceWorker.getRegistration();
  for (let time = 0; time < 20 && !registration.waiting; time += 1) {
    await registration.update().catch(() => {}); // as at the next opening, when the first look failed
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  return Boolean(registration.waiting);
}"""
TAKE = """async () => {
  const registration = await navigator.serviceWorker.getRegistration();
  const changed = new Promise((resolve) => navigator.serviceWorker.addEventListener("controllerchange", resolve));
  registration.waiting.postMessage("skip-waiting");
  await Promise.race([changed, new Promise((resolve) => setTimeout(resolve, 10_000))]);
}"""


# Which way a call went: past the worker, or through it (then there is no route).
WAY_OF_A_CALL = """async () => {
  await (await fetch("/api/v1/session")).json();
  return performance.getEntriesByType("resource").at(-1).workerMatchedSourceType;
}"""


def install(page: Page) -> None:
    """Open the app once with signal, and once more, now from the field_phone."""
    page.goto("/lapangan/")
    page.evaluate(INSTALLED)
    page.reload()


def test_the_app_opens_without_signal_keeps_nobodys_page_and_offers_what_is_newer(visit, operator, monkeypatch):
    page = visit(operator, PHONE)
    install(page)
    assert page.evaluate(WAY_OF_A_CALL) == "network"
    page.goto("/")  # a page of a person who is logged in
    page.context.set_offline(True)

    opened = 0
    for _time in range(OPENINGS):
        answer = page.goto("/lapangan/")
        opened += answer.from_service_worker and page.locator("#app h1").first.is_visible()

    assert opened == OPENINGS
    page.context.set_offline(False)
    kept = page.evaluate(KEPT)
    assert len(kept) == 1
    texts = next(iter(kept.values()))
    assert set(texts) == {"/lapangan/", *(f"/static/{name}" for name in views_field.shell_files())}
    assert texts["/lapangan/"] == views_field.shell()
    assert [path for path, text in texts.items() if operator.full_name in text] == []

    publish_newer(monkeypatch)
    page.evaluate(UPDATE)
    expect(page.get_by_text("Versi baru tersedia.")).to_be_visible()
    with page.expect_navigation():
        page.get_by_role("button", name="Muat ulang").click()
    assert "lebih baru" in page.content()


def publish_newer(monkeypatch) -> None:
    """Another version of the shell on the server."""
    newer = views_field.shell().replace("</body>", "<!-- lebih baru --></body>")
    monkeypatch.setattr(views_field, "shell", lambda: newer)


def test_a_newer_version_with_ten_surveys_waiting_delivers_ten(field_phone, make_visit, operator, monkeypatch):
    given = {"user": operator.pk, "key": field_phone.evaluate("window.key")}
    install(field_phone)
    field_phone.evaluate(LOAD)
    run(field_phone, OPEN, given)
    field_phone.context.set_offline(True)
    field_phone.evaluate("window.sync.stop()")  # or it would send them before the newer one is here
    keep(field_phone, *(make_visit(number, homeless=True) for number in range(1, QUEUE + 1)))
    field_phone.context.set_offline(False)
    publish_newer(monkeypatch)
    old = set(field_phone.evaluate("() => caches.keys()"))

    assert field_phone.evaluate(UPDATE)  # it waits: the page decides
    field_phone.evaluate(TAKE)
    field_phone.reload()

    assert "lebih baru" in field_phone.content()
    assert not old & set(field_phone.evaluate("() => caches.keys()"))
    field_phone.evaluate(LOAD)
    calls = []
    field_phone.on("response", lambda answer: calls.append((answer.request.method, answer.from_service_worker)))
    run(field_phone, OPEN, given)
    inside(field_phone, SEND)
    field_phone.wait_for_function("() => window.sync.state.items.every((item) => item.state === 'sent')")
    arrived(QUEUE)
    assert {method for method, by_worker in calls if by_worker} == set()
    assert {"PUT", "POST"} <= {method for method, _by_worker in calls}
