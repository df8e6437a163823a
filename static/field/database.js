// IndexedDB as promises: opened again when the system closes it, written to the disk before it says so.

const VERSION = 1;
// meta: the wrapped key; drafts: what the operator writes; sending: what became of it; photos; kept: lists from the server.
const STORES = ["meta", "drafts", "sending", "photos", "kept"];

/** The phone is full: nothing was written, and what was there before still is. The message is for the operator. */
export class StoreFull extends Error {
  /** @param {number | null} freeBytes */
  constructor(freeBytes) {
    const room = freeBytes === null ? "" : ` (${Math.max(0, Math.floor(freeBytes / 2 ** 20))} MB)`;
    super(`Ruang HP hampir habis${room}. Hapus video atau foto lama dahulu.`);
    this.name = "StoreFull";
  }
}

const answered = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

export class Database {
  /** @param {string} name */
  constructor(name) {
    this.name = name;
    this.opening = null;
  }

  /** The open connection; low-memory phones close it behind our back, and the next call opens it again. */
  open() {
    this.opening ??= this.connect().catch((error) => {
      this.opening = null;
      throw error;
    });
    return this.opening;
  }

  async connect() {
    const request = indexedDB.open(this.name, VERSION);
    request.onupgradeneeded = () => {
      for (const store of STORES) request.result.createObjectStore(store);
    };
    const database = await answered(request);
    database.onclose = () => (this.opening = null);
    database.onversionchange = () => this.close();
    return database;
  }

  async close() {
    const open = this.opening;
    this.opening = null;
    (await open)?.close();
  }

  /** Run `work` in one transaction; a connection that died in the meantime is opened once more. */
  async transaction(stores, mode, work) {
    const database = await this.open();
    try {
      return await this.attempt(database, stores, mode, work);
    } catch (error) {
      if (error?.name !== "InvalidStateError") throw error;
      this.opening = null;
      return this.attempt(await this.open(), stores, mode, work);
    }
  }

  async attempt(database, stores, mode, work) {
    const transaction = database.transaction(stores, mode, { durability: "strict" });
    const ended = new Promise((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error ?? new DOMException("aborted", "AbortError"));
    });
    const [result] = await Promise.all([work(transaction), ended]);
    return result;
  }

  /** The record under a key, or undefined. */
  read(store, key) {
    return this.transaction([store], "readonly", (t) => answered(t.objectStore(store).get(key)));
  }

  /** Every key of a store. */
  keys(store) {
    return this.transaction([store], "readonly", (t) => answered(t.objectStore(store).getAllKeys()));
  }

  /**
   * Write and delete together; resolves when it is on the disk, rejects with StoreFull when there is no room.
   * @param {[string, IDBValidKey, object | null][]} changes store, key and record; null deletes
   */
  async write(changes) {
    const stores = [...new Set(changes.map(([store]) => store))];
    try {
      await this.transaction(stores, "readwrite", async (t) => {
        for (const [store, key, record] of changes) {
          if (record === null) t.objectStore(store).delete(key);
          else t.objectStore(store).put(record, key);
        }
      });
    } catch (error) {
      if (error?.name !== "QuotaExceededError") throw error;
      throw new StoreFull(await freeBytes());
    }
  }

  /** Write a record that must not be there yet; rejects with ConstraintError when it is. */
  add(store, key, record) {
    return this.transaction([store], "readwrite", (t) => answered(t.objectStore(store).add(record, key)));
  }
}

/** @returns {Promise<number | null>} bytes this site may still write, or null where the browser does not say */
export async function freeBytes() {
  const { usage, quota } = (await navigator.storage?.estimate?.()) ?? {};
  return quota === undefined ? null : quota - usage;
}
