// One request to the server: JSON or nothing. Whatever else answers (a captive portal, a proxy) counts as no signal.

const BASE = "/api/v1/";
/** Version of the app's protocol; the server says 426 when it is too old. */
export const APP = 1;
const JSON_MS = 30_000;
const PHOTO_MS = 120_000;

/** Nobody answered who is the server. */
export class NoSignal extends Error {}

/** The server wants to be asked later. `seconds` is its own word, or null. */
export class Later extends Error {
  constructor(answer) {
    super(answer.body.sentence);
    this.code = answer.body.code;
    this.seconds = answer.retryAfter;
  }
}

/** The session is over, or not allowed to do this. */
export class NeedsLogin extends Error {
  constructor(answer) {
    super(answer.body.sentence);
    this.code = answer.body.code;
  }
}

/**
 * @typedef {object} Answer
 * @property {number} status
 * @property {Record<string, any>} body
 * @property {number | null} retryAfter seconds
 */

/**
 * Ask the server. Refusals that concern this one survey come back as an answer; the rest is thrown.
 * @param {"GET" | "PUT" | "POST"} method
 * @param {string} path below /api/v1/
 * @param {{body?: BodyInit, headers?: Record<string, string>, csrf?: string, timeout?: number}} [what]
 * @returns {Promise<Answer>}
 */
export async function ask(method, path, { body, headers = {}, csrf = "", timeout = JSON_MS } = {}) {
  const answer = await fetched(method, path, { body, headers, csrf, timeout });
  if (answer.status === 401 || answer.status === 403) throw new NeedsLogin(answer);
  if ([423, 429, 507].includes(answer.status) || answer.status >= 500) throw new Later(answer);
  return answer;
}

async function fetched(method, path, { body, headers, csrf, timeout }) {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), timeout);
  try {
    const response = await fetch(BASE + path, {
      method,
      body,
      headers: { Accept: "application/json", "X-SLRT-App": String(APP), ...(csrf && { "X-CSRFToken": csrf }), ...headers },
      credentials: "same-origin",
      cache: "no-store",
      redirect: "manual", // a portal's redirect is no answer of ours
      signal: patience.signal,
    });
    return await read(response);
  } catch (error) {
    // fetch rejects with TypeError or AbortError; both mean that nothing is known of what the server did.
    throw error instanceof NoSignal ? error : new NoSignal(error.message);
  } finally {
    clearTimeout(timer);
  }
}

async function read(response) {
  const type = response.headers.get("Content-Type") ?? "";
  if (response.type === "opaqueredirect" || !/\bjson\b/.test(type)) throw new NoSignal("not ours");
  const body = await response.json().catch(() => null);
  if (body === null || typeof body !== "object") throw new NoSignal("not ours");
  if (!response.ok && typeof body.code !== "string") throw new NoSignal("not ours");
  const seconds = Number(response.headers.get("Retry-After") ?? NaN);
  return { status: response.status, body, retryAfter: Number.isFinite(seconds) && seconds > 0 ? seconds : null };
}

/** @param {unknown} value @param {string} csrf what `ask` takes to send JSON */
export function json(value, csrf) {
  return { body: JSON.stringify(value), csrf, headers: { "Content-Type": "application/json" } };
}

/** @param {Blob} blob @param {string} csrf what `ask` takes to send a photo or a piece of one */
export function bytes(blob, csrf) {
  return { body: blob, csrf, headers: { "Content-Type": "image/jpeg" }, timeout: PHOTO_MS };
}

/** @param {Map<string, Blob>} photos by their hashes @param {string} csrf what `ask` takes to send several photos */
export function several(photos, csrf) {
  const body = new FormData();
  for (const [sha, blob] of photos) body.append("photos", blob, sha);
  return { body, csrf, timeout: PHOTO_MS };
}
