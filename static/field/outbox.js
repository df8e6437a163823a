// One survey on its way: answers, then the photos that the server misses, then the sending; every step may be repeated.
// What the server says of it is written down; a survey is never dropped, whatever the answer.

import { canonical, sha256 } from "./canonical.js";
import { howMany, put } from "./pieces.js";
import { APP, NoSignal, ask, json } from "./wire.js";

// Photos that the server still misses after it had them all: tried again so often before it is a fault.
const ROUNDS = 3;
const CONFLICTS = { 409: ["changed", "exists", "sent", "stale"], 412: ["stale"] };
const WORDS = {
  lost: "Foto tidak ada lagi di HP ini. Ambil ulang foto itu.",
  photo: "Foto rusak, ambil ulang.",
  hash: "Isi yang diterima server berbeda. Hubungi Dinas Sosial.",
  role: "Operator desa yang mengirim survei ini.",
  many: "Foto belum lengkap di server. Coba lagi.",
};

/** What the server will not take as it is; written to the survey for the operator to read. */
class Refusal extends Error {
  constructor(state, error) {
    super(error.sentence);
    this.state = state;
    this.error = error;
  }
}

/**
 * Send one draft as far as it goes. NoSignal, NeedsLogin and Later are thrown on; everything else is noted.
 * @param {import("./store.js").Store} store
 * @param {string} id
 * @param {{csrf: string, may_send: boolean}} session
 * @param {{answersOnly?: boolean, onPhotos?: (stored: number, needed: number) => void}} [how] answers decide the
 *   deadline, so those of every survey go before anybody's photos
 */
export async function send(store, id, session, { answersOnly = false, onPhotos = () => {} } = {}) {
  const device = await store.device();
  const { frozen, known } = await freeze(store, id);
  if (!frozen) return;
  try {
    const state = known ?? (await putAnswers(store, id, frozen, { device, csrf: session.csrf }));
    if (isSent(state)) return await finish(store, id, frozen, state);
    if (answersOnly) return;
    await putPhotos(store, id, frozen, state, { csrf: session.csrf, onPhotos });
    if (frozen.finished_at) return await submit(store, id, frozen, { session, state, onPhotos });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    await noteRefusal(store, id, frozen, error);
    if (!answersOnly && lackingOf(error.error)) await photosOfRefused(store, id, frozen, error, session.csrf);
  }
}

/** What has problems is kept by the server, and so are its photos: another phone may go on with it. */
async function photosOfRefused(store, id, frozen, { error }, csrf) {
  try {
    await putPhotos(store, id, frozen, error, { csrf, onPhotos: () => {}, error });
  } catch (lost) {
    if (!(lost instanceof Refusal)) throw lost;
    await note(store, id, frozen, { error: noted(error, []) }); // said once the problems are mended
  }
}

/** Refused, and kept: it is not tried again by itself until it is changed. A draft stays a draft meanwhile. */
function noteRefusal(store, id, frozen, { state, error }) {
  const isHeld = state === "conflict" || Boolean(frozen.finished_at);
  const told = noted(error, error.missing_photos);
  const facts = { state: isHeld ? state : null, error: told, frozen: null, missing: null };
  // What is wrong in single fields was kept by the server all the same.
  const sent = error.code === "problems" && sentOf(frozen);
  return note(store, id, frozen, sent ? { ...facts, sent, photos: error.photos } : facts);
}

/** How many photos may still go of what has problems. */
const lackingOf = ({ code, missing_photos: missing }) => (code === "problems" && missing?.length) || 0;

function noted(error, missing) {
  return { ...error, final: true, lacking: lackingOf({ ...error, missing_photos: missing }) };
}

const sentOf = ({ revision, hash, finished_at, instrument }) => ({
  ...{ revision, hash, instrument },
  finished: Boolean(finished_at),
});

