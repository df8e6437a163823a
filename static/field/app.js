/**
 * The field app: who is here, one screen at a time, locked when put away.
 */

import { Chrome } from "./chrome.js";
import { el } from "./dom.js";
import { Editing } from "./editing.js";
import { linkButton } from "./parts.js";
import { Router } from "./router.js";
import { conflict } from "./screens/conflict.js";
import { family as members, household, leave, listed, member } from "./screens/family.js";
import { letIn } from "./screens/gate.js";
import { home } from "./screens/home.js";
import { phone } from "./screens/phone.js";
import { photos } from "./screens/photos.js";
import { place } from "./screens/place.js";
import { note, question } from "./screens/question.js";
import { queue, receipt } from "./screens/receipt.js";
import { review } from "./screens/review.js";
import { family, newFamily, practice } from "./screens/start.js";
import { tasks } from "./screens/tasks.js";
import { Locked } from "./store.js";
import { isWaiting, startSync } from "./sync.js";
import { watchUpdates } from "./updates.js";
import { NeedsLogin, takeAlong } from "./work.js";
import { fullPhone } from "./words.js";

// Which address shows which screen. Addresses hold ids and codes only.
const ROUTES = [
  ["", home],
  ["keluarga/:id", family],
  ["keluarga-baru", newFamily],
  ["survei/:id", tasks],
  ["survei/:id/keluarga", members],
  ["survei/:id/keluarga/ubah", household],
  ["survei/:id/keluarga/pilih", listed],
  ["survei/:id/anggota/:person", member],
  ["survei/:id/anggota/:person/keluar", leave],
  ["survei/:id/tanya/:code", question],
  ["survei/:id/lokasi", place],
  ["survei/:id/foto", photos],
  ["survei/:id/catatan", note],
  ["survei/:id/tinjau", review],
  ["survei/:id/bukti", receipt],
  ["survei/:id/beda", conflict],
  ["antrean", queue],
  ["hp", phone],
  ["latihan", practice],
];

const LOCK_AFTER_MS = 5 * 60_000;
const RENEW_AFTER_MS = 10 * 60_000;
const QUIET_SYNC = {
  online: navigator.onLine,
  sending: false,
  needsLogin: false,
  owner: null,
  sentence: "",
  items: [],
};

/** An address of nothing. */
async function notFound() {
  return { title: "Halaman tidak ada", body: [el("p", {}, linkButton("Ke beranda", "#/", { kind: "primary" }))] };
}

/** What every screen gets: the store, the sender, the draft in the hand. */
class App {
  constructor(root) {
    this.chrome = new Chrome(root, {
      onLock: () => this.lock(),
      onSwitch: () => this.lock({ choose: true }),
      onUpdate: () => this.updates.take(),
    });
    this.router = new Router(this, ROUTES, notFound);
    this.router.onShown = () => this.#renewLine();
    this.updates = watchUpdates(() => this.chrome.offerUpdate(!this.isBusy));
    this.#listen();
  }

  store = null;
  stopHearing = () => undefined;
  sender = null;
  user = null;
  sync = QUIET_SYNC;
  editing = null;
  #hiddenAt = 0;
  #takenAt = 0;
  #redraw = 0;
  #isOutdated = false;

  /** Whether a queue is being sent: no moment for a new version. */
  get isBusy() {
    return Boolean(this.sender && !this.sender.isIdle);
  }

  /** Before the lock, then in. */
  async start(options = {}) {
    this.chrome.setUser(null);
    this.chrome.showSync({ ...QUIET_SYNC, online: true }, 0);
    this.store = await letIn(this, options);
    this.user = await this.store.kept("session");
    this.chrome.setUser(this.user);
    this.stopHearing = this.store.onChange((news) => this.#heard(news));
    this.sender = startSync(this.store);
    this.sender.onState((state) => this.#synced(state));
    await this.router.show();
    await this.renewWork();
  }

  /** Put the app away: what is typed is kept first, then the key is forgotten. */
  async lock(options = {}) {
    if (!this.store?.isOpen) return;
    await this.#keepAll();
    this.store.lock();
    await this.#closed(options);
  }

  /** The key is forgotten: nothing of the person stays on the screen. */
  async #closed(options) {
    this.router.clear();
    this.editing = null;
    this.stopHearing();
    this.sender.stop();
    this.chrome.showSaved("");
    await this.start(options);
  }

  /** Another tab locked: this one is locked too. */
  #heard({ kind, id, elsewhere }) {
    if (kind === "lock" && elsewhere) return this.#keepAll().then(() => this.#closed({}));
    // A tab behind another one: what is in its hand is old now.
    if (kind === "draft" && elsewhere && document.hidden && id === this.editing?.draft.id) this.#isOutdated = true;
    return kind === "unlock" ? undefined : this.#changed();
  }

