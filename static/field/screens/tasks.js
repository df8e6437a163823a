/**
 * The survey as six tasks, in any order.
 */

import { el } from "../dom.js";
import { headName } from "../family.js";
import { actions, button, confirmed, deadline, facts, fold, linkButton, notice, row, rows } from "../parts.js";
import { problemsOf, placeOf } from "../problems.js";
import { asked, carriedOver, photosNeeded } from "../rules.js";
import { closedNotice, errorWords, noSurvey, openSurvey } from "../survey.js";
import { day } from "../words.js";
import { currentInstrument, isWithServer } from "../work.js";

const TASK_OF = {
  ...{ household: "identity", members: "identity", position: "position", manifest: "photos", note: "note" },
  ...{ answers: "questions", numbers: "questions", overrides: "questions" },
};

const PAST = "Periode survei ini sudah ditutup. Buka keluarganya di beranda untuk mendata lagi.";

export async function tasks(app, { id }) {
  const survey = await openSurvey(app, id);
  if (!survey?.instrument) return noSurvey();
  const { draft } = survey;
  if (draft.state === "conflict") return app.go(`/survei/${id}/beda`);
  if (["waiting_photos", "sent"].includes(draft.state)) return app.go(`/survei/${id}/bukti`);
  return {
    title: `Survei ${headName(draft)}`,
    live: true,
    back: { href: "#/", label: "Beranda" },
    practice: draft.practice,
    body: [
      returnedNotice(survey),
      faults(app, survey),
      newerNotice(survey),
      closedNotice(draft),
      survey.isPast && notice("info", el("p", {}, PAST)),
      rows(taskRows(survey)),
      ending(app, survey),
      fold(
        "Tentang survei ini",
        aboutSurvey(survey),
        mayForget(survey) && forget(app, draft),
      ),
    ],
  };
}

function returnedNotice({ returned }) {
  if (!returned) return null;
  const points = returned.points.map((point) => el("li", {}, point.reason));
  return notice(
    "warning",
    el("p", {}, el("strong", {}, "Perlu diperbaiki.")),
    deadline(returned.until),
    returned.note && el("p", {}, returned.note),
    points.length > 0 && el("ul", {}, points),
  );
}

/** What the server did not take; each sentence leads to its part. */
function faults(app, survey) {
  const { draft, instrument } = survey;
  const found = problemsOf(draft);
  if (!draft.error && !Object.keys(found).length) return null;
  const { grace, ...parts } = found;
  const lines = Object.entries(parts).map(([path, sentence]) => {
    const { href, label } = placeOf(draft, instrument, path);
    const words = [label, sentence].filter(Boolean).join(": ");
    return el("li", {}, href ? el("a", { href }, words) : words);
  });
  return notice(
    draft.finished_at ? "error" : "warning",
    el("p", {}, grace ?? (errorWords(draft.error) || "Masih ada yang perlu diperbaiki.")),
    lines.length > 0 && el("ul", {}, lines),
    grace && button("Lanjutkan dengan pertanyaan baru", ({ target }) => goOn(app, survey, target), { kind: "primary" }),
  );
}

/** The days of grace are over: on with the newest questions; answers that still fit them stay. */
async function goOn(app, { editing, draft, instrument: before }, place) {
  const isOld = (one) => !one || one.id === before.id;
  if (isOld(await currentInstrument(app.store))) await app.renewWork({ isAsked: true });
  const now = await currentInstrument(app.store);
  if (isOld(now)) return place.before("Pertanyaan baru belum ada di HP ini. Coba lagi saat ada sinyal. ");
  const { content, again } = carriedOver(before, now, draft.content);
  await editing.decide((changed) => {
    Object.assign(changed, { instrument: now.id, content, finished_at: null });
    changed.beside.again = again;
  });
  return app.refresh();
}

/** How much of the newest questions is still to be answered. */
function newerNotice({ draft, missing }) {
  const { again } = draft.beside;
  if (!again) return null;
  const left = missing.filter(({ task: of, key }) => of === "questions" && again.includes(key));
  const href = `#/survei/${draft.id}/tanya/${left[0]?.key}`;
  return notice(
    left.length ? "warning" : "success",
    left.length
      ? el("p", {}, "Memakai pertanyaan baru: ", el("a", { href }, `${left.length} pertanyaan perlu dijawab lagi`), ".")
      : el("p", {}, "Memakai pertanyaan baru. Semua jawaban Anda masih berlaku."),
  );
}

/** The rows: each says how far it is. */
function taskRows(survey) {
  const { draft, instrument, missing } = survey;
  const { content } = draft;
  const at = `#/survei/${draft.id}`;
  const wrong = new Set(Object.keys(problemsOf(draft)).map((path) => TASK_OF[path.split(".")[0]]));
  const lacking = (task) => missing.filter((item) => item.task === task);
  const questions = asked(instrument, content.overrides);
  const { minimum } = photosNeeded(instrument, content.overrides);
  const first = lacking("questions")[0]?.key ?? "khusus";
  return [
    task({
      label: "Identitas dan anggota",
      href: `${at}/keluarga`,
      lacking: lacking("identity"),
      begun: content.identity_confirmed || content.members.length,
      isWrong: wrong.has("identity"),
    }),
    task({
      label: "Lokasi rumah",
      href: `${at}/lokasi`,
      lacking: lacking("position"),
      begun: content.position,
      isWrong: wrong.has("position"),
    }),
    task({
      label: `${questions.length} pertanyaan`,
      href: `${at}/tanya/${answered(content) ? first : "khusus"}`,
      lacking: lacking("questions"),
      begun: answered(content),
      far: `${questions.length - lacking("questions").length} dari ${questions.length}`,
      isWrong: wrong.has("questions"),
    }),
    task({
      label: "Foto",
      href: `${at}/foto`,
      lacking: lacking("photos"),
      begun: content.manifest.length,
      far: `${content.manifest.length} dari ${Math.max(minimum, content.manifest.length)}`,
      isWrong: wrong.has("photos"),
    }),
    row({
      href: `${at}/catatan`,
      label: "Catatan",
      hint: "boleh kosong",
      done: content.note && !wrong.has("note") ? "Ada" : "",
      state: wrong.has("note") && "returned",
    }),
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

function task({ label, href, lacking, begun, far = "", isWrong }) {
  if (isWrong) return row({ href, label, hint: far, state: "returned" });
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

/** Only what no server knows can be thrown away here, and what it knows whole of a round that is over. */
function mayForget({ draft, isPast }) {
  if (draft.state === "queued") return false;
  return !draft.sent_revision || (isPast && isWithServer(draft));
}

function forget(app, draft) {
  const act = async () => {
    await app.drop(draft);
    app.go("/");
  };
  return confirmed("Buang survei ini", "Buang survei ini dari HP? Ini tidak bisa diurungkan.", act);
}