/**
 * Fix the words of a revision before they leave: what is changed from now on is another revision. One that left and
 * was not answered goes again first, so that its successor finds its parent. `known` is what the server said of this
 * very revision: then its answers need not go again.
 */
async function freeze(store, id) {
  let [frozen, known] = [null, null];
  await store.change(id, async (own, way) => {
    frozen = way.frozen;
    if (frozen) return { own, way };
    frozen = await frozenOf(own);
    if (way.missing && isSame(way.sent, sentOf(frozen))) {
      known = { photos: way.photos, missing_photos: way.missing };
      return { own, way };
    }
    const revisions = [...new Set([...way.known, frozen.revision])];
    return { own, way: { ...way, frozen, known: revisions, last: sentOf(frozen) } };
  });
  return { frozen, known };
}

async function frozenOf({ instrument, revision, parent_revision, started_at, finished_at, content }) {
  const hash = await sha256(canonical(content));
  return { instrument, revision, parent_revision, started_at, finished_at, content, hash };
}

const isSame = (one, other) => canonical(one) === canonical(other);

async function putAnswers(store, id, frozen, { device, csrf }) {
  const { hash, ...words } = frozen;
  const body = { ...words, device, device_at: new Date().toISOString() };
  const answer = await ask("PUT", `assessments/${id}`, json(body, csrf));
  const { current } = answer.body;
  // The reply to the last step was lost: the server has this very survey, with a receipt.
  if (answer.body.code === "sent" && isSent(current) && current.content_sha256 === hash) return current;
  if (answer.status > 201) refuse(answer);
  return received(store, id, frozen, answer.body);
}

/** An answer counts only when it names what it answers (a proxy may keep old ones). */
async function received(store, id, frozen, state) {
  if (state.assessment !== id || state.revision !== frozen.revision) throw new NoSignal("another answer");
  if (state.content_sha256 !== frozen.hash) throw new Refusal("refused", { code: "hash", sentence: WORDS.hash });
  const sent = sentOf(frozen);
  const waits = sent.finished && state.missing_photos.length > 0;
  const problems = Object.keys(state.problems ?? {}).length ? problemsOf(state) : null;
  await note(store, id, frozen, {
    ...{ sent, frozen: null, tries: 0, next_try: 0, photos: state.photos, missing: state.missing_photos },
    ...{ state: waits ? "waiting_photos" : null, error: problems },
  });
  return state;
}

/** Sent: a returned survey still has the receipt of its first sending, and is not. */
const isSent = (state) => Boolean(state?.receipt) && ["submitted", "approved"].includes(state.status);

async function putPhotos(store, id, frozen, state, { csrf, onPhotos, error }) {
  const missing = new Set(state.missing_photos);
  const wanted = [...new Map(frozen.content.manifest.map((photo) => [photo.sha256, photo])).values()];
  const left = wanted.filter(({ sha256: sha }) => missing.has(sha));
  // One that is lost is said last: the others go all the same.
  const here = await store.photos();
  left.sort((one, other) => here.includes(other.sha256) - here.includes(one.sha256));
  let { stored } = state.photos;
  onPhotos(stored, state.photos.needed);
  while (left.length) {
    const now = await opened(store, left.slice(0, howMany(left)));
    const taken = await put(now, csrf);
    if (!taken) continue;
    for (const sha of now.keys()) mustBeIn(taken, sha);
    left.splice(0, now.size);
    stored += now.size;
    state.photos = { ...state.photos, stored };
    onPhotos(stored, state.photos.needed);
    // So that after a cut only the others go.
    const rest = left.map((photo) => photo.sha256);
    await note(store, id, frozen, error ? { error: noted(error, rest) } : { photos: state.photos, missing: rest });
  }
}

/** Photos as they lie on this phone, by their hashes; as many as there are in a row. */
async function opened(store, photos) {
  const blobs = new Map();
  for (const { sha256: sha } of photos) {
    const blob = await store.photo(sha);
    if (!blob && blobs.size) break;
    if (!blob) throw new Refusal("refused", { code: "photo_lost", sentence: WORDS.lost, photo: sha });
    blobs.set(sha, blob);
  }
  return blobs;
}

