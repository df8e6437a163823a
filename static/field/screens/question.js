/**
 * One question per screen, with big rows; the special conditions come first, a note for the supervisor last.
 */

import { el, fill } from "../dom.js";
import {
  actions,
  choice,
  choiceField,
  errorLine,
  fieldClass,
  linkButton,
  progress,
  showError,
  textField,
  toMend,
} from "../parts.js";
import { problemsAt } from "../problems.js";
import { asked, checkAmount, checkArea, checkText, computeAnswer } from "../rules.js";
import { closedNotice, memberCount, noSurvey, openSurvey, reasonFor, toTasks } from "../survey.js";
import { keepTyped, typed } from "../editing.js";
import { thousands } from "../words.js";

const SPECIAL = "khusus";
const LONGEST_NOTE = 1000;
const NUMBERS = {
  floor_area_m2: {
    label: "Luas lantai rumah (m²)",
    hint: "Ukur semua ruang yang dipakai tinggal, misalnya 36.",
    inputmode: "decimal",
    check: checkArea,
    show: (value) => String(value).replace(".", ","),
  },
  monthly_income_rp: {
    label: "Pendapatan semua anggota dalam sebulan (Rp)",
    hint: "Jumlahkan pendapatan semua anggota, misalnya 1.500.000. Tulis 0 jika tidak ada.",
    inputmode: "numeric",
    check: checkAmount,
    show: thousands,
  },
};

export async function question(app, { id, code, ke }) {
  const survey = await openSurvey(app, id);
  if (!survey?.instrument) return noSurvey();
  const { draft, instrument, returned } = survey;
  const list = asked(instrument, draft.content.overrides);
  const at = list.findIndex((item) => item.code === code);
  if (code !== SPECIAL && at < 0) return app.go(`/survei/${id}/tanya/${SPECIAL}`);
  const isSpecial = code === SPECIAL;
  return {
    title: isSpecial ? "Keadaan khusus" : `Pertanyaan ${list[at].number}`,
    back: toTasks(draft),
    practice: draft.practice,
    body: [
      !isSpecial && progress(at + 1, list.length, "pertanyaan"),
      closedNotice(draft),
      !isSpecial && toMend(reasonFor(returned, "question", code)),
      el(
        "fieldset",
        { class: "plain-set", disabled: !survey.mayChange },
        isSpecial ? special(survey) : one(survey, list[at]),
      ),
      ways(survey, code, ke),
    ],
  };
}

/** Conditions outside the sum; what they skip is not asked. */
function special({ editing, draft, instrument }) {
  const mark = (isChosen, chosen) =>
    editing.change(({ content }) => {
      content.overrides = instrument.overrides
        .map((override) => override.code)
        .filter((code) => (code === chosen ? isChosen : content.overrides.includes(code)));
    });
  const error = Object.values(problemsAt(draft, "overrides"))[0];
  return el(
    "fieldset",
    { class: fieldClass(error), data: { field: "khusus" }, "aria-describedby": "khusus-error" },
    el("legend", { class: "form-label" }, "Tandai jika benar"),
    el("p", { class: "form-text" }, "Tidak ada yang cocok? Biarkan kosong."),
    errorLine("khusus", error),
    el(
      "div",
      { class: "choices" },
      instrument.overrides.map(({ code, text }) =>
        choice("checkbox", "khusus", code, text, draft.content.overrides.includes(code), mark),
      ),
    ),
  );
}

function one(survey, item) {
  if (item.rule) return computed(survey, item);
  const { editing, draft } = survey;
  return choiceField({
    id: item.code,
    label: item.text,
    hint: item.help,
    error: problemsAt(draft, `answers.${item.code}`)[""],
    choices: item.choices.map(({ code, text }) => [code, text]),
    value: draft.content.answers[item.code],
    onInput: (code) => editing.change(({ content }) => (content.answers[item.code] = code)),
  });
}

/** A number instead of a choice; the choice that follows is told. */
function computed(survey, item) {
  const result = el("p", { class: "result", role: "status" });
  const tell = () => fill(result, resultWords(survey, item));
  tell();
  const names = item.inputs.filter((name) => name in NUMBERS);
  return [
    el("p", { class: "question" }, item.text),
    item.help && el("p", { class: "form-text" }, item.help),
    names.map((name) => numberField(survey, name, tell)),
    item.inputs.includes("member_count") && el("p", {}, `Jumlah anggota: ${memberCount(survey.draft)}`),
    result,
  ];
}

function numberField({ editing, draft }, name, tell) {
  const { check, show, ...spec } = NUMBERS[name];
  const kept = draft.content.numbers[name];
  const value = typed(draft, name).raw ?? (kept === undefined ? "" : show(kept));
  const onInput = (raw) => {
    const result = check(raw);
    showError(name, result.error);
    editing.change((changed) => {
      keepTyped(changed.beside, name, result.error ? { raw } : null);
      if (result.error || result.value === null) delete changed.content.numbers[name];
      else changed.content.numbers[name] = result.value;
    });
    tell();
  };
  const error = (value && check(value).error) || problemsAt(draft, `numbers.${name}`)[""];
  return textField({ id: name, ...spec, value, error, onInput });
}

function resultWords({ draft, instrument }, item) {
  const numbers = { ...draft.content.numbers, member_count: memberCount(draft) };
  const code = computeAnswer(item, numbers, instrument.poverty_line_rp);
  const found = item.choices.find((option) => option.code === code);
  return found ? `Hasil hitung: ${found.text}` : "";
}

/** On, and back; from the review page on means back to it. */
function ways({ draft, instrument }, code, ke) {
  const at = `#/survei/${draft.id}`;
  if (ke === "tinjau") return actions(linkButton("Kembali ke tinjauan", `${at}/tinjau`, { kind: "primary" }));
  const step = (by) => {
    const list = [SPECIAL, ...asked(instrument, draft.content.overrides).map((item) => item.code)];
    return list[list.indexOf(code) + by];
  };
  const address = (next) => (next ? `${at}/tanya/${next}` : at);
  // What is asked next depends on what was ticked here: found when pressed.
  const follow = (by) => (event) => event.currentTarget.setAttribute("href", address(step(by)));
  return actions(
    linkButton("Lanjut", address(step(1)), { kind: "primary", on: { click: follow(1) } }),
    linkButton("Sebelumnya", address(step(-1)), { on: { click: follow(-1) } }),
  );
}

export async function note(app, { id }) {
  const survey = await openSurvey(app, id);
  if (!survey) return noSurvey();
  const { editing, draft } = survey;
  const onInput = (raw) => {
    const result = checkText(raw, LONGEST_NOTE);
    showError("catatan", result.error);
    editing.change((changed) => {
      keepTyped(changed.beside, "note", result.error ? { raw } : null);
      if (!result.error) changed.content.note = result.value;
    });
  };
  return {
    title: "Catatan",
    back: toTasks(draft),
    practice: draft.practice,
    body: [
      closedNotice(draft),
      el(
        "fieldset",
        { class: "plain-set", disabled: !survey.mayChange },
        textField({
          id: "catatan",
          label: "Yang perlu diketahui supervisor",
          rows: 5,
          optional: true,
          maxlength: LONGEST_NOTE,
          hint: "Jangan tulis NIK, No. KK, atau penyakit orang.",
          value: typed(draft, "note").raw ?? draft.content.note,
          error: problemsAt(draft, "note")[""],
          onInput,
        }),
      ),
      actions(linkButton("Lanjut", `#/survei/${draft.id}`, { kind: "primary" })),
    ],
  };
}
