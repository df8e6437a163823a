"""The phone's store in a real browser: nothing confirmed is lost, nothing lies open, nobody reads another's."""

import json
import uuid

import pytest

from slrt.tests.field_phone import kill, open_page, run, serving
from slrt.tests.real_parts import PHONE

CANARY = "KANARI 5108014711870001"
PIN = "246810"
KILLS = 100
OPEN = """
  const phone = await store.openStore("7");
  if (await phone.isSetUp()) await phone.unlock("246810"); else await phone.setUp("246810");
"""
UNLOCKED = "const phone = await store.openStore('7'); await phone.unlockWith(given.key);"
LAST_ANSWER = UNLOCKED + "return (await phone.draft(given.work.id))?.content.answers.n ?? 0;"
SAVE_FOR_EVER = (
    UNLOCKED
    + """
  const draft = (await phone.draft(given.work.id)) ?? given.work;
  for (let n = given.from + 1; ; n += 1) {
    draft.content.answers.n = n;
    await phone.saveDraft(draft);
    console.debug(n);
  }
"""
)
DUMP = """
  const copied = [];
  const plain = (value) => {
    if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) return new TextDecoder("latin1").decode(value);
    if (value && typeof value === "object") return Object.entries(value).map(([k, v]) => [k, plain(v)]);
    return value;
  };
  for (const { name } of await indexedDB.databases()) {
    const database = await new Promise((done) => (indexedDB.open(name).onsuccess = (e) => done(e.target.result)));
    for (const kind of database.objectStoreNames) {
      const request = database.transaction(kind).objectStore(kind).getAll();
      copied.push([name, kind, plain(await new Promise((done) => (request.onsuccess = () => done(request.result))))]);
    }
    database.close();
  }
  const caches_ = await Promise.all((await caches.keys()).map(async (key) => (await (await caches.open(key)).keys())));
  return JSON.stringify([copied, caches_.length, { ...localStorage }, { ...sessionStorage }, document.cookie]);
"""


def draft(**fields) -> dict:
    """A draft as the screens hand it over."""
    content = {"household": {"id": str(uuid.uuid4())}, "members": [], "answers": {}, "manifest": [], "note": CANARY}
    own = {"id": str(uuid.uuid4()), "instrument": 1, "household": {"head_name": CANARY}, "content": content}
    times = {"started_at": "2026-11-22T09:12:00+08:00", "finished_at": None}
    return {**own, **times, "revision": str(uuid.uuid4()), "parent_revision": None, "state": "draft", **fields}


@pytest.fixture(scope="module")
def url():
    with serving() as address:
        yield address


@pytest.fixture
def page(new_context, url):
    return open_page(new_context(**PHONE), url)


def test_a_tab_that_ends_a_hundred_times_while_saving_keeps_the_last_confirmed_answer(new_context, url):
    context, work, lost, confirmed = new_context(**PHONE), draft(), [], 0
    page = open_page(context, url)
    # Opened by the server's copy of the key: the PIN would take its time a hundred times.
    given = {"key": run(page, OPEN + "return phone.unescrowed();")["key"], "work": work}

    for time in range(KILLS):
        found = run(page, LAST_ANSWER, given)
        if found < confirmed:
            lost.append((time, confirmed, found))
        confirmed, page = save_until_the_end(page, url, {**given, "from": found}, whole=time % 5 == 0, time=time)

    assert lost == []
    assert run(page, LAST_ANSWER, given) >= confirmed > KILLS


def save_until_the_end(page, url, given, *, whole: bool, time: int):
    """The last answer that was said to be kept, and the page opened again; `whole`: the process is killed."""
    said: list[int] = []
    page.on("console", lambda message: said.append(int(message.text)))
    run(page, "window.saving = (async () => {" + SAVE_FOR_EVER + "})();", given)
    while len(said) < 1 + time % 4:
        page.wait_for_timeout(2)
    if whole:
        kill(page)
        return said[-1], open_page(page.context, url)
    page.goto(url)
    return said[-1], page
