// One text for one value, and its hash: the same on the phone and on the server (docs/field-app.md).

/**
 * JSON with sorted keys and no spaces, as Python's
 * `json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)` writes it.
 * Numbers are whole or have at most two decimals by contract, so both sides print them alike.
 * @param {unknown} value made of objects, arrays, strings, finite numbers, booleans and null
 * @returns {string}
 */
export function canonical(value) {
  if (Array.isArray(value)) return `[${value.map((item) => canonical(item ?? null)).join(",")}]`;
  if (value !== null && typeof value === "object") {
    const names = Object.keys(value).filter((name) => value[name] !== undefined);
    names.sort(byCodePoint);
    return `{${names.map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`).join(",")}}`;
  }
  // JSON.stringify would quietly make null of these, and the hashes would part.
  if (typeof value === "number" && !Number.isFinite(value)) throw new TypeError("not a number of JSON");
  return JSON.stringify(value ?? null);
}

/** Python sorts by code point, JavaScript by UTF-16 unit: they part beyond the Basic Multilingual Plane. */
function byCodePoint(one, other) {
  const left = [...one];
  const right = [...other];
  for (let at = 0; at < Math.min(left.length, right.length); at += 1) {
    const difference = left[at].codePointAt(0) - right[at].codePointAt(0);
    if (difference) return difference;
  }
  return left.length - right.length;
}

/**
 * SHA-256 in 64 hex digits.
 * @param {string | ArrayBuffer | Uint8Array} bytesOrText text is hashed as UTF-8
 * @returns {Promise<string>}
 */
export async function sha256(bytesOrText) {
  const bytes = typeof bytesOrText === "string" ? new TextEncoder().encode(bytesOrText) : bytesOrText;
  const digest = await crypto.subtle.digest("SHA-256", bytes);
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