function mustBeIn({ received, refused }, sha) {
  const why = refused?.[sha];
  if (why) throw new Refusal("refused", { ...why, sentence: why.sentence ?? WORDS.photo, photo: sha });
  if (!received?.includes(sha)) throw new NoSignal("another answer");
}

async function submit(store, id, frozen, { session, state, onPhotos }) {
  if (!session.may_send) throw new Refusal("queued", { code: "role", sentence: WORDS.role });
  for (let round = 0; round < ROUNDS; round += 1) {
    const answer = await ask("POST", `assessments/${id}/submit`, json({ revision: frozen.revision }, session.csrf));
    if (answer.status <= 201) return finish(store, id, frozen, answer.body);
    if (answer.body.code !== "photos") refuse(answer);
    const lacking = answer.body.missing_photos;
    const photos = { ...state.photos, stored: state.photos.needed - lacking.length };
    const missing = { missing_photos: lacking, photos };
    await putPhotos(store, id, frozen, missing, { csrf: session.csrf, onPhotos });
  }
  throw new Refusal("refused", { code: "photos", sentence: WORDS.many });
}

/** The receipt is here. Photos leave the phone only when it speaks of this content and of every photo. */
async function finish(store, id, frozen, state) {
  const { receipt } = state;
  if (!isSent(state) || state.assessment !== id) throw new NoSignal("another answer");
  if (receipt.content_sha256 !== frozen.hash || receipt.photos.stored < receipt.photos.needed) {
    throw new Refusal("refused", { code: "hash", sentence: WORDS.hash });
  }
  await store.change(id, async (own, way) => {
    const done = { ...way, receipt, sent: sentOf(frozen), frozen: null, photos: receipt.photos, tries: 0, next_try: 0 };
    // Changed since it left: that is another revision, and stays whole.
    if (own.revision !== frozen.revision) return { own, way: done };
    const sent = { ...done, revision: frozen.revision, state: "sent", error: null };
    return { own: stub(own), way: sent, photos: await photosOnlyOf(store, own) };
  });
}

/** What is left of a sent survey for a week: enough to find its receipt. */
function stub(own) {
  const { id, head_name } = own.household ?? {};
  const content = {
    ...{ household: { id: own.content.household?.id ?? null, new: null, changes: null, base: null }, members: [] },
    ...{ identity_confirmed: true, answers: {}, numbers: {}, overrides: [], position: null, note: "", manifest: [] },
  };
  return { ...own, household: { id, head_name, members: [] }, content, beside: null, base: "draft" };
}

/** Hashes of a survey's photos that no other survey on this phone shows. */
async function photosOnlyOf(store, { id, content }) {
  const others = (await store.drafts()).filter((draft) => draft.id !== id);
  const used = new Set(others.flatMap((draft) => draft.content.manifest.map((photo) => photo.sha256)));
  return content.manifest.map((photo) => photo.sha256).filter((sha) => !used.has(sha));
}

function refuse({ status, body }) {
  const isConflict = CONFLICTS[status]?.includes(body.code);
  throw new Refusal(isConflict ? "conflict" : "refused", { ...body, app: APP });
}

function problemsOf({ problems }) {
  return { code: "problems", sentence: "Ada yang perlu diperbaiki.", problems };
}

/** Write down what became of a revision; what is said of an older one does not touch the state of a newer. */
function note(store, id, frozen, news) {
  return store.change(id, async (own, way) => {
    const isOld = own.revision !== frozen.revision;
    const { state, error, ...facts } = news;
    if (isOld && state === undefined) return { own, way: { ...way, ...facts } };
    return { own, way: { ...way, ...news, revision: frozen.revision } };
  });
}
