// The phone's store: one database per person, everything sealed, nothing said to be kept before it is on the disk.

import { canonical, sha256 } from "./canonical.js";
import { Database, StoreFull, freeBytes } from "./database.js";
import { newWay, saved, together } from "./revisions.js";
import * as vault from "./vault.js";

export { StoreFull };

const KEY = "key";
// Sealed with the data key, so that a key from elsewhere can be tried before anything is read with it.
const PROOF = "slrt";

/**
 * @typedef {{kind: "draft" | "photo" | "kept" | "lock" | "unlock", id: string, typed: boolean, elsewhere: boolean}} News
 */

/** The data key is not in memory: the PIN is needed first. */
export class Locked extends Error {
  constructor() {
    super("Aplikasi terkunci. Masukkan PIN.");
    this.name = "Locked";
  }
}

/**
 * Open the database of one person; what lies in it stays closed until `unlock`.
 * @param {number | string} userId
 * @returns {Promise<Store>}
 */
export async function openStore(userId) {
  const store = new Store(String(userId));
  await store.database.open();
  return store;
}

export class Store {
  #dataKey = null;
  #listeners = new Set();

  constructor(userId) {
    this.userId = userId;
    this.name = `slrt-${userId}`;
    this.database = new Database(this.name);
    this.channel = new BroadcastChannel(this.name);
    this.channel.onmessage = ({ data }) => this.#hear(data);
  }

  /* --- key and PIN --- */

  /** @returns {boolean} whether the data key is in memory */
  get isOpen() {
    return this.#dataKey !== null;
  }

  /** @returns {Promise<boolean>} whether this person has chosen a PIN on this phone */
  async isSetUp() {
    return (await this.database.read("meta", KEY)) !== undefined;
  }

  /** @returns {Promise<string | null>} the id of this phone and person */
  async device() {
    return (await this.database.read("meta", KEY))?.device ?? null;
  }

  /**
   * First use: make the data key, close it by the PIN, and open the store. Never replaces a key that is there.
   * @param {string} pin six digits
   * @returns {Promise<{device: string, key: string}>} for the server to keep (`PUT devices/{device}`)
   */
  async setUp(pin) {
    refuseUnlessPin(pin);
    const dataKey = await vault.newDataKey();
    const device = crypto.randomUUID();
    const proof = await vault.sealValue(dataKey, PROOF, device);
    const wrapped = await vault.wrapKey(dataKey, pin);
    await this.database.add("meta", KEY, { device, wrapped, proof, escrowed: false, made_at: Date.now() });
    this.#open(dataKey);
    return { device, key: await vault.exportKey(dataKey) };
  }

