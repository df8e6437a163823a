// A photo over a line that breaks: whole at first; once that has failed in pieces, on from what the server has.

import { NoSignal, ask, bytes, jpeg } from "./wire.js";

// Small enough that a cut costs little, large enough that what is said around a piece hardly counts.
const PIECE_BYTES = 12 * 1024;
// Photos that did not get through whole since the app was opened, and how much of each the server has.
const broken = new Map();

/**
 * @param {Blob} blob @param {string} sha hex @param {string} csrf
 * @returns {Promise<import("./wire.js").Answer>} 201 or 200 when the server has all of it
 */
export async function putPhoto(blob, sha, csrf) {
  if (broken.has(sha)) return putPieces(blob, sha, csrf);
  try {
    return await ask("PUT", `photos/${sha}`, jpeg(blob, sha, csrf));
  } catch (error) {
    if (error instanceof NoSignal) broken.set(sha, 0);
    throw error;
  }
}

async function putPieces(blob, sha, csrf) {
  for (;;) {
    const start = broken.get(sha);
    const piece = blob.slice(start, start + PIECE_BYTES);
    const answer = await ask("PUT", `photos/${sha}/parts/${start}?total=${blob.size}`, bytes(piece, csrf));
    const goesOn = answer.status === 202 || answer.body.code === "offset";
    if (!goesOn) return answer;
    broken.set(sha, answer.body.received);
  }
}
