// Photos over a line of any kind: several at once where it is quick; else one by one; and once a photo has failed,
// in pieces, on from what the server has.

import { NoSignal, ask, bytes, several } from "./wire.js";

// Small enough that a cut costs little, large enough that what is said around a piece hardly counts.
const PIECE_BYTES = 12 * 1024;
// What the line carries in so long may go at once, for so much is lost when it breaks; the server takes 2.5 MB.
const TOGETHER_MS = 4_000;
const TOGETHER_BYTES = 2_000_000;
// Photos that did not get through whole since the app was opened, and how much of each the server has.
const broken = new Map();
// Bytes a millisecond, as the last photos took; 0 while that is not known.
let pace = 0;
// Several at once did not get through since the app was opened: something between does not let so much pass.
let oneByOne = false;

/**
 * @param {{sha256: string, bytes: number}[]} photos to be sent in this order
 * @returns {number} how many of them may go at once: 1, or more on a quick line
 */
export function howMany(photos) {
  const room = oneByOne ? 0 : Math.min(pace * TOGETHER_MS, TOGETHER_BYTES);
  let total = 0;
  const end = photos.findIndex((photo) => broken.has(photo.sha256) || (total += photo.bytes) > room);
  return Math.max(1, end < 0 ? photos.length : end);
}

/**
 * @param {Map<string, Blob>} photos by their hashes: one, or as many as may go at once @param {string} csrf
 * @returns {Promise<{received: string[], refused: Record<string, any>} | null>} which ones the server has now, and why
 *   not the others; null when it wants them one by one
 */
export async function put(photos, csrf) {
  const [[sha, blob]] = photos;
  if (photos.size > 1) {
    const { status, body } = await whole(photos, "POST", "photos", several(photos, csrf));
    oneByOne = status > 200;
    return oneByOne ? null : body;
  }
  const way = broken.has(sha) ? pieces(blob, sha, csrf) : whole(photos, "PUT", `photos/${sha}`, bytes(blob, csrf));
  const { status, body } = await way;
  return status > 201 ? { received: [], refused: { [sha]: body } } : { received: [body.sha256], refused: {} };
}

/** One request; how long it takes tells how much the next one may carry. */
async function whole(photos, ...call) {
  const start = performance.now();
  pace = 0;
  try {
    const answer = await ask(...call);
    for (const { size } of photos.values()) pace += size / (performance.now() - start);
    return answer;
  } catch (error) {
    if (error instanceof NoSignal && photos.size > 1) oneByOne = true;
    else if (error instanceof NoSignal) broken.set([...photos.keys()][0], 0);
    throw error;
  }
}

async function pieces(blob, sha, csrf) {
  for (;;) {
    const start = broken.get(sha);
    const piece = blob.slice(start, start + PIECE_BYTES);
    const answer = await ask("PUT", `photos/${sha}/parts/${start}?total=${blob.size}`, bytes(piece, csrf));
    const goesOn = answer.status === 202 || answer.body.code === "offset";
    if (!goesOn) return answer;
    broken.set(sha, answer.body.received);
  }
}
