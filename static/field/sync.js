// Sends what is finished, and drafts early, whenever there is signal: one tab at a time, in order, as often as needed.

import { Locked, StoreFull } from "./store.js";
import { send } from "./outbox.js";
import { APP, Later, NeedsLogin, NoSignal, ask, json } from "./wire.js";
import { NO_SIGNAL } from "./words.js";

const LONGEST_WAIT_MS = 5 * 60_000;
const FIRST_WAIT_MS = 5_000;
// Drafts go early, but not at every key: a while after the last change.
const DRAFT_REST_MS = 20_000;
const FINISHED_REST_MS = 200;
const LOOK_AGAIN_MS = 60_000;
const STUB_DAYS = 7;
const DAY_MS = 86_400_000;
const OLD_APP = { code: "old_app", sentence: "Aplikasi ini perlu diperbarui. Muat ulang halaman saat ada sinyal." };

/**
 * @typedef {object} SyncState
 * @property {boolean} online whether the server answered the last time
 * @property {boolean} sending
 * @property {boolean} needsLogin nothing is lost: `Masuk lagi untuk mengirim`
 * @property {string | null} owner whose surveys these are, when somebody else is logged in: only the owner sends them
 * @property {string} sentence what the operator should know now; empty when nothing
 * @property {{id: string, state: string, sent: number, photos: number,
 *   error: {code: string, sentence: string} | null, nextTry: number | null}[]} items photos sent and needed; nextTry in
 *   milliseconds of the phone's clock
 */

/**
 * Start sending for the person whose store this is; runs until `stop()`.
 * @param {import("./store.js").Store} store open or not: nothing is sent while it is locked
 * @returns {Sync}
 */
export function startSync(store) {
  return new Sync(store);
}

class Sync {
  #listeners = new Set();
  #items = [];
  #facts = { online: navigator.onLine, sending: false, needsLogin: false, owner: null, sentence: "" };
  #photosNow = new Map();
  #timer = null;
  #tries = 0;
  #wakeAt = Infinity;
  #waitUntil = 0; // the server's own word
  #restUntil = 0; // ours, after a failure
  #running = null;
  #again = null;
  #reading = Promise.resolve();

