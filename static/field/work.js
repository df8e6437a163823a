/**
 * What the server gives to take along: who this is, the questions, the code lists, the families of the village.
 */

import { NeedsLogin, NoSignal, ask, json } from "./wire.js";
import { dayHere, today } from "./words.js";

export { NeedsLogin, NoSignal };

const PAGES = 400;
const LISTS_STAY_MS = 6 * 3_600_000;
// So many surveys in hand are fetched at once; the others when they are opened.
const OWN_AT_A_TIME = 40;

/** The server refuses, with a sentence for the operator. */
export class Refused extends Error {
  constructor(answer, status) {
    super(answer.sentence ?? "Server menolak. Coba lagi nanti.");
    Object.assign(this, { answer, status });
  }
}

/** What stands behind an address; what the server refuses is thrown. */
export async function get(path, options) {
  return accepted(await ask("GET", path, options));
}

/** The data key of this phone again, for a forgotten PIN. */
export async function keyBack(device, password) {
  const { csrf } = await session();
  const { key } = accepted(await ask("POST", `devices/${device}/key`, json({ password }, csrf)));
  return key;
}

function accepted({ status, body }) {
  if (status >= 400) throw new Refused(body, status);
  return body;
}

/** Who is logged in, by the server; short, because the person waits before the lock. */
export function session(timeout = 4_000) {
  return get("session", { timeout });
}

/**
 * Fetch everything that a day without signal needs, and keep it. The lists are fetched anew twice a day, for a slow
 * link is dear; the surveys in hand each time, but for the one in the operator's hand.
 */
export async function takeAlong(store, { isInHand = () => false, isAsked = false } = {}) {
  const { csrf: _csrf, ...who } = await session(20_000);
  if (String(who.user.id) !== store.userId) throw new NoSignal(); // somebody else is logged in
  await store.keep("session", who);
  const taken = await store.kept("taken");
  const isNew = String(taken?.instruments) !== String(who.instruments);
  if (isAsked || isNew || Date.now() - Date.parse(taken.at) > LISTS_STAY_MS) await keepLists(store, who);
  else await store.keep("assessments", (await get("work")).assessments);
  await keepOwn(store, isInHand);
  await forgetSent(store, who, isInHand);
  return who;
}

async function keepLists(store, { instruments }) {
  for (const name of ["codes", "regions"]) await store.keep(name, await get(name));
  for (const id of instruments) await keepInstrument(store, id);
  await keepFamilies(store);
  await store.keep("taken", { at: new Date().toISOString(), instruments });
}

/** A published instrument never changes; only its poverty line and last day may, so it is fetched again. */
async function keepInstrument(store, id) {
  await store.keep(`instrument-${id}`, await get(`instruments/${id}`));
}

/** The questions of a survey from elsewhere, unless they are here. */
export async function haveInstrument(store, id) {
  if (id && !(await store.kept(`instrument-${id}`))) await keepInstrument(store, id);
}

async function keepFamilies(store) {
  const families = [];
  let assessments = [];
  let after = "";
  for (let page = 0; page < PAGES; page += 1) {
    const answer = await get(`work?after=${encodeURIComponent(after)}`);
    families.push(...answer.households);
    if (!after) assessments = answer.assessments ?? [];
    after = answer.next;
    if (!after) break;
  }
  await store.keep("families", families);
  await store.keep("assessments", assessments);
}

/** Drafts of other phones and returned surveys, so that they open without signal too. */
async function keepOwn(store, isInHand) {
  const listedNow = (await store.kept("assessments")) ?? [];
  for (const listed of listedNow.slice(0, OWN_AT_A_TIME)) {
    const isWanted = async () => !isInHand(listed.id) && isBehind(await store.draft(listed.id), listed);
    if (await isWanted()) await bring(store, listed.id, isWanted).catch(ignoreRefused);
  }
}

