/**
 * What is left to do: returned surveys, drafts, what waits to be sent, and the families of the village.
 */

import { el, fill } from "../dom.js";
import { headName } from "../family.js";
import { badge, deadline, fold, linkButton, row, rows, section, textField } from "../parts.js";
import { isWaiting } from "../sync.js";
import { day, moment, photoWords } from "../words.js";
import { closing, isPast } from "../work.js";
import { sentRow } from "./receipt.js";

const PAGE = 30;
let search = "";
let shownRows = PAGE;

export async function home(app) {
  const [drafts, assessments, families, taken] = await Promise.all([
    app.store.drafts(),
    app.store.kept("assessments"),
    app.store.kept("families"),
    app.store.kept("taken"),
  ]);
  const mine = drafts.filter((draft) => !draft.practice);
  const over = mine.filter((draft) => !isWaiting(draft) && isPast(draft, app.user, assessments));
  const ofNow = mine.filter((draft) => !over.includes(draft));
  const past = over.filter((draft) => draft.state !== "sent");
  const left = group([...ofNow, ...over.filter((draft) => draft.state === "sent")], assessments ?? []);
  return {
    title: "Beranda",
    live: true,
    body: [
      left.isEmpty && el("p", { class: "lede" }, "Tidak ada yang tertunda. Pilih keluarga untuk mulai."),
      left.returned.length ? section("Perlu diperbaiki", rows(left.returned.map(returnedRow))) : null,
      left.drafts.length ? section("Draf", rows(left.drafts.map((item) => draftRow(item, app.user)))) : null,
      left.waiting.length
        ? section("Menunggu dikirim", rows(left.waiting.map((item) => waitingRow(item, app.user))))
        : null,
      familySection(app, families ?? [], ofNow, taken),
      past.length ? fold(`Dari periode yang sudah ditutup (${past.length})`, rows(past.map(pastRow))) : null,
      left.sent.length ? fold(`Terkirim dari HP ini (${left.sent.length})`, rows(left.sent.map(({ draft }) => sentRow(draft)))) : null,
    ],
  };
}

/** What is on the phone and what only the server has, by what is to be done. */
function group(drafts, assessments) {
  const here = new Map(drafts.map((draft) => [draft.id, draft]));
  const there = new Map(assessments.map((assessment) => [assessment.id, assessment]));
  const isReturned = (draft) =>
    draft.state === "returned" || (draft.state === "sent" && there.get(draft.id)?.status === "returned");
  const only = assessments.filter((assessment) => !here.has(assessment.id)).map(fromServer);
  const local = drafts.map((draft) => fromPhone(draft, there.get(draft.id)));
  const found = {
    returned: [...local.filter((item) => isReturned(item.draft)), ...only.filter((item) => item.state === "returned")],
    drafts: [
      ...local.filter((item) => ["draft", "refused", "conflict"].includes(item.state)),
      ...only.filter((item) => item.state === "draft"),
    ],
    waiting: [
      ...local.filter(isWaiting),
      ...only.filter((item) => item.state === "waiting_photos"),
    ],
    sent: local.filter((item) => item.state === "sent" && !isReturned(item.draft)),
  };
  found.returned.sort((one, other) => (one.returned?.until ?? "").localeCompare(other.returned?.until ?? ""));
  found.isEmpty = !found.returned.length && !found.drafts.length && !found.waiting.length;
  return found;
}

function fromPhone(draft, assessment) {
  const { id, receipt, error } = draft;
  // What the server did not understand of a half-filled survey is no refusal yet.
  const state = draft.state === "refused" && !draft.finished_at ? "draft" : draft.state;
  const returned = assessment?.returned ?? draft.beside?.returned;
  return {
    id,
    state,
    draft,
    receipt,
    error,
    returned,
    name: headName(draft),
    photos: draft.photos ?? assessment?.photos,
  };
}

function fromServer({ id, status, head_name: name, photos, returned, started_at: begun }) {
  return { id, state: status, name: name || "Keluarga baru", photos, returned, isElsewhere: true, begun };
}