  constructor(store) {
    this.store = store;
    this.channel = new BroadcastChannel(`${store.name}-sync`);
    this.channel.onmessage = ({ data }) => this.#adopt(data);
    this.stopHearing = store.onChange((news) => this.#heard(news));
    this.stopping = new AbortController();
    const on = { signal: this.stopping.signal };
    window.addEventListener("online", () => this.sendNow(), on);
    window.addEventListener("offline", () => this.#show({ online: false }), on);
    document.addEventListener("visibilitychange", () => document.hidden || this.#wake(0), on);
    this.#wake(0);
  }

  /** Send now, whatever was to be waited for; only the server's own word to wait is kept. @returns {Promise<void>} */
  async sendNow() {
    this.#tries = 0;
    await this.#run({ byHand: true });
  }

  /** @param {(state: SyncState) => void} listener called at once and at every change @returns {() => void} stops it */
  onState(listener) {
    this.#listeners.add(listener);
    listener(this.state);
    return () => this.#listeners.delete(listener);
  }

  /** @returns {SyncState} */
  get state() {
    const items = this.#items.map((item) => ({ ...item, ...this.#photosNow.get(item.id) }));
    return { ...this.#facts, items };
  }

  /** Nothing is left to send: a good moment for a new version of the app. @returns {boolean} */
  get isIdle() {
    return !this.#facts.sending && !this.#items.some(isWaiting);
  }

  /** End for good, e.g. when another person takes the phone. */
  stop() {
    this.stopping.abort();
    this.stopHearing();
    clearTimeout(this.#timer);
    this.channel.close();
    this.#listeners.clear();
  }

  /* --- when --- */

  async #heard({ kind, id, typed }) {
    if (kind === "unlock") this.#wake(0);
    if (kind !== "draft") return;
    await this.#renew(id);
    if (!typed) return;
    const item = this.#items.find((one) => one.id === id);
    this.#wake(item?.state === "queued" ? FINISHED_REST_MS : DRAFT_REST_MS);
  }

  /** Run after a while, or earlier when that was planned already. */
  #wake(delay) {
    const at = Date.now() + delay;
    if (this.stopping.signal.aborted || at >= this.#wakeAt) return;
    clearTimeout(this.#timer);
    this.#wakeAt = at;
    this.#timer = setTimeout(() => {
      this.#wakeAt = Infinity;
      this.#run();
    }, Math.min(delay, DAY_MS));
  }

  /** When to look again: at the next try of whatever waits; never, when nothing does. */
  #plan(drafts) {
    const waiting = drafts.filter((draft) => this.#wants(draft));
    if (!waiting.length) return;
    const next = Math.max(Math.min(...waiting.map((draft) => draft.next_try)), this.#restUntil, this.#waitUntil);
    this.#wake(next > Date.now() ? next - Date.now() : LOOK_AGAIN_MS);
  }

  /** Whether a draft has something to send; `byHand` also what was refused. */
  #wants(draft, byHand = false) {
    if (draft.practice || draft.state === "sent" || draft.state === "conflict") return false;
    const { error } = draft;
    if (error?.final) return byHand || error.lacking > 0 || (error.code === "old_app" && error.app !== APP);
    if (isWaiting(draft)) return true;
    if (!draft.sent_revision && isBlank(draft.content)) return false;
    return draft.revision !== draft.sent_revision || draft.lacking > 0;
  }

  /* --- how --- */

  /** One run at a time; what is asked for meanwhile is done right after it. */
  #run({ byHand = false } = {}) {
    if (this.#running) this.#again ||= byHand;
    this.#running ??= this.#alone(() => this.#sendAll(byHand)).finally(() => {
      const again = this.#again;
      this.#running = this.#again = null;
      return again === null ? undefined : this.#run({ byHand: again });
    });
    return this.#running;
  }

  /** One tab sends; another one finds the lock taken and looks again later. */
  async #alone(work) {
    if (!this.store.isOpen || this.stopping.signal.aborted) return;
    await navigator.locks.request(`${this.store.name}-sync`, { ifAvailable: true }, async (lock) => {
      if (lock) await work();
      else this.#wake(LOOK_AGAIN_MS);
    });
  }

  async #sendAll(byHand) {
    try {
      const drafts = await this.#refresh();
      this.#waitUntil = Math.max(this.#waitUntil, ...drafts.map(crowdedUntil));
      if (Date.now() >= this.#waitUntil) await this.#sendWanting(drafts, byHand);
    } catch (error) {
      this.#fail(error);
    } finally {
      this.#photosNow.clear();
      this.#show({ sending: false });
      this.#plan(await this.#refresh());
    }
  }

