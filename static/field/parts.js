/**
 * The pieces screens are made of; they look like the pages of the office (docs/design-language.md).
 */

import { el, fill, unseen } from "./dom.js";
import { icon } from "./drawings.js";
import { STATES, day, dayHere, today } from "./words.js";

/** A button. `kind`: primary, second, danger. */
export function button(text, onClick, { kind = "second", ...props } = {}) {
  return el("button", { type: "button", class: `btn btn-${kind}`, on: { click: onClick }, ...props }, text);
}

/** A link that looks like a button. */
export function linkButton(text, href, { kind = "second", ...props } = {}) {
  return el("a", { class: `btn btn-${kind}`, href, ...props }, text);
}

/** The buttons that end a screen, the main one first. */
export function actions(...buttons) {
  return el("div", { class: "actions" }, buttons);
}

/** What happened, or what to know. `tone`: info, success, warning, error. */
export function notice(tone, ...content) {
  const role = tone === "error" ? "alert" : "status";
  return el("div", { class: `notice notice-${tone}`, role }, icon(tone), el("div", {}, content));
}

/** Words for a state, with its tone. */
export function badge(state, words = "") {
  const [label, tone] = STATES[state] ?? [state, state];
  return el("span", { class: `badge-status badge-${tone}` }, words || label);
}

/** Until when, that day included; what is past due says so by word and shape. */
export function deadline(until) {
  if (!until) return null;
  const isOver = dayHere(until) < today();
  const late = isOver && el("span", { class: "badge-status badge-bad" }, icon("warning"), " Lewat batas");
  return el("p", { class: "task-hint" }, `Batas ${day(until)} `, late);
}

/** A row of a task list; the whole row is the link. `done` is plain text: what is done needs no colour. */
export function row({ href, label, hint, state, words, done, detail }) {
  const name = href ? el("a", { class: "stretched-link", href }, label) : el("span", { class: "muted" }, label);
  return el(
    "li",
    { class: "task" },
    el("div", { class: "task-name" }, name, hint && el("p", { class: "task-hint" }, hint), detail),
    done ? el("span", { class: "task-done" }, icon("check"), done) : state && badge(state, words),
  );
}

/** Rows under each other; nothing at all without rows. */
export function rows(list, props = {}) {
  return list.length ? el("ul", { class: "task-list", ...props }, list) : null;
}

/** A titled part of a screen. */
export function section(title, ...content) {
  return el("section", {}, el("h2", {}, title), content);
}

/** Facts under each other: `[label, value, change]`, `change` an address. */
export function facts(list) {
  return el(
    "dl",
    { class: "summary-list" },
    list.map(([label, value, change]) =>
      el(
        "div",
        {},
        el("dt", {}, label),
        el("dd", {}, value || value === 0 ? value : "–"),
        change && el("dd", { class: "summary-change" }, el("a", { href: change }, "Ubah", unseen(label))),
      ),
    ),
  );
}

/** How far, as a bar and in words. */
export function progress(done, total, words) {
  return el(
    "div",
    { class: "progress-line" },
    el("progress", { value: String(done), max: String(total), "aria-label": words }),
    el("p", {}, `${done} dari ${total} ${words}`),
  );
}

/** Something that is only opened when needed. */
export function fold(summary, ...content) {
  return el("details", {}, el("summary", {}, summary), content);
}

/** A step that cannot be undone asks again. */
export function confirmed(label, question, onConfirm, described = "") {
  const details = el("details", { class: "confirm" });
  details.append(
    el("summary", { class: "btn btn-second" }, label, described && unseen(described)),
    el(
      "div",
      { class: "confirm-panel" },
      el("p", { class: "confirm-title" }, question),
      el(
        "div",
        { class: "buttons" },
        button(label, onConfirm, { kind: "danger" }),
        button("Kembali", () => (details.open = false)),
      ),
    ),
  );
  return details;
}

/** A field is marked when something is wrong with it. */
export const fieldClass = (error) => (error ? "field field-invalid" : "field");

/** Place for what is wrong with a field; seen only while there is something to say. */
export function errorLine(id, error = "") {
  return el("p", { class: "field-error", id: `${id}-error`, "aria-live": "polite" }, error);
}

/** Say what is wrong with a field, or no longer is, without drawing it anew under somebody's finger. */
export function showError(id, sentence = "") {
  const place = document.querySelector(`[data-field="${CSS.escape(id)}"]`);
  place?.classList.toggle("field-invalid", Boolean(sentence));
  fill(place?.querySelector(".field-error"), sentence);
  const control = place?.matches("[role=radiogroup]") ? place : place?.querySelector(".form-control");
  control?.setAttribute("aria-invalid", String(Boolean(sentence)));
}

