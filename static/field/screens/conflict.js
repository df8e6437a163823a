/**
 * Two versions of one survey side by side: the operator picks, nothing is overwritten silently.
 */

import { el } from "../dom.js";
import { canonical } from "../canonical.js";
import { householdNow, membersLeft, membersNow } from "../family.js";
import { actions, button, confirmed, linkButton, notice, section } from "../parts.js";
import { errorWords, noSurvey } from "../survey.js";
import { addressWords, numberWords } from "../words.js";
import { get, haveInstrument, isClosed } from "../work.js";
import { labelOf } from "./family.js";
import { positionWords } from "./review.js";

const MINE = "mine";
const THEIRS = "theirs";
const MIDWAY = "Survei keluarga ini yang lain ada di HP ini dan belum sampai ke server. Kirim dahulu saat ada sinyal.";

export async function conflict(app, { id }) {
  const editing = await app.edit(id);
  if (!editing) return noSurvey();
  const { draft } = editing;
  if (draft.state !== "conflict") return app.go(`/survei/${id}`);
  const there = await otherSide(app, draft);
  const back = { href: "#/", label: "Beranda" };
  if (!there) {
    return { title: "Ada dua isian", back, body: unseen(app, draft) };
  }
  const view = await viewOf(app, draft, there);
  return { title: "Ada dua isian", back, body: view.isSent ? sentBody(app, view) : choiceBody(app, view) };
}

/** The other side cannot be read: no signal, or it is somebody else's. */
function unseen(app, draft) {
  return [
    notice(
      "warning",
      el("p", {}, errorWords(draft.error) || "Isian yang lain ada di server."),
      el("p", {}, "Hubungi supervisor, atau buka halaman ini lagi saat ada sinyal."),
    ),
    el("p", {}, "Isian Anda tetap aman di HP ini."),
    confirmed("Buang isian di HP ini", "Buang isian di HP ini? Ini tidak bisa diurungkan.", () => drop(app, draft)),
  ];
}

/** What the server has: as it said when it refused, or asked again. */
async function otherSide(app, { id, error }) {
  try {
    const there = await get(`assessments/${error?.existing ?? id}`);
    await haveInstrument(app.store, there.instrument);
    return there;
  } catch {
    return error?.current ?? null;
  }
}

async function viewOf(app, draft, there) {
  const [instrument, codes] = await Promise.all([
    app.store.kept(`instrument-${draft.instrument}`),
    app.store.kept("codes"),
  ]);
  const theirs = { ...draft, content: there.content };
  const rows = fields(instrument, codes)
    .map((field) => ({
      ...field,
      mine: field.show(draft),
      theirs: field.show(theirs),
      isSame: same(field, draft, theirs),
    }))
    .filter((row) => !row.isSame);
  return { draft, there, rows, isSent: isClosed(there), picks: new Map(rows.map((row) => [row.key, ""])) };
}

function same(field, one, other) {
  return canonical(field.read(one.content) ?? null) === canonical(field.read(other.content) ?? null);
}

/** Everything of a survey that two phones may have filled in otherwise; each may be taken by itself. */
function fields(instrument, codes) {
  const whole = (key, label, show) => ({
    key,
    label,
    show,
    read: (content) => content[key],
    write: (content, value) => (content[key] = value),
  });
  return [
    whole("household", "Data keluarga", (draft) => householdWords(householdNow(draft))),
    whole("members", "Anggota", (draft) => memberWords(draft, codes)),
    whole("identity_confirmed", "Identitas diperiksa", ({ content }) =>
      content.identity_confirmed ? "Sudah" : "Belum",
    ),
    whole("position", "Lokasi", ({ content }) => positionWords(content.position)),
    whole("overrides", "Keadaan khusus", ({ content }) =>
      content.overrides.map((code) => instrument.overrides.find((row) => row.code === code)?.text).join("; "),
    ),
    ...instrument.questions
      .filter((item) => !item.rule)
      .map((item) =>
        inside(
          "answers",
          item.code,
          `${item.number}. ${item.text}`,
          (code) => item.choices.find((choice) => choice.code === code)?.text,
        ),
      ),
    ...["floor_area_m2", "monthly_income_rp"].map((name) =>
      inside("numbers", name, name === "floor_area_m2" ? "Luas lantai" : "Pendapatan", (value) =>
        numberWords(name, value),
      ),
    ),
    ...instrument.slots.map((slot) => photosOf(slot)),
    whole("note", "Catatan", ({ content }) => content.note),
  ];
}

function inside(part, key, label, words) {
  const write = (content, value) => {
    if (value === undefined) delete content[part][key];
    else content[part][key] = value;
  };
  return {
    key: `${part}-${key}`,
    label,
    read: (content) => content[part]?.[key],
    write,
    show: ({ content }) => words(content[part]?.[key]),
  };
}

function photosOf({ code, text }) {
  const of = (content) => content.manifest.filter((photo) => photo.slot === code);
  const write = (content, photos) =>
    (content.manifest = [...content.manifest.filter((photo) => photo.slot !== code), ...photos]);
  const show = ({ content }) =>
    of(content)
      .map((photo) => `Foto ${new Date(photo.taken_at).toLocaleString("id-ID")}`)
      .join(", ");
  return { key: `photo-${code}`, label: `Foto ${text}`, read: of, write, show };
}