  async #sendWanting(drafts, byHand) {
    const isDue = (draft) => this.#wants(draft, byHand) && (byHand || draft.next_try <= Date.now());
    const due = drafts.filter(isDue).sort(finishedFirst);
    if (due.length) this.#show({ sending: true });
    // Asked even with nothing to send: the page must know whether there is signal, and who is logged in.
    const session = await this.#session();
    if (session) await this.#sendInOrder(due, session);
    this.#tries = this.#restUntil = 0;
  }

  /** First the answers of whatever is finished, for they decide the deadline; then photos and the sending. */
  async #sendInOrder(due, session) {
    const tried = due.filter((draft) => draft.finished_at && draft.revision !== draft.sent_revision);
    for (const draft of tried) await this.#sendOne(draft, session, { answersOnly: true });
    const failed = new Set((await this.#refresh()).filter((draft) => draft.error).map((draft) => draft.id));
    const rest = due.filter((draft) => !(tried.includes(draft) && failed.has(draft.id)));
    for (const draft of rest) await this.#sendOne(draft, session);
  }

  /** Who is logged in, with the token for this sending; null when these surveys are not this person's. */
  async #session() {
    const answer = await ask("GET", "session");
    const { body } = answer;
    if (answer.status === 426) throw new Later({ ...answer, body: OLD_APP });
    if (body.sentence) throw new Later(answer);
    if (body.service !== "slrt") throw new NoSignal("not ours");
    const { csrf, ...session } = body;
    if (String(session.user.id) !== this.store.userId) {
      const owner = (await this.store.kept("session"))?.user.name ?? "orang lain";
      const sentence = `Survei ini dibuat oleh ${owner}. Masuk sebagai ${owner} untuk mengirim.`;
      this.#show({ online: true, needsLogin: false, owner, sentence });
      return null;
    }
    this.#show({ online: true, needsLogin: false, owner: null, sentence: "" });
    if (session.oldest_app > APP) throw new Later({ ...answer, body: OLD_APP });
    // On a full phone the sending itself makes room: what is only for comfort must not stop it.
    await this.store.keep("session", session).catch(ignoreFull);
    await this.#escrow(csrf);
    await this.#dropStubs(Date.parse(session.server_time));
    return { ...session, csrf };
  }

  /** A forgotten PIN loses nothing once the server keeps the key. */
  async #escrow(csrf) {
    const secret = await this.store.unescrowed();
    if (!secret) return;
    const model = /\(([^)]*)\)/.exec(navigator.userAgent)?.[1] ?? "";
    const what = { label: model.slice(0, 80), key: secret.key };
    const { status } = await ask("PUT", `devices/${secret.device}`, json(what, csrf));
    if (status <= 201) await this.store.noteEscrowed();
  }

  async #dropStubs(now) {
    const drafts = await this.store.drafts();
    for (const { id, state, receipt } of drafts) {
      const isOld = now - Date.parse(receipt?.received_at) > STUB_DAYS * DAY_MS;
      if (state === "sent" && isOld) await this.store.forgetDraft(id);
    }
    await this.store.sweepPhotos(drafts, Date.now() - DAY_MS);
  }

  async #sendOne({ id }, session, { answersOnly = false } = {}) {
    const onPhotos = (sent, photos) => {
      this.#photosNow.set(id, { sent, photos });
      this.#tell();
    };
    try {
      await send(this.store, id, session, { answersOnly, onPhotos });
    } catch (error) {
      if (!(error instanceof Later || error instanceof NoSignal)) throw error;
      await this.#postpone(id, error);
      // A busy row or a fault concerns this survey; a crowd, a full disk or no signal concern them all.
      const concernsAll = error instanceof NoSignal || ["crowded", "full"].includes(error.code) || error.seconds;
      if (concernsAll) throw error;
    }
  }

  #postpone(id, error) {
    return this.store.change(id, async (own, way) => {
      const tries = way.tries + 1;
      const next_try = Date.now() + (error.seconds ? spread(error.seconds * 1_000) : backoff(tries));
      if (way.error?.lacking) return { own, way: { ...way, tries, next_try } };
      const told = error instanceof Later ? { code: error.code, sentence: laterWords(error, next_try) } : null;
      const state = way.revision === own.revision && !way.error?.final ? way.state : null;
      return { own, way: { ...way, tries, next_try, error: told, state, revision: own.revision } };
    });
  }

  #fail(error) {
    if (error instanceof Locked) return;
    if (error instanceof NeedsLogin) {
      const sentence = "Masuk lagi untuk mengirim. Data tidak hilang.";
      this.#show({ online: true, needsLogin: true, sentence: error.code === "role" ? error.message : sentence });
    } else if (error instanceof Later) {
      if (error.seconds) this.#waitUntil = Date.now() + spread(error.seconds * 1_000);
      this.#show({ online: true, sentence: laterWords(error, this.#waitUntil) });
    } else if (error instanceof NoSignal) {
      this.#show({ online: false, sentence: NO_SIGNAL });
    } else if (error instanceof StoreFull) {
      this.#show({ sentence: error.message });
    }
    this.#tries += 1;
    this.#restUntil = Date.now() + backoff(this.#tries);
    // A fault of ours is loud in the console; the surveys stay where they are.
    if (![NeedsLogin, Later, NoSignal, StoreFull].some((kind) => error instanceof kind)) throw error;
  }

  /* --- what is shown --- */

  /** All drafts anew. */
  #refresh() {
    return this.#inTurn(async () => {
      const drafts = await this.store.drafts();
      this.#items = drafts.filter((draft) => !draft.practice).map(itemOf);
      return drafts;
    });
  }

  /** One draft anew: to open them all at every step keeps a cheap phone busy. */
  async #renew(id) {
    const isDone = await this.#inTurn(async () => {
      const draft = await this.store.draft(id);
      const at = this.#items.findIndex((item) => item.id === id);
      if (draft && at >= 0) this.#items[at] = itemOf(draft);
      return draft && (at >= 0 || draft.practice);
    });
    if (!isDone) await this.#refresh();
  }

  /** One reading after the other: what was read last is shown last. Nothing is here while the store is locked. */
  #inTurn(read) {
    const turn = this.#reading.then(read).catch((error) => {
      if (error instanceof Locked) return (this.#items = []);
      throw error;
    });
    this.#reading = turn.catch(() => undefined);
    return turn.finally(() => this.#tell());
  }

  #show(facts) {
    Object.assign(this.#facts, facts);
    if (!this.stopping.signal.aborted) this.channel.postMessage(this.#facts);
    this.#tell();
  }

  /** Another tab sends: what it knows holds here too. */
  #adopt(facts) {
    Object.assign(this.#facts, facts);
    this.#tell();
  }

  #tell() {
    for (const listener of this.#listeners) listener(this.state);
  }
}

