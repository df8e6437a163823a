/**
 * Where the house stands: watched until it is good, taken by hand when it is fair, with a reason when it is poor.
 */

import { el, fill } from "../dom.js";
import { keepTyped, typed } from "../editing.js";
import { actions, button, errorLine, facts, fieldClass, fold, linkButton, textField, toMend } from "../parts.js";
import { USABLE_M, watchPlace } from "../place.js";
import { problemsAt } from "../problems.js";
import { checkText } from "../rules.js";
import { closedNotice, noSurvey, openSurvey, reasonFor, toTasks } from "../survey.js";
import { positionWords } from "./review.js";

const LONGEST = 200;
// The box around Indonesia; a point outside it is a slip of the hand.
const BOX = { latitude: [-11, 6], longitude: [95, 141] };
const ENDS = {
  denied: "Izin lokasi ditolak. Izinkan lokasi di setelan HP, atau ketik titik dan alasannya.",
  unable: "HP ini tidak punya lokasi. Ketik titik dan alasannya.",
};
const NOT_FOUND = "Lokasi belum ditemukan. Coba lagi di luar rumah, atau ketik titik dan alasannya.";

export async function place(app, { id }) {
  const survey = await openSurvey(app, id);
  if (!survey) return noSurvey();
  const { draft, mayChange } = survey;
  const seeker = new Seeker(app, survey);
  if (mayChange && !draft.content.position) seeker.start();
  return {
    title: "Lokasi rumah",
    back: toTasks(draft),
    practice: draft.practice,
    leave: () => seeker.stop(),
    body: [
      closedNotice(draft),
      toMend(reasonFor(survey.returned, "position")),
      kept(draft),
      mayChange && seeker.node,
      mayChange && byHand(app, survey),
      actions(linkButton("Lanjut", `#/survei/${id}`, { kind: draft.content.position ? "primary" : "second" })),
    ],
  };
}

/** The point that is kept, with what the server said of it. */
function kept(draft) {
  const error = problemsAt(draft, "position")[""];
  const point = facts([["Titik tersimpan", positionWords(draft.content.position)]]);
  return el("div", { class: "sheet" }, el("div", { class: fieldClass(error) }, errorLine("titik", error), point));
}

/** The search with its accuracy in big figures. */
class Seeker {
  #app;
  #editing;
  #search = null;
  #reason;

  constructor(app, { editing, draft }) {
    this.#app = app;
    this.#editing = editing;
    this.#reason = typed(draft, "position").reason ?? draft.content.position?.reason ?? "";
    this.figure = el("p", { class: "accuracy" });
    this.words = el("p", { role: "status" }, "Berdiri di luar rumah supaya titiknya tepat.");
    this.tools = el("div", { class: "seeker-tools" });
    this.node = el("section", { class: "sheet seeker" }, this.figure, this.words, this.tools);
    this.#offerStart(draft.content.position ? "Cari ulang titik" : "Cari titik");
  }

