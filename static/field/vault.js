// Seals and opens what lies on the phone: AES-256-GCM under a data key that only a PIN, or the server's copy, gives back.
// A PIN of six digits stops the next user of a shared phone, not a laboratory (docs/field-app.md).

const PIN_ROUNDS = 600_000;
const NONCE_BYTES = 12;
const CIPHER = { name: "AES-GCM", length: 256 };

/** @param {Uint8Array | ArrayBuffer} bytes @returns {string} */
export function toBase64(bytes) {
  return btoa(String.fromCharCode(...new Uint8Array(bytes)));
}

/** @param {string} text @returns {Uint8Array} throws when it is no base64 */
export function fromBase64(text) {
  return Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
}

/** A new data key of this person and phone. @returns {Promise<CryptoKey>} */
export function newDataKey() {
  // Extractable, because a new PIN must wrap the same key again.
  return crypto.subtle.generateKey(CIPHER, true, ["encrypt", "decrypt"]);
}

/** @param {CryptoKey} key @returns {Promise<string>} base64 of 32 bytes */
export async function exportKey(key) {
  return toBase64(await crypto.subtle.exportKey("raw", key));
}

/** @param {string} text base64 of 32 bytes @returns {Promise<CryptoKey>} */
export function importKey(text) {
  return crypto.subtle.importKey("raw", fromBase64(text), CIPHER, true, ["encrypt", "decrypt"]);
}

async function keyOfPin(pin, salt, rounds) {
  const typed = await crypto.subtle.importKey("raw", new TextEncoder().encode(pin), "PBKDF2", false, ["deriveKey"]);
  const way = { name: "PBKDF2", hash: "SHA-256", salt, iterations: rounds };
  return crypto.subtle.deriveKey(way, typed, CIPHER, false, ["wrapKey", "unwrapKey"]);
}

/**
 * The data key, closed by a PIN, as it may lie in the clear.
 * @param {CryptoKey} key
 * @param {string} pin
 * @returns {Promise<{salt: Uint8Array, nonce: Uint8Array, rounds: number, wrapped: ArrayBuffer}>}
 */
export async function wrapKey(key, pin) {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const nonce = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
  const wrapping = await keyOfPin(pin, salt, PIN_ROUNDS);
  const wrapped = await crypto.subtle.wrapKey("raw", key, wrapping, { name: "AES-GCM", iv: nonce });
  return { salt, nonce, rounds: PIN_ROUNDS, wrapped };
}

/** The data key again, or null when the PIN is another one. @returns {Promise<CryptoKey | null>} */
export async function unwrapKey({ salt, nonce, rounds, wrapped }, pin) {
  const wrapping = await keyOfPin(pin, salt, rounds);
  const way = { name: "AES-GCM", iv: nonce };
  try {
    return await crypto.subtle.unwrapKey("raw", wrapped, wrapping, way, CIPHER, true, ["encrypt", "decrypt"]);
  } catch {
    return null;
  }
}

/**
 * Seal bytes for one place; sealed for one place they open at no other.
 * @param {CryptoKey} key
 * @param {string} place name of the record
 * @param {Uint8Array | ArrayBuffer} bytes
 * @returns {Promise<{nonce: Uint8Array, data: ArrayBuffer}>}
 */
export async function seal(key, place, bytes) {
  const nonce = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
  return { nonce, data: await crypto.subtle.encrypt(way(nonce, place), key, bytes) };
}

/** The bytes again; rejects when key, place or data are others. @returns {Promise<ArrayBuffer>} */
export function unseal(key, place, { nonce, data }) {
  return crypto.subtle.decrypt(way(nonce, place), key, data);
}

function way(nonce, place) {
  return { name: "AES-GCM", iv: nonce, additionalData: new TextEncoder().encode(place) };
}

/** As `seal`, for a value of JSON. */
export function sealValue(key, place, value) {
  return seal(key, place, new TextEncoder().encode(JSON.stringify(value)));
}

/** As `unseal`, for a value of JSON. */
export async function unsealValue(key, place, sealed) {
  return JSON.parse(new TextDecoder().decode(await unseal(key, place, sealed)));
}