function householdWords(now) {
  return [addressWords(now), now.kk, now.phone].filter(Boolean).join(", ");
}

function memberWords(draft, codes) {
  const said = new Map(draft.content.members.map((entry) => [entry.id, entry.new ?? entry.changes]));
  const here = membersNow(draft).map((member) => {
    const given = { relation: member.relation, ...said.get(member.id) };
    const { name: _name, former_head_relation: _former, pregnant, ...facts } = given;
    const words = Object.keys(facts).map((list) => labelOf(codes, list, facts[list]));
    return `${member.name} (${[...words, pregnant && "hamil"].filter(Boolean).join(", ")})`;
  });
  return [...here, ...membersLeft(draft).map((member) => `${member.name}: keluar`)].join("; ");
}

/** The other one is sent already: only what was typed here is left to look at. */
function sentBody(app, { draft, rows, there }) {
  return [
    notice(
      "warning",
      el("p", {}, errorWords(draft.error) || "Survei ini sudah dikirim dari HP lain."),
      el("p", {}, "Isian di HP ini disimpan sampai Anda membuangnya."),
    ),
    rows.map((row) => el("section", { class: "sheet" }, el("h2", {}, row.label), pair(row))),
    there.receipt && el("p", {}, `Tanda terima: ${there.receipt.number}`),
    confirmed("Buang isian di HP ini", "Buang isian di HP ini? Ini tidak bisa diurungkan.", () => drop(app, draft)),
    actions(linkButton("Ke beranda", "#/", { kind: "primary" })),
  ];
}

function pair({ mine, theirs }) {
  return el(
    "dl",
    { class: "difference" },
    el("div", {}, el("dt", {}, "Di HP ini"), el("dd", {}, mine || "kosong")),
    el("div", {}, el("dt", {}, "Di server"), el("dd", {}, theirs || "kosong")),
  );
}

async function drop(app, draft) {
  await app.drop(draft);
  app.go("/");
}

function choiceBody(app, view) {
  const { rows, picks } = view;
  const problem = el("p", { class: "field-error", role: "alert" });
  const all = (side) => () => {
    problem.textContent = "";
    for (const { key } of rows) picks.set(key, side);
    for (const input of document.querySelectorAll(`input[value="${side}"]`)) input.checked = true;
  };
  const save = async () => {
    const open = rows.find(({ key }) => !picks.get(key));
    if (!open && (await isMidway(app, view))) return (problem.textContent = MIDWAY);
    if (!open) return settle(app, view);
    problem.textContent = `Pilih dahulu: ${open.label}`;
    document.querySelector(`input[name="beda-${open.key}"]`)?.focus();
    return undefined;
  };
  return [
    notice(
      "warning",
      el("p", {}, "Survei ini diubah di dua tempat. Pilih isian yang benar untuk tiap bagian."),
      el("p", {}, "Tidak ada yang diganti sebelum Anda menyimpan."),
    ),
    rows.length ? null : el("p", {}, "Kedua isian sama."),
    rows.length > 1 &&
      el("div", { class: "buttons" }, button("Semua dari HP ini", all(MINE)), button("Semua dari server", all(THEIRS))),
    rows.length
      ? section(
          "Yang berbeda",
          rows.map((row) => difference(row, picks)),
        )
      : null,
    problem,
    actions(button("Simpan pilihan", save, { kind: "primary" }), linkButton("Nanti saja", "#/")),
  ];
}

/** One field: two rows to choose from, mine and the server's. */
function difference({ key, label, mine, theirs }, picks) {
  const option = (side, where, words) => {
    const input = el("input", {
      type: "radio",
      class: "form-check-input",
      name: `beda-${key}`,
      value: side,
      on: { change: () => picks.set(key, side) },
    });
    return el("label", { class: "choice" }, input, el("span", {}, el("strong", {}, `${where}: `), words || "kosong"));
  };
  return el(
    "fieldset",
    { class: "field" },
    el("legend", { class: "form-label" }, label),
    el("div", { class: "choices choices-pair" }, option(MINE, "HP ini", mine), option(THEIRS, "Server", theirs)),
  );
}

/** Whether the other one lies on this phone too, with something that has not left: it is not overwritten. */
async function isMidway(app, { draft, there }) {
  const here = there.assessment !== draft.id && (await app.store.draft(there.assessment));
  return here && here.revision !== here.sent_revision;
}

/** A new revision that follows the server's: what was picked here, on top of what the server has. */
async function settle(app, { draft, there, rows, picks }) {
  const content = structuredClone(draft.content);
  for (const { key, read, write } of rows)
    if (picks.get(key) === THEIRS) write(content, structuredClone(read(there.content)));
  // The other side may have gone on with newer questions.
  const isKnown = await app.store.kept(`instrument-${there.instrument}`);
  const settled = {
    ...draft,
    id: there.assessment,
    instrument: isKnown ? there.instrument : draft.instrument,
    content,
    parent_revision: there.revision,
    sent_revision: there.revision,
    finished_at: null,
    state: "draft",
  };
  if (there.assessment !== draft.id) settled.revision = crypto.randomUUID();
  await app.letGo();
  await app.store.saveDraft(settled);
  if (there.assessment !== draft.id) await app.store.forgetDraft(draft.id);
  app.go(`/survei/${there.assessment}`);
}