  async #keepAll() {
    try {
      await this.editing?.flush();
    } catch {
      // Said on the screen already; the lock must not wait for room on the phone.
    }
  }

  /** The draft to work on; the one before is kept first. */
  async edit(id) {
    if (this.editing?.draft.id === id) return this.editing.renew();
    await this.#keepAll();
    const draft = await this.store.draft(id);
    this.editing = draft ? new Editing(this.store, draft, (what) => this.#said(what)) : null;
    this.chrome.showSaved("");
    return this.editing;
  }

  /** The draft as it is now: unsaved words of the one in the hand included. */
  async draft(id) {
    await this.#keepAll();
    return this.store.draft(id);
  }

  /** Take a draft out of the hand, so that the next screen reads it again. */
  async letGo() {
    await this.#keepAll();
    this.editing = null;
  }

  /** Throw a survey away that lies only here, with its photos. */
  async drop({ id, content }) {
    await this.letGo();
    for (const { sha256 } of content.manifest) await this.store.forgetPhoto(sha256);
    await this.store.forgetDraft(id);
  }

  async #said(what) {
    if (typeof what === "string") return this.chrome.showSaved(what);
    const { free } = await this.store.free().catch(() => ({}));
    return this.chrome.showSaved(`Belum tersimpan. ${fullPhone(free)}`);
  }

  /** Another screen. */
  go(path) {
    if (location.hash === `#${path}`) return this.refresh();
    location.hash = path;
    return undefined;
  }

  /** Draw the present screen again. */
  refresh(options) {
    return this.router.show(options);
  }

  /** Take along anew, when there is signal; what is on the phone stays when there is none. */
  async renewWork({ isAsked = false } = {}) {
    if (!navigator.onLine || !this.store?.isOpen) return;
    this.#takenAt = Date.now();
    try {
      this.user = await takeAlong(this.store, { isInHand: (id) => id === this.editing?.draft.id, isAsked });
      this.chrome.setUser(this.user);
    } catch (error) {
      if (error instanceof NeedsLogin) this.#synced({ ...this.sync, needsLogin: true });
    }
    if (this.router.isLive) await this.refresh({ quietly: true });
  }

  #synced(state) {
    this.sync = state;
    this.#changed();
  }

  #changed() {
    clearTimeout(this.#redraw);
    this.#redraw = setTimeout(() => this.#renew(), 150);
  }

  async #renew() {
    if (!this.store?.isOpen) return;
    await this.#renewLine();
    if (this.router.isLive) await this.refresh({ quietly: true });
  }

  async #renewLine() {
    if (!this.store?.isOpen) return;
    this.chrome.showSync(this.sync, this.sync.items.filter(isWaiting).length);
    if (this.updates.waiting) this.chrome.offerUpdate(!this.isBusy);
  }

  #listen() {
    window.addEventListener("hashchange", () => this.store?.isOpen && this.#moved());
    window.addEventListener("online", () => this.renewWork());
    window.addEventListener("offline", () => this.#changed());
    document.addEventListener("visibilitychange", () => this.#hiddenOrBack());
    window.addEventListener("pagehide", () => this.#keepAll());
    // What was still being read when the app was locked ends there: the gate stands in its place.
    window.addEventListener("unhandledrejection", (event) => event.reason instanceof Locked && event.preventDefault());
  }

  async #moved() {
    if (location.hash.startsWith("#/survei/")) await this.#keepAll();
    else await this.letGo();
    await this.router.show();
  }

  async #readAgain() {
    this.#isOutdated = false;
    this.editing = null;
    await this.refresh();
  }

  async #hiddenOrBack() {
    if (document.visibilityState === "hidden") {
      this.#hiddenAt = Date.now();
      return this.#keepAll();
    }
    if (this.#hiddenAt && Date.now() - this.#hiddenAt > LOCK_AFTER_MS) return this.lock();
    if (this.#isOutdated) await this.#readAgain();
    if (Date.now() - this.#takenAt > RENEW_AFTER_MS) return this.renewWork();
    return undefined;
  }
}

new App(document.getElementById("app") ?? document.body).start();