/** What somebody else sent, with every word and photo of this phone, is no draft here any more. */
async function forgetSent(store, who, isInHand) {
  const listed = (await store.kept("assessments")) ?? [];
  const isUnlisted = (draft) => !isInHand(draft.id) && !isPast(draft, who, listed) && !listed.some(({ id }) => id === draft.id);
  for (const draft of await store.drafts()) {
    if (draft.state !== "draft" || !isWithServer(draft) || !isUnlisted(draft)) continue;
    const { id } = draft;
    const { status } = (await get(`assessments/${id}`).catch(ignoreRefused)) ?? {};
    if (!["submitted", "approved"].includes(status)) continue;
    const families = (await store.kept("families")) ?? [];
    const isIts = (row) => row.id === draft.household.id;
    await store.keep("families", families.map((row) => (isIts(row) ? { ...row, assessment: { id, status } } : row)));
    await store.forgetDraft(id);
  }
}

/** Nothing of it is on this phone alone, half typed words neither. */
export function isWithServer({ revision, sent_revision: sent, lacking, beside }) {
  return revision === sent && !lacking && !Object.keys(beside?.typing ?? {}).length;
}

/** Whether the server has more than this phone, and this phone nothing of its own: then nothing is lost by taking it. */
function isBehind(here, listed) {
  if (!["draft", "returned"].includes(listed.status)) return false;
  if (!here) return true;
  if (here.state === "sent") return listed.status === "returned";
  const isUnchanged = here.revision === here.sent_revision && ["draft", "returned"].includes(here.state);
  return isUnchanged && (here.revision !== listed.revision || here.state !== listed.status);
}

/** Nobody changes it any more, or nobody before the supervisor handed it over. */
export const isClosed = ({ status }) => ["submitted", "approved", "held"].includes(status);

function ignoreRefused(error) {
  if (!(error instanceof Refused)) throw error;
}

/**
 * Fetch a survey as the server has it, and keep it as the draft of this phone, unless it is closed, or the operator
 * went on with it while it was on its way.
 */
export async function bring(store, id, isWanted = async () => true) {
  const found = await get(`assessments/${id}`);
  if (isClosed(found)) return null; // the list is older
  const families = (await store.kept("families")) ?? [];
  const listed = ((await store.kept("assessments")) ?? []).find((row) => row.id === id);
  const household = found.household ?? families.find((row) => row.id === found.content.household.id);
  const draft = fromServer(found, household, listed);
  await haveInstrument(store, found.instrument);
  return (await isWanted()) && store.saveDraft(draft);
}

/** A draft of what `GET assessments/{id}` says. */
function fromServer(found, household, listed) {
  const { revision, content } = found;
  return {
    id: found.assessment,
    instrument: found.instrument,
    household: household ?? { id: content.household.id, head_name: listed?.head_name, members: [] },
    content: settled(content, household),
    ...{ revision, parent_revision: revision, sent_revision: revision },
    started_at: listed?.started_at ?? found.started_at ?? new Date().toISOString(),
    finished_at: null,
    state: found.status === "returned" ? "returned" : "draft",
    practice: false,
    beside: { returned: listed?.returned ?? null, problems: { after: revision, left: found.problems ?? {} } },
  };
}

/** What is in the registry by now is no longer new: shown twice it would be another person. */
function settled(content, household) {
  if (!household) return content;
  const known = new Set(household.members.map((member) => member.id));
  return {
    ...content,
    household: { ...content.household, new: null },
    members: content.members.filter((entry) => !(entry.new && known.has(entry.id))),
  };
}

/** The instrument a new survey begins with: the server names it first. */
export async function currentInstrument(store) {
  const ids = (await store.kept("taken"))?.instruments ?? [];
  return ids.length ? store.kept(`instrument-${ids[0]}`) : null;
}

/** The day on which the round closes in which a survey was begun; nothing when that is not known here. */
export function closing(who, begun) {
  return openRound(who, dayHere(begun))?.closes_on;
}

/**
 * Whether a survey was left over when its round ended, by what was taken along: it is no work any more, and its family
 * is surveyed anew.
 */
export function isPast({ id, sent_revision: sent, started_at: begun }, who, assessments) {
  const now = openRound(who, today());
  return Boolean(now && sent) && dayHere(begun) < now.opens_on && !assessments?.some((row) => row.id === id);
}

/** Whether a round is open on a day (`YYYY-MM-DD`), by what was taken along. */
export function openRound(who, on) {
  return (who?.rounds ?? []).find((round) => round.opens_on <= on && on <= round.closes_on) ?? null;
}
