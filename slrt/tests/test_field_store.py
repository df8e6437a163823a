"""The phone's store in a real browser: nothing confirmed is lost, nothing lies open, nobody reads another's."""

import hashlib
import io
import re
import uuid
from base64 import b64encode

import pytest
from PIL import Image

from assessment.tests.uploads import exif_with_gps, jpeg, noise
from slrt.tests.field_phone import kill, open_page, run, serving
from slrt.tests.real_parts import PHONE

CANARY = "KANARI 5108014711870001"
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
        confirmed, page = save_until_the_end(page, url, {**given, "from": found}, whole=time % 10 == 0, time=time)

    assert lost == []
    assert run(page, LAST_ANSWER, given) >= confirmed > KILLS


def save_until_the_end(page, url, given, *, whole: bool, time: int):
    """The last answer that was said to be kept, and the page opened again; `whole`: the process is killed."""
    said: list[int] = []
    page.on("console", lambda message: said.append(int(message.text)))
    run(page, "window.saving = (async () => {" + SAVE_FOR_EVER + "})();", given)
    while len(said) < 1 + time % 2:
        page.wait_for_timeout(2)
    if whole:
        kill(page)
        return said[-1], open_page(page.context, url)
    page.goto(url)
    return said[-1], page


def test_a_wrong_pin_opens_nothing_and_the_servers_key_opens_all(page):
    given = {"work": draft()}
    made = run(page, 'return (await store.openStore("7")).setUp("246810");')

    seen = run(
        page,
        """
        const phone = await store.openStore("7");
        const found = { wrong: await phone.unlock("000000"), open: phone.isOpen };
        found.locked = await phone.drafts().catch((error) => error.name);
        found.strange = await phone.unlockWith(btoa("x".repeat(32)));
        found.server = await phone.unlockWith(given.key);
        await phone.saveDraft(given.work);
        await phone.newPin("135790");
        phone.lock();
        found.old = await phone.unlock("246810");
        found.renewed = await phone.unlock("135790");
        found.kept = (await phone.draft(given.work.id)).household;
        found.again = await phone.setUp("111111").catch((error) => error.name);
        found.short = await phone.newPin("1234").catch((error) => error.message);
        return found;
        """,
        {"key": made["key"], **given},
    )

    assert seen == {
        **{"wrong": False, "open": False, "locked": "Locked", "strange": False, "server": True},
        **{"old": False, "renewed": True, "kept": given["work"]["household"]},
        **{"again": "ConstraintError", "short": "PIN harus 6 angka."},
    }


def test_nothing_personal_lies_open_on_the_phone(page):
    photo = [0xFF, 0xD8, 0xFF, *CANARY.encode()] * 50
    given = {"work": draft(), "photo": photo, "canary": CANARY}

    dump = run(
        page,
        OPEN
        + """
        await phone.saveDraft(given.work);
        await phone.change(given.work.id, async (own, way) => ({ own, way: { ...way, frozen: given.work } }));
        await phone.savePhoto("ab", new Blob([new Uint8Array(given.photo)]));
        await phone.keep("work", [{ name: given.canary }]);
        phone.lock();
        """
        + DUMP,
        given,
    )

    assert given["work"]["revision"] in dump  # ids lie open: the dump reads what is there
    assert "slrt-7" in dump
    assert CANARY not in dump
    assert "5108014711870001" not in dump


def test_photos_and_lists_come_back_as_they_were(page):
    photo = list(range(256)) * 4

    seen = run(
        page,
        OPEN
        + """
        await phone.savePhoto("ab", new Blob([new Uint8Array(given)]));
        await phone.keep("codes", { sex: [["1", "Laki-laki"]] });
        const blob = await phone.photo("ab");
        const found = [[...new Uint8Array(await blob.arrayBuffer())], blob.type, await phone.photos()];
        await phone.forgetPhoto("ab");
        return [...found, await phone.photo("ab"), await phone.kept("codes"), await phone.kept("none")];
        """,
        photo,
    )

    assert seen == [photo, "image/jpeg", ["ab"], None, {"sex": [["1", "Laki-laki"]]}, None]


def test_a_full_phone_says_so_and_loses_nothing(page, url):
    given = {"work": draft()}
    # Before the first write: the browser asks for the room that is left only now and then.
    limit = {"origin": url.rstrip("/"), "quotaSize": 1_000_000}
    page.context.new_cdp_session(page).send("Storage.overrideQuotaForOrigin", limit)
    run(page, OPEN + "await phone.saveDraft(given.work); window.phone = phone;", given)

    seen = run(
        page,
        """
        const { phone } = window;
        const told = (error) => [error.name, error.message];
        const photo = await phone.savePhoto("ab", new Blob([new Uint8Array(3_000_000)])).catch(told);
        const long = { ...given.work, content: { ...given.work.content, note: "a".repeat(3_000_000) } };
        const draft = await phone.saveDraft(long).catch(told);
        return [photo, draft, (await phone.draft(given.work.id)).content, await phone.photos()];
        """,
        given,
    )

    for name, sentence in seen[:2]:
        assert name == "StoreFull"
        assert re.fullmatch(r"Ruang HP hampir habis \(\d+ MB\)\. Hapus video atau foto lama dahulu\.", sentence)
    assert seen[2:] == [given["work"]["content"], []]


