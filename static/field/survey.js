/**
 * What every screen of one survey needs: the draft, its questions, what is missing, whether it may still be changed.
 */

import { el } from "./dom.js";
import { headName, membersNow } from "./family.js";
import { notice } from "./parts.js";
import { problemsAt } from "./problems.js";
import { missing } from "./rules.js";
import { bring, get, isPast } from "./work.js";

// A person waits for the form.
const PATIENCE_MS = 4_000;
const EDITABLE = ["draft", "returned", "refused"];

/**
 * The survey behind an id, fetched from the server when it is not on this phone.
 * @returns {Promise<{editing: object, draft: object, instrument: object, missing: object[], returned: object|null,
 *   isPast: boolean, mayChange: boolean}|null>}
 */
export async function openSurvey(app, id) {
  const editing = await upToDate(app, id);
  if (!editing) return null;
  const { draft } = editing;
  const instrument = await app.store.kept(`instrument-${draft.instrument}`);
  return {
    editing,
    draft,
    instrument,
    isPast: isPast(draft, app.user, await app.store.kept("assessments")),
    missing: instrument ? missing(instrument, draft.household, draft.content) : [],
    returned: draft.state === "returned" ? draft.beside.returned : null,
    mayChange: EDITABLE.includes(draft.state),
  };
}

/** The draft in the hand; fetched when only the server has it whole: begun on another phone, or sent and returned. */
async function upToDate(app, id) {
  const editing = await app.edit(id);
  const listed = ((await app.store.kept("assessments")) ?? []).find((row) => row.id === id);
  const isBack = editing?.draft.state === "sent" && listed?.status === "returned";
  if (editing && !isBack) return editing;
  try {
    await app.letGo();
    await bring(app.store, id);
  } catch {
    return editing; // no signal, or not ours: the screen says so
  }
  return app.edit(id);
}

/**
 * Take the family as it is on record by now, where something of a part was not taken: to save that part again is to
 * say so in spite of what somebody else wrote meanwhile.
 */
export async function renewFamily({ editing, draft }, path) {
  if (!Object.keys(problemsAt(draft, path)).length) return;
  const found = await get(`assessments/${draft.id}`, { timeout: PATIENCE_MS }).catch(() => null);
  if (found?.household) editing.change((changed) => (changed.household = found.household));
}

/** A screen for a survey that cannot be shown. */
export function noSurvey(sentence = "Survei ini tidak ada di HP ini. Buka lagi saat ada sinyal.") {
  return { title: "Survei tidak ada", back: { href: "#/", label: "Beranda" }, body: [el("p", {}, sentence)] };
}

/** The way back to the task list. */
export function toTasks(draft) {
  return { href: `#/survei/${draft.id}`, label: `Survei ${headName(draft)}` };
}

/** The supervisor's reason for a question, a photo, the position or a person; empty without one. */
export function reasonFor(returned, kind, key) {
  const points = returned?.points ?? [];
  return points.find((point) => point.kind === kind && (key === undefined || point.key === key))?.reason ?? "";
}

/** How many people live in the family now. */
export function memberCount(draft) {
  return membersNow(draft).length;
}

/** Why nothing can be changed, when nothing can. */
export function closedNotice(draft) {
  if (EDITABLE.includes(draft.state)) return null;
  if (draft.state === "conflict") {
    return notice(
      "warning",
      el("p", {}, "Survei ini diubah di dua tempat. ", el("a", { href: `#/survei/${draft.id}/beda` }, "Bandingkan")),
    );
  }
  const words =
    draft.state === "queued" ? "Survei ini menunggu dikirim." : "Survei ini sudah dikirim dan tidak dapat diubah.";
  return notice("info", el("p", {}, words));
}

/** The error of a draft as a sentence. */
export function errorWords(error) {
  return typeof error === "string" ? error : (error?.sentence ?? "");
}