/** Nothing was said yet, as after a wrong family was opened: that stays here, where it can be thrown away. */
function isBlank({ household, answers, numbers, ...parts }) {
  const lists = [parts.members, parts.overrides, parts.manifest, Object.keys(answers), Object.keys(numbers)];
  const said = [household.new, household.changes, parts.identity_confirmed, parts.position, parts.note];
  return !lists.some((list) => list.length) && !said.some(Boolean);
}

/** Finished, and not yet whole with the server. @param {{state: string}} item @returns {boolean} */
export const isWaiting = ({ state }) => state === "queued" || state === "waiting_photos";

function ignoreFull(error) {
  if (!(error instanceof StoreFull)) throw error;
}

function itemOf(draft) {
  const { id, state, error, photos, next_try: nextTry } = draft;
  const needed = photos?.needed ?? draft.content.manifest?.length ?? 0;
  return { id, state, sent: photos?.stored ?? 0, photos: needed, error, nextTry: nextTry || null };
}

/** Answers decide the deadline: what is finished goes before drafts, the oldest first. */
function finishedFirst(one, other) {
  if (Boolean(one.finished_at) !== Boolean(other.finished_at)) return one.finished_at ? -1 : 1;
  return String(one.finished_at ?? one.started_at).localeCompare(String(other.finished_at ?? other.started_at));
}

const crowdedUntil = (draft) => (draft.error?.code === "crowded" ? draft.next_try : 0);

/** Never before the time asked for, and not all phones at the same second after it. */
const spread = (ms) => ms * (1 + Math.random() / 10);

const backoff = (tries) => Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (tries - 1)) * (0.75 + Math.random() / 2);

function laterWords(error, at) {
  if (!error.seconds || !at) return error.message;
  const time = new Date(at);
  const [hours, minutes] = [time.getHours(), time.getMinutes()].map((part) => String(part).padStart(2, "0"));
  return `Server ramai, dikirim otomatis pukul ${hours}.${minutes}`;
}