def test_another_person_on_the_same_phone_sees_nothing_of_the_first(page):
    given = {"work": draft()}

    seen = run(
        page,
        OPEN
        + """
        await phone.saveDraft(given.work);
        const { key } = await phone.unescrowed();
        phone.lock();
        const other = await store.openStore("8");
        const isSetUp = await other.isSetUp();
        await other.setUp("246810");
        const found = [isSetUp, await other.drafts(), await other.unlockWith(key), await other.photos()];
        await phone.unlock("246810");
        return [...found, (await phone.drafts()).length];
        """,
        given,
    )

    assert seen == [False, [], False, [], 1]


def test_a_store_that_the_system_closed_opens_by_itself(page):
    seen = run(
        page,
        OPEN
        + """
        await phone.saveDraft(given.work);
        (await phone.database.open()).close();
        await phone.saveDraft({ ...given.work, instrument: 2 });
        return (await phone.draft(given.work.id)).instrument;
        """,
        {"work": draft()},
    )

    assert seen == 2


def test_two_tabs_hear_of_each_other_and_lock_together(page, url):
    other = open_page(page.context, url)
    run(page, OPEN + "window.phone = phone;")
    run(other, OPEN + "window.phone = phone; window.news = []; phone.onChange((one) => news.push(one));")
    work = draft()

    run(page, "await window.phone.saveDraft(given);", work)
    run(page, "window.phone.lock();")

    other.wait_for_function("() => news.some((one) => one.kind === 'lock')")
    assert run(other, "return [window.phone.isOpen, ...news.map((one) => [one.kind, one.id, one.elsewhere])];") == [
        False,
        ["draft", work["id"], True],
        ["lock", "", True],
    ]


def test_a_change_after_sending_is_a_new_revision_that_names_its_parent(page):
    work = draft()
    first = work["revision"]

    seen = run(
        page,
        OPEN
        + """
        const edit = (draft, n) => ({ ...structuredClone(draft), content: { ...draft.content, answers: { n } } });
        const inHand = await phone.saveDraft(structuredClone(given));
        const before = (await phone.saveDraft(edit(inHand, 1))).revision;
        const content = (await phone.draft(given.id)).content;
        const hash = await canonical.sha256(canonical.canonical(content));
        const sent = { revision: before, hash, finished: false };
        await phone.change(given.id, async (own, way) => ({ own, way: { ...way, known: [before], sent, last: sent } }));
        const same = await phone.saveDraft(await phone.draft(given.id));
        const changed = await phone.saveDraft(edit(await phone.draft(given.id), 2));
        const older = await phone.saveDraft(edit(inHand, 3)); // another tab, that knows nothing of the sending
        const now = await phone.draft(given.id);
        return [before, same.revision, changed.parent_revision, changed.revision === before, older.parent_revision,
          older.revision === changed.revision, now.sent_revision, now.content.answers];
        """,
        work,
    )

    assert seen == [first, first, first, False, first, True, first, {"n": 3}]


def test_a_photo_is_shrunk_upright_and_without_its_metadata(page):
    original = jpeg(noise(4000, 3000), quality=90, exif=exif_with_gps(orientation=6))

    small, sha, size, broken = run(
        page,
        """
        const bytes = Uint8Array.from(atob(given), (sign) => sign.charCodeAt(0));
        const made = await camera.shrink(new File([bytes], "IMG.jpg", { type: "image/jpeg" }));
        const refused = await camera.shrink(new Blob(["bukan foto"])).catch((error) => error.message);
        return [[...new Uint8Array(await made.blob.arrayBuffer())], made.sha256, made.bytes, refused];
        """,
        b64encode(original).decode(),
    )

    image = Image.open(io.BytesIO(bytes(small)))
    assert image.height > image.width
    assert max(image.size) <= 1280
    assert dict(image.getexif()) == {}
    assert (hashlib.sha256(bytes(small)).hexdigest(), len(small)) == (sha, size)
    assert size <= 350 * 1024 < len(original)
    assert broken == "Foto rusak, ambil ulang."


@pytest.mark.parametrize(("accuracy", "why"), [(7.128, "good"), (38, "stopped"), (0, "stopped")])
def test_a_place_is_watched_until_it_is_good(page, accuracy, why):
    page.context.set_geolocation({"latitude": -8.1123456, "longitude": 115.0881, "accuracy": accuracy})

    best, ended = run(
        page,
        """
        return new Promise((resolve) => {
          const search = place.watchPlace({
            onFix: () => given === "stopped" && setTimeout(() => search.stop(), 0),
            onEnd: (best, why) => resolve([best, why]),
          });
        });
        """,
        why,
    )

    assert ended == why
    assert (best["latitude"], best["longitude"]) == ("-8.112346", "115.088100")
    assert (best["accuracy_m"], best["attempts"]) == (round(accuracy, 2), 1)
