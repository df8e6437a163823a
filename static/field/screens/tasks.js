/**
 * The survey as six tasks, in any order.
 */

import { el } from "../dom.js";
import { headName } from "../family.js";
import { actions, button, confirmed, facts, fold, linkButton, notice, row, rows } from "../parts.js";
import { asked, photosNeeded } from "../rules.js";
import { closedNotice, errorWords, noSurvey, openSurvey } from "../survey.js";
import { day } from "../words.js";

export async function tasks(app, { id }) {
  const survey = await openSurvey(app, id);
  if (!survey?.instrument) return noSurvey();
  const { draft } = survey;
  if (draft.state === "conflict") return app.go(`/survei/${id}/beda`);
  if (["waiting_photos", "sent"].includes(draft.state)) return app.go(`/survei/${id}/bukti`);
  return {
    title: `Survei ${headName(draft)}`,
    back: { href: "#/", label: "Beranda" },
    practice: draft.practice,
    body: [
      returnedNotice(survey),
      draft.error &&
        notice(draft.finished_at ? "error" : "warning", el("p", {}, errorWords(draft.error)), problemList(draft.error)),
      closedNotice(draft),
      rows(taskRows(survey)),
      ending(app, survey),
      fold(
        "Tentang survei ini",
        aboutSurvey(survey),
        draft.state !== "queued" && !draft.sent_revision && forget(app, draft),
      ),
    ],
  };
}

function returnedNotice({ returned }) {
  if (!returned) return null;
  const points = returned.points.map((point) => el("li", {}, point.reason));
  return notice(
    "warning",
    el("p", {}, el("strong", {}, "Perlu diperbaiki. "), returned.until ? `Batas ${day(returned.until)}.` : ""),
    returned.note && el("p", {}, returned.note),
    points.length > 0 && el("ul", {}, points),
  );
}

/** What the server did not take, field by field. */
function problemList(error) {
  const found = Object.values(error?.problems ?? {});
  return found.length
    ? el(
        "ul",
        {},
        found.map((sentence) => el("li", {}, sentence)),
      )
    : null;
}

/** The rows: each says how far it is. */
function taskRows(survey) {
  const { draft, instrument, missing } = survey;
  const { content } = draft;
  const at = `#/survei/${draft.id}`;
  const lacking = (task) => missing.filter((item) => item.task === task);
  const questions = asked(instrument, content.overrides);
  const { minimum } = photosNeeded(instrument, content.overrides);
  const first = lacking("questions")[0]?.key ?? "khusus";
  return [
    task(
      "Identitas dan anggota",
      `${at}/keluarga`,
      lacking("identity"),
      content.identity_confirmed || content.members.length,
    ),
    task("Lokasi rumah", `${at}/lokasi`, lacking("position"), content.position),
    task(
      `${questions.length} pertanyaan`,
      `${at}/tanya/${answered(content) ? first : "khusus"}`,
      lacking("questions"),
      answered(content),
      `${questions.length - lacking("questions").length} dari ${questions.length}`,
    ),
    task(
      "Foto",
      `${at}/foto`,
      lacking("photos"),
      content.manifest.length,
      `${content.manifest.length} dari ${Math.max(minimum, content.manifest.length)}`,
    ),
    row({ href: `${at}/catatan`, label: "Catatan", hint: "boleh kosong", done: content.note ? "Ada" : "" }),
    row({
      href: `${at}/tinjau`,
      label: "Tinjau dan kirim",
      state: missing.length ? "quiet" : "wait",
      words: missing.length ? `Kurang ${missing.length}` : "Siap dikirim",
    }),
  ];
}

function answered(content) {
  return Object.keys(content.answers).length + Object.keys(content.numbers).length + content.overrides.length > 0;
}

function task(label, href, lacking, begun, far = "") {
  if (!lacking.length) return row({ href, label, hint: far, done: "Selesai" });
  return row({ href, label, hint: far, state: begun ? "wait" : "quiet", words: begun ? "Sebagian" : "Belum" });
}

function ending(app, { draft, missing }) {
  if (draft.state === "queued") {
    return actions(
      button("Buka lagi untuk diubah", () => reopen(app, draft)),
      linkButton("Lihat antrean", "#/antrean"),
    );
  }
  const kind = missing.length ? "second" : "primary";
  return actions(linkButton("Tinjau jawaban", `#/survei/${draft.id}/tinjau`, { kind }));
}

async function reopen(app, draft) {
  await app.editing.decide((changed) => (changed.finished_at = null));
  await app.letGo();
  app.refresh();
}

function aboutSurvey({ draft, instrument }) {
  return facts([
    ["Dimulai", day(draft.started_at)],
    ["Daftar pertanyaan", `${instrument.title}, versi ${instrument.version}`],
    ["Kirim paling lambat", instrument.last_day ? day(instrument.last_day) : "Belum ada batas"],
  ]);
}

/** Only what no server knows can be thrown away here. */
function forget(app, draft) {
  const act = async () => {
    await app.letGo();
    for (const photo of draft.content.manifest) await app.store.forgetPhoto(photo.sha256);
    await app.store.forgetDraft(draft.id);
    app.go("/");
  };
  return confirmed("Buang survei ini", "Buang survei ini dari HP? Ini tidak bisa diurungkan.", act);
}