  /** @param {string} pin @returns {Promise<boolean>} whether it was the right one; then the store is open */
  async unlock(pin) {
    const dataKey = await vault.unwrapKey((await this.#meta()).wrapped, String(pin));
    if (dataKey) this.#open(dataKey);
    return dataKey !== null;
  }

  /** @param {string} key base64 from the server @returns {Promise<boolean>} whether it opens this store */
  async unlockWith(key) {
    const { proof } = await this.#meta();
    try {
      const dataKey = await vault.importKey(key);
      await vault.unsealValue(dataKey, PROOF, proof);
      this.#open(dataKey);
      return true;
    } catch {
      return false;
    }
  }

  /** Close the same data key by another PIN. @param {string} pin six digits */
  async newPin(pin) {
    refuseUnlessPin(pin);
    const wrapped = await vault.wrapKey(this.#key(), pin);
    await this.database.write([["meta", KEY, { ...(await this.#meta()), wrapped }]]);
  }

  /** Forget the data key, in every tab; what is being written is still written. */
  lock() {
    this.#dataKey = null;
    this.#tell("lock", "");
  }

  /** @returns {Promise<{device: string, key: string} | null>} what the server does not keep yet, for the sender */
  async unescrowed() {
    const { device, escrowed } = await this.#meta();
    return escrowed ? null : { device, key: await vault.exportKey(this.#key()) };
  }

  /** The server keeps the key now. */
  async noteEscrowed() {
    await this.database.write([["meta", KEY, { ...(await this.#meta()), escrowed: true }]]);
  }

  async #meta() {
    const meta = await this.database.read("meta", KEY);
    if (!meta) throw new Error("not set up");
    return meta;
  }

  #key() {
    if (!this.#dataKey) throw new Locked();
    return this.#dataKey;
  }

  #open(dataKey) {
    this.#dataKey = dataKey;
    this.#say({ kind: "unlock", id: "", typed: false, elsewhere: false });
  }

  /* --- drafts --- */

  /** @returns {Promise<object[]>} every draft, the one begun last first */
  async drafts() {
    const key = this.#key();
    const ids = await this.database.keys("drafts");
    const found = await Promise.all(ids.map((id) => this.#parts(key, id)));
    const drafts = found.filter(({ own }) => own).map(({ own, way }) => together(own, way));
    return drafts.sort((one, other) => String(other.started_at).localeCompare(String(one.started_at)));
  }

  /** @param {string} id @returns {Promise<object | null>} */
  async draft(id) {
    const { own, way } = await this.#parts(this.#key(), id);
    return own && together(own, way);
  }

  /**
   * Keep a draft; resolves when it is on the disk, rejects with StoreFull when there is no room (and the last kept
   * one is still there). A new revision is made when the last one may have reached the server: the given object is
   * brought up to date and given back.
   * @param {object} draft see docs/field-app.md; `state` counts only as "returned", the rest follows from the facts
   * @returns {Promise<object>} the same object
   */
  async saveDraft(draft) {
    const copy = structuredClone(draft);
    const work = async (own, way) => ((await isSentAlready(copy, way)) ? { own, way } : saved(copy, own, way));
    const kept = await this.change(copy.id, work, { typed: true });
    const { revision, parent_revision, state, sent_revision, error } = kept;
    return Object.assign(draft, { revision, parent_revision, state, sent_revision, error });
  }

  /**
   * Read, change and write one draft while nobody else does, in this tab or another: for the sender.
   * @param {string} id
   * @param {(own: object | null, way: import("./revisions.js").Way) =>
   *   Promise<{own: object | null, way: object, photos?: string[]}>} work `photos`: hashes to forget in the same moment
   * @param {{typed: boolean}} [of] whether it is the operator who changes it
   * @returns {Promise<object | null>} the draft as it is now
   */
  change(id, work, { typed = false } = {}) {
    const key = this.#key();
    return this.#alone(id, async () => {
      const before = await this.#parts(key, id);
      if (!before.own && !typed) return null; // thrown away meanwhile
      const { own, way, photos = [] } = await work(before.own, before.way);
      const changes = photos.map((sha) => ["photos", sha, null]);
      if (own !== before.own) changes.push(["drafts", id, await this.#sealed(key, `drafts/${id}`, own)]);
      if (way !== before.way) changes.push(["sending", id, await this.#sealed(key, `sending/${id}`, way)]);
      if (changes.length) {
        await this.database.write(changes);
        this.#tell("draft", id, typed);
      }
      return together(own, way);
    });
  }

  /** @param {string} id */
  async forgetDraft(id) {
    await this.#alone(id, () =>
      this.database.write([
        ["drafts", id, null],
        ["sending", id, null],
      ]),
    );
    this.#tell("draft", id);
  }

  async #parts(key, id) {
    const [draft, sending] = await Promise.all([this.database.read("drafts", id), this.database.read("sending", id)]);
    return {
      own: draft ? await vault.unsealValue(key, `drafts/${id}`, draft.sealed) : null,
      way: sending ? await vault.unsealValue(key, `sending/${id}`, sending.sealed) : newWay(),
    };
  }

  /** A record: in the clear stand only ids, states and times. */
  async #sealed(key, place, value) {
    const { revision, state = null, practice = false } = value;
    return { revision, state, practice, saved_at: Date.now(), sealed: await vault.sealValue(key, place, value) };
  }

  /** One after the other for one draft, in all tabs. */
  #alone(id, work) {
    return navigator.locks.request(`${this.name}/${id}`, work);
  }

  /* --- photos and lists --- */

  /**
   * Keep a photo under the hash of its bytes; resolves when it is on the disk, rejects with StoreFull.
   * @param {string} sha @param {Blob} blob
   */
  async savePhoto(sha, blob) {
    // Bytes, never a File: its handle may die with the camera app.
    const bytes = await blob.arrayBuffer();
    const sealed = await vault.seal(this.#key(), `photos/${sha}`, bytes);
    await this.database.write([["photos", sha, { bytes: bytes.byteLength, saved_at: Date.now(), sealed }]]);
    this.#tell("photo", sha);
  }

  /** @param {string} sha @returns {Promise<Blob | null>} */
  async photo(sha) {
    const key = this.#key();
    const record = await this.database.read("photos", sha);
    if (!record) return null;
    return new Blob([await vault.unseal(key, `photos/${sha}`, record.sealed)], { type: "image/jpeg" });
  }

  /** @param {string} sha */
  async forgetPhoto(sha) {
    await this.database.write([["photos", sha, null]]);
    this.#tell("photo", sha);
  }

  /** @returns {Promise<string[]>} hashes of the photos that lie here */
  photos() {
    return this.database.keys("photos");
  }

  /** Keep what the server gave, for when there is no signal. @param {string} name @param {unknown} value JSON */
  async keep(name, value) {
    const sealed = await vault.sealValue(this.#key(), `kept/${name}`, value);
    await this.database.write([["kept", name, { saved_at: Date.now(), sealed }]]);
    this.#tell("kept", name);
  }

  /** @param {string} name @returns {Promise<any>} null when nothing was kept */
  async kept(name) {
    const key = this.#key();
    const record = await this.database.read("kept", name);
    return record ? vault.unsealValue(key, `kept/${name}`, record.sealed) : null;
  }

  /**
   * Forget photos that no survey names: the page ended between photo and list, or another version was taken.
   * @param {object[]} drafts all of them @param {number} before milliseconds: younger ones may be on their way in
   */
  async sweepPhotos(drafts, before) {
    const named = new Set(drafts.flatMap(({ content }) => content.manifest.map((photo) => photo.sha256)));
    for (const sha of await this.photos()) {
      if (named.has(sha)) continue;
      const { saved_at: at } = (await this.database.read("photos", sha)) ?? {};
      if (at < before) await this.forgetPhoto(sha);
    }
  }

  /* --- news and room --- */

  /**
   * Hear of changes, of this tab and of others.
   * @param {(news: News) => void} listener `typed`: this tab's operator saved it; `elsewhere`: another tab did it
   * @returns {() => void} stops it
   */
  onChange(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #tell(kind, id, typed = false) {
    this.channel.postMessage({ kind, id });
    this.#say({ kind, id, typed, elsewhere: false });
  }

  #hear({ kind, id }) {
    this.#say({ kind, id, typed: false, elsewhere: true });
    // After whoever heard it has begun to keep what was typed.
    if (kind === "lock") setTimeout(() => (this.#dataKey = null));
  }

  #say(news) {
    for (const listener of this.#listeners) listener(news);
  }

  /** @returns {Promise<{usage: number | null, quota: number | null, free: number | null, persisted: boolean}>} bytes */
  async free() {
    const { usage = null, quota = null } = (await navigator.storage?.estimate?.()) ?? {};
    const persisted = (await navigator.storage?.persisted?.()) ?? false;
    return { usage, quota, free: await freeBytes(), persisted };
  }

  /** Ask the browser never to clear this store by itself. @returns {Promise<boolean>} whether it will not */
  async persist() {
    return (await navigator.storage?.persist?.()) ?? false;
  }
}

function refuseUnlessPin(pin) {
  if (!/^[0-9]{6}$/.test(String(pin))) throw new RangeError("PIN harus 6 angka.");
}

/** A page that was open while its survey was sent saves the same once more as it closes: nothing is new. */
async function isSentAlready(draft, way) {
  if (way.state !== "sent" || draft.state === "returned") return false;
  return way.sent.hash === (await sha256(canonical(draft.content)));
}
