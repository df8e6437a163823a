// What a draft is made of: the operator's part and what became of it on its way; and when a change is a new revision.
// The two parts are written by different hands (the screen, the sender) at the same time, so they never overwrite
// each other: each has its own record, and a draft is both together.

import { canonical, sha256 } from "./canonical.js";

const OWN = ["id", "instrument", "household", "content", "revision", "parent_revision", "started_at", "finished_at", "beside"];

/**
 * @typedef {object} Way what became of a draft
 * @property {string} revision the revision that `state` and `error` speak of
 * @property {string | null} state null while there is nothing to say: then it is a draft, or waits to be sent
 * @property {string[]} known revisions that may have reached the server: none of them ever changes again
 * @property {{revision: string, hash: string, finished: boolean, instrument: number} | null} sent the last one the server has
 * @property {{revision: string, hash: string, finished: boolean, instrument: number} | null} last the last one put on the way
 * @property {object | null} frozen the body that is being sent, kept until the server answered
 * @property {{code: string, sentence: string} | null} error
 * @property {object | null} receipt
 * @property {{stored: number, needed: number} | null} photos
 * @property {string[] | null} missing photos of the sent revision that the server misses; null while that is not known
 * @property {number} tries @property {number} next_try milliseconds of the phone's clock, 0 at once
 */

/** @returns {Way} */
export function newWay() {
  return {
    revision: "",
    state: null,
    known: [],
    sent: null,
    last: null,
    frozen: null,
    error: null,
    receipt: null,
    photos: null,
    missing: null,
    tries: 0,
    next_try: 0,
  };
}

/**
 * A draft as the screens see it.
 * @param {object} own
 * @param {Way} way
 * @returns {object}
 */
export function together(own, way) {
  const speaks = way.revision === own.revision;
  const { base, ...draft } = own;
  return {
    ...draft,
    state: (speaks && way.state) || (own.finished_at ? "queued" : base),
    sent_revision: way.sent?.revision ?? null,
    error: speaks ? way.error : null,
    receipt: way.receipt,
    photos: way.photos,
    lacking: way.missing?.length ?? 0,
    next_try: way.next_try > Date.now() + 2e8 ? 0 : way.next_try, // the clock was set back
  };
}

/**
 * Both parts after the operator saved, with a new revision when this one may have reached the server already.
 * @param {object} draft as the screen has it, perhaps an older copy than the stored one
 * @param {object | null} before the stored part of the operator
 * @param {Way} way
 * @returns {Promise<{own: object, way: Way}>}
 */
export async function saved(draft, before, way) {
  const hash = await sha256(canonical(draft.content));
  const adopted = adopt(draft, hash, way);
  // A copy in another tab's memory may still name a revision that went out since.
  // What was taken from the server meanwhile is its own parent: an older copy never follows that, or it would undo it.
  const taken = before?.parent_revision === before?.revision;
  const outdated = before && !taken && draft.revision !== before.revision && way.known.includes(draft.revision);
  const from = outdated ? before : draft;
  const { parent_revision: parent } = draft;
  const chosen = before && !outdated && parent !== draft.revision && parent !== before.parent_revision;
  const own = Object.fromEntries(OWN.map((name) => [name, draft[name] ?? null]));
  own.practice = Boolean(draft.practice);
  own.base = draft.state === "returned" || before?.base === "returned" ? "returned" : "draft";
  own.revision = from.revision ?? crypto.randomUUID();
  own.parent_revision = from.parent_revision ?? null;
  const went = adopted.known.includes(own.revision);
  if (went && (chosen || changed(draft, hash, own.revision, adopted))) {
    own.parent_revision = parentOf(own, { adopted, way, chosen: chosen && draft.parent_revision });
    own.revision = crypto.randomUUID();
  }
  return { own, way: reopened(draft, adopted) };
}

/** What the new revision follows: what the operator chose, what was just taken over, or the one that went out. */
function parentOf(own, { adopted, way, chosen }) {
  if (chosen) return chosen;
  return adopted === way ? own.revision : adopted.sent.revision;
}

/** A revision that the server has and this phone did not send: the draft of another phone, or the other side taken. */
function adopt(draft, hash, way) {
  const revision = draft.sent_revision;
  if (!revision || way.known.includes(revision)) return way;
  const { instrument } = draft;
  const finished = Boolean(draft.finished_at);
  const sent = { revision, hash: revision === draft.revision ? hash : "", finished, instrument };
  return { ...way, known: [...way.known, revision], sent, frozen: null };
}

/** Whether a revision that went out says something else, or by other questions, than the draft says now. */
function changed(draft, hash, revision, way) {
  const of = [way.sent, way.last].find((known) => known?.revision === revision);
  const isOther = of && (of.instrument ?? draft.instrument) !== draft.instrument;
  return !of || isOther || of.hash !== hash || of.finished !== Boolean(draft.finished_at);
}

/** A sent survey that came back is in the operator's hands again. */
function reopened(draft, way) {
  if (draft.state !== "returned" || way.state !== "sent") return way;
  return { ...way, state: null, error: null, receipt: null };
}
