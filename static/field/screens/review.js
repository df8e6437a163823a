/**
 * Everything once more before it is sent, with what is still missing.
 */

import { el, fill } from "../dom.js";
import { headName, householdNow, membersLeft, membersNow } from "../family.js";
import { actions, button, facts, linkButton, notice, section } from "../parts.js";
import { asked, computeAnswer } from "../rules.js";
import { closedNotice, memberCount, noSurvey, openSurvey, toTasks } from "../survey.js";
import { CONSENT, addressWords, numberWords } from "../words.js";
import { labelOf } from "./family.js";

// More questions than these are not listed one by one.
const FEW = 4;
const PLACES = { identity: "keluarga", position: "lokasi", photos: "foto" };

export async function review(app, { id }) {
  const survey = await openSurvey(app, id);
  if (!survey?.instrument) return noSurvey();
  const { draft, missing } = survey;
  const codes = await app.store.kept("codes");
  const shown = await pictures(app, draft);
  return {
    title: "Tinjau lalu kirim",
    back: toTasks(draft),
    practice: draft.practice,
    leave: () => shown.forEach(({ url }) => URL.revokeObjectURL(url)),
    body: [
      closedNotice(draft),
      missing.length ? missingList(draft, missing) : null,
      section("Keluarga", familyFacts(draft, codes)),
      section("Lokasi", facts([["Titik", positionWords(draft.content.position), `#/survei/${id}/lokasi`]])),
      section("Jawaban", facts(answerRows(survey))),
      section("Foto", photoStrip(draft, shown)),
      section("Catatan", facts([["Catatan", draft.content.note, `#/survei/${id}/catatan`]])),
      ending(app, survey),
    ],
  };
}

/** What is missing, each leading to its place; many questions are one line. */
function missingList(draft, all) {
  const questions = all.filter((item) => item.task === "questions");
  const many = { task: "questions", key: questions[0]?.key, text: `Jawab ${questions.length} pertanyaan lagi.` };
  const missing =
    questions.length > FEW
      ? all
          .filter((item) => item === questions[0] || item.task !== "questions")
          .map((item) => (item === questions[0] ? many : item))
      : all;
  const link = (item) => el("li", {}, el("a", { href: placeOf(draft, item) }, item.text));
  return el(
    "div",
    { class: "error-summary" },
    el("h2", {}, `Masih kurang (${all.length})`),
    el("ul", {}, missing.map(link)),
  );
}

function placeOf(draft, { task, key }) {
  const place = task === "questions" ? `tanya/${key}?ke=tinjau` : PLACES[task];
  return `#/survei/${draft.id}/${place}`;
}

function familyFacts(draft, codes) {
  const at = `#/survei/${draft.id}/keluarga`;
  const now = householdNow(draft);
  const members = membersNow(draft).map((member) =>
    el("li", {}, `${member.name}, ${labelOf(codes, "relation", member.relation)}`),
  );
  const left = membersLeft(draft)
    .map((member) => member.name)
    .join(", ");
  return facts([
    ["Alamat", addressWords(now), at],
    [`Anggota (${members.length})`, el("ul", { class: "plain" }, members), at],
    ...(left ? [["Keluar", left, at]] : []),
  ]);
}

/** The point with its accuracy or the reason why it is used. */
export function positionWords(position) {
  if (!position) return "";
  const accuracy = Number.isFinite(position.accuracy_m) ? ` (± ${Math.ceil(position.accuracy_m)} m)` : " (diketik)";
  return `${position.latitude}, ${position.longitude}${accuracy}${position.reason ? `. Alasan: ${position.reason}` : ""}`;
}

function answerRows(survey) {
  const { draft, instrument } = survey;
  const at = (code) => `#/survei/${draft.id}/tanya/${code}?ke=tinjau`;
  const special = instrument.overrides
    .filter(({ code }) => draft.content.overrides.includes(code))
    .map(({ text }) => text);
  return [
    ["Keadaan khusus", special.join("; ") || "Tidak ada", at("khusus")],
    ...asked(instrument, draft.content.overrides).map((item) => [
      `${item.number}. ${item.text}`,
      answerWords(survey, item) || "Belum dijawab",
      at(item.code),
    ]),
  ];
}

function answerWords({ draft, instrument }, item) {
  const { answers, numbers } = draft.content;
  if (!item.rule) return item.choices.find(({ code }) => code === answers[item.code])?.text;
  const typed = item.inputs
    .map((name) => numberWords(name, numbers[name]))
    .filter(Boolean)
    .join(", ");
  const code = computeAnswer(item, { ...numbers, member_count: memberCount(draft) }, instrument.poverty_line_rp);
  const result = item.choices.find((choice) => choice.code === code)?.text;
  return [typed, result].filter(Boolean).join(": ");
}

async function pictures(app, draft) {
  const found = await Promise.all(
    draft.content.manifest.map(async (photo) => ({ photo, blob: await app.store.photo(photo.sha256) })),
  );
  return found.filter(({ blob }) => blob).map(({ photo, blob }) => ({ photo, url: URL.createObjectURL(blob) }));
}

function photoStrip(draft, shown) {
  const images = shown.map(({ photo, url }) =>
    el("li", {}, el("img", { src: url, alt: photo.slot, width: "160", height: "120" })),
  );
  return [
    images.length ? el("ul", { class: "photo-strip" }, images) : null,
    el(
      "p",
      {},
      `${draft.content.manifest.length} foto. `,
      el("a", { href: `#/survei/${draft.id}/foto?ke=tinjau` }, "Ubah foto"),
    ),
  ];
}

function ending(app, survey) {
  const { draft, missing, mayChange } = survey;
  if (!mayChange) return actions(linkButton("Lihat keadaannya", `#/survei/${draft.id}/bukti`, { kind: "primary" }));
  if (missing.length)
    return actions(linkButton("Kembali ke daftar tugas", `#/survei/${draft.id}`, { kind: "primary" }));
  if (app.user?.may_send === false && !draft.practice) {
    return [
      notice("info", el("p", {}, "Sudah lengkap. Operator desa yang meninjau dan mengirimnya.")),
      actions(linkButton("Ke beranda", "#/", { kind: "primary" })),
    ];
  }
  const problem = el("p", { class: "field-error", role: "alert" });
  const act = () =>
    send(app, survey).catch(() => {
      draft.finished_at = null;
      fill(problem, "Belum tersimpan. Kosongkan ruang HP, lalu tekan Kirim survei lagi.");
    });
  return [
    el("p", { class: "consent" }, `Dengan mengirim, Anda menyatakan isi ini sesuai keadaan keluarga. ${CONSENT}`),
    problem,
    actions(button("Kirim survei", act, { kind: "primary" })),
  ];
}

async function send(app, { editing, draft }) {
  await editing.decide((changed) => {
    changed.finished_at = new Date().toISOString();
    changed.household.head_name = headName(changed); // all that is left of the family here once it was sent
  });
  await app.letGo();
  if (!draft.practice) app.sender.sendNow();
  app.go(`/survei/${draft.id}/bukti`);
}
