/**
 * A form from a list of fields: keeps what is typed, checks offline by the server's rules, leads to what is wrong.
 */

import {
  actions,
  button,
  checkField,
  choiceField,
  errorSummary,
  linkButton,
  notice,
  selectField,
  textField,
} from "./parts.js";
import { el, fill } from "./dom.js";

const EMPTY = ["Isi bagian ini.", "Pilih salah satu."];
const PIECES = { text: textField, select: selectField, radio: choiceField, check: checkField };

/**
 * @typedef {object} Field
 * @property {string} name
 * @property {"text"|"select"|"radio"|"check"} kind
 * @property {string} label
 * @property {string} [hint]
 * @property {boolean} [required]
 * @property {boolean} [optional] false: says nothing of empty, another field asks why
 * @property {(raw: string) => {value?: any, error?: string}} [check]
 * @property {(raw: Record<string, any>) => boolean} [when]
 */

/**
 * The form as an element.
 * @param {object} spec
 * @param {{legend: string, fields: Field[]}[]} spec.sections
 * @param {Record<string, any>} spec.raw what stands in the fields now
 * @param {Record<string, string>} [spec.problems] what the server said of single fields; of the whole under ""
 * @param {(raw: Record<string, any>) => void} spec.onTyping told after every change
 * @param {(values: Record<string, any>) => Record<string, string>} [spec.agree] errors between fields
 * @param {(values: Record<string, any>) => string[]} [spec.doubts] sentences to look at once before saving
 * @param {(values: Record<string, any>) => void} spec.onSave
 */
export function buildForm(spec) {
  const state = { raw: { ...spec.raw }, errors: spec.problems ?? {}, doubts: [], looked: "" };
  const form = el("form", {
    novalidate: true,
    class: "form",
    on: { submit: (event) => submit(event, form, spec, state) },
  });
  draw(form, spec, state);
  return form;
}

function draw(form, spec, state) {
  fill(
    form,
    Object.keys(state.errors).length ? errorSummary(namedErrors(spec, state.errors)) : null,
    state.doubts.length ? doubtNotice(state.doubts) : null,
    spec.sections.map((section) => drawSection(form, section, spec, state)),
    actions(
      button(state.doubts.length ? "Sudah cocok dengan KTP, simpan" : "Simpan", null, {
        kind: "primary",
        type: "submit",
      }),
      linkButton("Kembali", spec.back),
    ),
  );
  toggle(form, spec, state);
}

function drawSection(form, section, spec, state) {
  return el(
    "fieldset",
    { class: "sheet" },
    el("legend", {}, section.legend),
    section.fields.map((field) => drawField(form, field, spec, state)),
  );
}

function drawField(form, field, spec, state) {
  const onInput = (value) => {
    state.raw[field.name] = value;
    toggle(form, spec, state);
    spec.onTyping({ ...state.raw });
  };
  const { name, kind, required, ...rest } = field;
  const optional = field.optional ?? (!required && kind !== "check");
  return PIECES[kind]({
    ...rest,
    id: name,
    value: state.raw[name] ?? "",
    error: state.errors[name],
    onInput,
    optional,
  });
}

/** Fields that make no sense with what was chosen are not shown. */
function toggle(form, spec, state) {
  for (const field of allFields(spec)) {
    if (!field.when) continue;
    const place = form.querySelector(`[data-field="${field.name}"]`);
    if (place) place.hidden = !field.when(state.raw);
  }
}

function allFields(spec) {
  return spec.sections.flatMap((section) => section.fields);
}

function submit(event, form, spec, state) {
  event.preventDefault();
  const { values, errors } = checkAll(spec, state.raw);
  state.errors = Object.keys(errors).length ? errors : (spec.agree?.(values) ?? {});
  state.doubts = Object.keys(state.errors).length ? [] : newDoubts(spec, values, state);
  if (!Object.keys(state.errors).length && !state.doubts.length) return spec.onSave(values);
  draw(form, spec, state);
  form.querySelector(".error-summary, .notice")?.focus();
  return undefined;
}

/** Doubts that were not looked at yet; the same sentences do not ask twice. */
function newDoubts(spec, values, state) {
  const doubts = spec.doubts?.(values) ?? [];
  if (doubts.join() === state.looked) return [];
  state.looked = doubts.join();
  return doubts;
}

/** Above the form a sentence says which field it means. */
function namedErrors(spec, errors) {
  const labels = new Map(allFields(spec).map((field) => [field.name, field.label]));
  return Object.fromEntries(
    Object.entries(errors).map(([name, text]) => [name, EMPTY.includes(text) ? `${labels.get(name)}: ${text}` : text]),
  );
}

function doubtNotice(doubts) {
  const box = notice(
    "warning",
    doubts.map((text) => el("p", {}, text)),
  );
  box.tabIndex = -1;
  return box;
}

function checkAll(spec, raw) {
  const values = {};
  const errors = {};
  for (const field of allFields(spec)) {
    if (field.when && !field.when(raw)) continue;
    const result = checkOne(field, raw[field.name]);
    if (result.error) errors[field.name] = result.error;
    else values[field.name] = result.value;
  }
  return { values, errors };
}

function checkOne(field, raw) {
  if (field.kind === "check") return { value: Boolean(raw) };
  const text = raw ?? "";
  if (!String(text).trim()) return field.required ? { error: emptyWords(field) } : { value: field.empty ?? "" };
  return field.check ? field.check(text) : { value: text };
}

function emptyWords(field) {
  return field.kind === "text" ? EMPTY[0] : EMPTY[1];
}