/** The value is another one now: what was said of the one before no longer holds. */
function unmark(control) {
  const place = control.closest(".field-invalid");
  if (place) showError(place.dataset.field);
}

/** A box around a control with label, hint and error. */
function field({ id, label, hint, error, optional }, control) {
  return el(
    "div",
    { class: fieldClass(error), data: { field: id } },
    el(
      "label",
      { class: "form-label", for: id },
      label,
      optional && el("span", { class: "optional" }, " (boleh kosong)"),
    ),
    hint && el("p", { class: "form-text", id: `${id}-hint` }, hint),
    errorLine(id, error),
    control,
  );
}

function described({ id, hint, error }) {
  const ids = hint ? `${id}-hint ${id}-error` : `${id}-error`;
  return { "aria-describedby": ids, "aria-invalid": error ? "true" : null };
}

/** A line of text, or several with `rows`. */
export function textField(spec) {
  const { id, value = "", type = "text", inputmode, maxlength, onInput, rows: lines, autocomplete = "off" } = spec;
  const props = {
    id,
    name: id,
    class: "form-control",
    inputmode,
    maxlength,
    autocomplete,
    value,
    ...described(spec),
    on: { input: ({ target }) => (unmark(target), onInput?.(target.value)) },
  };
  return field(spec, lines ? el("textarea", { ...props, rows: lines }) : el("input", { ...props, type }));
}

/** A list to choose from. */
export function selectField(spec) {
  const { id, value = "", choices, onInput } = spec;
  const options = [["", "– pilih –"], ...choices].map(([code, text]) =>
    el("option", { value: code, selected: code === value }, text),
  );
  const props = { id, name: id, class: "form-control", ...described(spec) };
  const listener = ({ target }) => (unmark(target), onInput?.(target.value));
  return field(spec, el("select", { ...props, on: { change: listener } }, options));
}

/** One of few, as big rows. */
export function choiceField({ id, label, hint, error, choices, value, onInput, optional, hideLegend = false }) {
  return el(
    "fieldset",
    { class: fieldClass(error), data: { field: id }, role: "radiogroup", ...described({ id, hint, error }) },
    el(
      "legend",
      { class: hideLegend ? "visually-hidden" : "form-label" },
      label,
      optional && el("span", { class: "optional" }, " (boleh kosong)"),
    ),
    hint && el("p", { class: "form-text", id: `${id}-hint` }, hint),
    errorLine(id, error),
    el(
      "div",
      { class: "choices" },
      choices.map(([code, text]) => choice("radio", id, code, text, code === value, onInput)),
    ),
  );
}

/** Yes or not. */
export function checkField({ id, label, value, error, onInput }) {
  const box = choice("checkbox", id, "1", label, Boolean(value), onInput);
  box.firstChild.setAttribute("aria-describedby", `${id}-error`);
  return el("div", { class: fieldClass(error), data: { field: id } }, errorLine(id, error), box);
}

/** A row of 48 px with its radio or box. */
export function choice(type, name, code, text, checked, onInput) {
  const listener = ({ target }) => (unmark(target), onInput?.(type === "radio" ? code : target.checked, code));
  const input = el("input", { type, name, value: code, checked, class: "form-check-input", on: { change: listener } });
  if (type === "checkbox" && code === "1") input.id = name;
  return el("label", { class: "choice" }, input, el("span", {}, text));
}

/** Errors at the top of a form, each leading to its field, if it is of one. */
export function errorSummary(errors) {
  const link = (id, text) => el("a", { href: `#${id}`, on: { click: (event) => leadTo(event, id) } }, text);
  const links = Object.entries(errors).map(([id, text]) => el("li", {}, id ? link(id, text) : text));
  return el(
    "div",
    { class: "error-summary", role: "alert", tabindex: "-1" },
    el("h2", {}, "Ada yang perlu diperbaiki"),
    el("ul", {}, links),
  );
}

/** The hash is the address of the screen, so a link inside it moves the focus itself. */
function leadTo(event, id) {
  event.preventDefault();
  const place = document.querySelector(`[data-field="${CSS.escape(id)}"]`);
  const control = place?.querySelector("input, select, textarea");
  control?.focus();
  control?.scrollIntoView({ block: "center" });
}

/** What the supervisor asks to mend. */
export function toMend(reason) {
  return reason ? notice("warning", el("p", {}, el("strong", {}, "Perlu diperbaiki: "), reason)) : null;
}