  #offerStart(words) {
    fill(
      this.tools,
      button(words, () => this.start(), { kind: "primary", "aria-describedby": "titik-error" }),
    );
  }

  start() {
    this.#search?.stop();
    fill(this.figure, "…");
    fill(this.words, "Mencari lokasi… Berdiri di luar rumah.");
    fill(this.tools);
    this.isPoor = null;
    this.#search = watchPlace({ onFix: (fix) => this.#see(fix), onEnd: (best, why) => this.#end(best, why) });
  }

  stop() {
    this.#search?.stop();
  }

  #see(fix) {
    const metres = Math.ceil(fix.accuracy_m);
    fill(this.figure, `${metres} m`);
    fill(this.words, `Mencari lokasi… ketelitian ${metres} m. Berdiri di luar rumah.`);
    this.#offer(fix);
  }

  #end(best, why) {
    if (why === "stopped") return undefined;
    if (why === "good") return this.#take(best, "");
    if (best) {
      fill(this.words, isPoor(best) ? poorWords(best) : `Ketelitian ${Math.ceil(best.accuracy_m)} m.`);
      return this.#offer(best);
    }
    fill(this.words, ENDS[why] ?? NOT_FOUND);
    return this.#offerStart("Cari lagi");
  }

  /** The button once a point may be taken; a poor one asks why. Drawn anew only when that changes. */
  #offer(fix) {
    this.fix = fix;
    if (this.isPoor === isPoor(fix)) return;
    this.isPoor = isPoor(fix);
    const error = el("p", { class: "field-error", role: "alert" });
    const take = () => {
      const reason = this.isPoor ? checkText(this.#reason, LONGEST) : { value: "" };
      if (this.isPoor && !reason.value) return fill(error, reason.error ?? poorWords(this.fix));
      return this.#take(this.fix, reason.value);
    };
    fill(
      this.tools,
      this.isPoor && [this.#reasonField(), error],
      button("Pakai titik ini", take, { kind: this.isPoor ? "second" : "primary" }),
    );
  }

  #reasonField() {
    const onInput = (reason) => {
      this.#reason = reason;
      this.#editing.note((beside) => keepTyped(beside, "position", { reason }));
    };
    return textField({
      id: "alasan-titik",
      label: "Alasan jika tetap dipakai",
      maxlength: LONGEST,
      value: this.#reason,
      onInput,
    });
  }

  async #take(fix, reason) {
    this.stop();
    await savePosition(this.#app, this.#editing, { ...fix, reason });
  }
}

function isPoor(fix) {
  return fix.accuracy_m > USABLE_M || fix.accuracy_m === 0;
}

function poorWords(fix) {
  return `Ketelitian ${Math.ceil(fix.accuracy_m)} m. Tulis alasan jika tetap dipakai.`;
}

async function savePosition(app, editing, { latitude, longitude, accuracy_m, located_at, attempts, reason }) {
  await editing.decide(({ content, beside }) => {
    content.position = { latitude, longitude, accuracy_m, located_at, attempts, reason };
    keepTyped(beside, "position", null);
    keepTyped(beside, "point", null);
  });
  app.refresh();
}

/** A point that somebody read from a map; always with a reason. */
function byHand(app, { editing, draft }) {
  const raw = { latitude: "", longitude: "", reason: "", ...typed(draft, "point") };
  const problem = el("p", { class: "field-error", role: "alert" });
  const onInput = (name) => (value) => {
    raw[name] = value;
    editing.note((beside) => keepTyped(beside, "point", { ...raw }));
  };
  const save = () => {
    const { values, error } = checkPoint(raw);
    if (error) return fill(problem, error);
    return savePosition(app, editing, {
      ...values,
      accuracy_m: null,
      located_at: new Date().toISOString(),
      attempts: 0,
    });
  };
  const point = (name, label, example) =>
    textField({
      id: `ketik-${name}`,
      label,
      hint: `Misalnya ${example}`,
      inputmode: "text",
      maxlength: 14,
      value: raw[name],
      onInput: onInput(name),
    });
  return fold(
    "Ketik titik sendiri",
    point("latitude", "Lintang", "-8,112345"),
    point("longitude", "Bujur", "115,087654"),
    textField({
      id: "ketik-reason",
      label: "Alasan",
      maxlength: LONGEST,
      value: raw.reason,
      onInput: onInput("reason"),
    }),
    problem,
    button("Simpan titik ini", save),
  );
}

function checkPoint({ latitude, longitude, reason }) {
  const [lat, lng, why] = [degrees(latitude, "latitude"), degrees(longitude, "longitude"), checkText(reason, LONGEST)];
  if (!lat || !lng) return { error: "Tulis lintang dan bujur seperti contoh. Titik harus di Indonesia." };
  if (why.error) return { error: why.error };
  if (!why.value) return { error: "Tulis alasan titik lokasi diketik." };
  return { values: { latitude: lat, longitude: lng, reason: why.value } };
}

function degrees(raw, name) {
  const text = raw.trim().replace(",", ".");
  if (!/^-?[0-9]{1,3}(?:\.[0-9]{1,20})?$/.test(text)) return "";
  const value = Number(text);
  const [low, high] = BOX[name];
  return value >= low && value <= high ? value.toFixed(6) : "";
}