function returnedRow({ id, name, returned }) {
  const reasons = returned?.points?.map((point) => point.reason).filter(Boolean) ?? [];
  const asked = [returned?.note, ...reasons].filter(Boolean).slice(0, 3);
  return row({
    href: `#/survei/${id}`,
    label: name,
    state: "returned",
    detail: [
      deadline(returned?.until),
      asked.length > 0 &&
        el(
          "ul",
          { class: "reasons" },
          asked.map((reason) => el("li", {}, reason)),
        ),
    ],
  });
}

function draftRow({ id, name, state, error, isElsewhere, begun, draft }, user) {
  const hint = isElsewhere
    ? "Dari HP lain. Sentuh untuk melanjutkan."
    : (error?.sentence ?? error ?? `Mulai ${day(begun ?? draft.started_at)}`);
  const href = state === "conflict" ? `#/survei/${id}/beda` : `#/survei/${id}`;
  return row({ href, label: name, hint, state, detail: deadline(closing(user, begun ?? draft.started_at)) });
}

function pastRow(draft) {
  return row({ href: `#/survei/${draft.id}`, label: headName(draft), hint: `Mulai ${day(draft.started_at)}` });
}

function waitingRow({ id, name, state, photos, draft }, user) {
  // Once the answers are there, the day no longer counts.
  const detail = state === "queued" && deadline(closing(user, draft.started_at));
  return row({ href: `#/survei/${id}/bukti`, label: name, state, words: photoWords(state, photos), detail });
}

function familySection(app, families, drafts, taken) {
  const list = el("div", {});
  const states = new Map(drafts.map((draft) => [draft.household.id, draft.state]));
  const draw = () => fill(list, familyRows(families, states, draw));
  draw();
  const box = textField({
    id: "cari",
    label: "Cari nama atau dusun",
    type: "search",
    value: search,
    onInput: (value) => {
      search = value;
      shownRows = PAGE;
      draw();
    },
  });
  return section(
    "Keluarga di desa",
    el("div", { class: "toolbar" }, box, linkButton("Keluarga baru", "#/keluarga-baru", { kind: "primary" })),
    list,
    el(
      "p",
      { class: "muted" },
      taken ? `Daftar diambil ${moment(taken.at)}.` : "Daftar belum diambil. Buka aplikasi ini saat ada sinyal.",
    ),
  );
}

function familyRows(families, states, draw) {
  // Who was not visited yet comes first.
  const visited = (family) => Number(Boolean(states.get(family.id) ?? family.assessment));
  const found = matching(families, search)
    .sort((one, other) => visited(one) - visited(other) || one.head_name.localeCompare(other.head_name));
  if (!found.length && families.length)
    return el("p", { role: "status" }, "Tidak ada yang cocok. Coba kata lain, atau tekan Keluarga baru.");
  const more = found.length - shownRows;
  const showMore = () => {
    shownRows += PAGE;
    draw();
  };
  return [
    search.trim() ? el("p", { role: "status", class: "muted" }, `${found.length} keluarga cocok.`) : null,
    rows(found.slice(0, shownRows).map((family) => familyRow(family, states))),
    more > 0 &&
      el(
        "p",
        {},
        el(
          "button",
          { type: "button", class: "btn btn-second", on: { click: showMore } },
          `Tampilkan ${Math.min(more, PAGE)} lagi`,
        ),
      ),
  ];
}

/** Families in whose name or address every typed word stands. */
export function matching(families, typed) {
  const words = typed.toLowerCase().split(/\s+/);
  return families.filter((family) => words.every((word) => sought(family).includes(word)));
}

function sought({ head_name: name, dusun, address, rt }) {
  return `${name} ${dusun} ${address} rt ${rt}`.toLowerCase();
}

/** Where a family lives, short. */
export function whereabouts({ dusun, address, rt }) {
  return [dusun || address, rt && `RT ${rt}`].filter(Boolean).join(", ");
}

function familyRow(family, states) {
  const state = states.get(family.id) ?? family.assessment?.status;
  const where = whereabouts(family);
  return el(
    "li",
    { class: "task" },
    el(
      "div",
      { class: "task-name" },
      el("a", { class: "stretched-link", href: `#/keluarga/${family.id}` }, family.head_name || "Tanpa nama"),
      el("p", { class: "task-hint" }, where),
    ),
    state && badge(state),
  );
}
