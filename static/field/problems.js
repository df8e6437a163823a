/**
 * What the server did not take of a survey, `{path: sentence}`: each sentence stands at its part until that is changed.
 */

import { canonical } from "./canonical.js";
import { membersNow } from "./family.js";

/** What still holds: as the server said it of these words, or what is left of it since they were changed. */
export function problemsOf({ error, sent_revision: sent, beside }) {
  const kept = beside?.problems;
  return error?.problems ?? (kept && kept.after === sent ? kept.left : {});
}

/** The sentences below a path, by what follows it: `{"": "…", nik: "…"}` of a person. */
export function problemsAt(draft, path) {
  const found = Object.entries(problemsOf(draft)).filter(([at]) => `${at}.`.startsWith(`${path}.`));
  return Object.fromEntries(found.map(([at, sentence]) => [at.slice(path.length + 1), sentence]));
}

/** Change a draft; a part that says something else now is no longer wrong. */
export function change(draft, mutate) {
  const before = Object.entries(problemsOf(draft)).map((entry) => [...entry, said(draft, entry[0])]);
  mutate(draft);
  if (!before.length) return;
  const left = before.filter(([path, , value]) => value === said(draft, path));
  draft.beside.problems = { after: draft.sent_revision, left: Object.fromEntries(left) };
  draft.error = null;
}

/** What is stated of a fact, and over what. */
const stated = (entry, name) => [{ ...entry?.new, ...entry?.changes }[name], entry?.base?.[name]];

const READ = {
  household: ({ household }, name) => (name ? [household.id, stated(household, name)] : household),
  members: ({ members }, id, name) => {
    const entry = members.find((one) => one.id === id);
    return name ? stated(entry, name) : entry;
  },
  overrides: ({ overrides }, code) => overrides.includes(code),
  manifest: ({ manifest }, slot) => manifest.filter((photo) => photo.slot === slot),
};

/** What a draft says at a path, to compare. */
function said({ content, instrument }, path) {
  const [part, key, name] = path.split(".");
  const read = READ[part] ?? (() => (key ? content[part]?.[key] : (content[part] ?? instrument)));
  return canonical(read(content, key, name) ?? null);
}

/** The screen on which a part is changed, and what people call the part: `{href, label}`, both empty without one. */
export function placeOf(draft, instrument, path) {
  const [part, key] = path.split(".");
  const question = instrument.questions.find(({ code, inputs }) => code === key || inputs.includes(key));
  const asked = [`tanya/${question?.code}`, question && `Pertanyaan ${question.number}`];
  const person = membersNow(draft).find(({ id }) => id === key);
  const places = {
    household: ["keluarga/ubah", "Keluarga"],
    members: [person ? `anggota/${key}` : "keluarga", person?.name],
    answers: asked,
    numbers: asked,
    overrides: ["tanya/khusus", "Keadaan khusus"],
    position: ["lokasi", "Lokasi"],
    manifest: ["foto", `Foto ${instrument.slots.find(({ code }) => code === key)?.text ?? ""}`],
    note: ["catatan", "Catatan"],
  };
  const [screen, label = ""] = places[part] ?? [];
  return { href: screen ? `#/survei/${draft.id}/${screen}` : "", label };
}
