/**
 * The pieces screens are made of; they look like the pages of the office (docs/design-language.md).
 */

import { el, unseen } from "./dom.js";
import { icon } from "./drawings.js";
import { STATES } from "./words.js";

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

/** A box around a control with label, hint and error. */
function field({ id, label, hint, error, optional }, control) {
  return el(
    "div",
    { class: error ? "field field-invalid" : "field", data: { field: id } },
    el(
      "label",
      { class: "form-label", for: id },
      label,
      optional && el("span", { class: "optional" }, " (boleh kosong)"),
    ),
    hint && el("p", { class: "form-text", id: `${id}-hint` }, hint),
    el("p", { class: "field-error", id: `${id}-error`, hidden: !error }, error ?? ""),
    control,
  );
}

function described({ id, hint, error }) {
  const ids = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ");
  return { "aria-describedby": ids || null, "aria-invalid": error ? "true" : null };
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
    on: { input: (event) => onInput?.(event.target.value) },
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
  return field(spec, el("select", { ...props, on: { change: (event) => onInput?.(event.target.value) } }, options));
}

/** One of few, as big rows. */
export function choiceField({ id, label, hint, error, choices, value, onInput, optional, hideLegend = false }) {
  const ids = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ");
  return el(
    "fieldset",
    { class: error ? "field field-invalid" : "field", data: { field: id }, "aria-describedby": ids || null },
    el(
      "legend",
      { class: hideLegend ? "visually-hidden" : "form-label" },
      label,
      optional && el("span", { class: "optional" }, " (boleh kosong)"),
    ),
    hint && el("p", { class: "form-text", id: `${id}-hint` }, hint),
    el("p", { class: "field-error", id: `${id}-error`, hidden: !error }, error ?? ""),
    el(
      "div",
      { class: "choices" },
      choices.map(([code, text]) => choice("radio", id, code, text, code === value, onInput)),
    ),
  );
}

/** Yes or not. */
export function checkField({ id, label, value, error, onInput }) {
  return el(
    "div",
    { class: error ? "field field-invalid" : "field", data: { field: id } },
    el("p", { class: "field-error", id: `${id}-error`, hidden: !error }, error ?? ""),
    choice("checkbox", id, "1", label, Boolean(value), onInput),
  );
}

/** A row of 48 px with its radio or box. */
export function choice(type, name, code, text, checked, onInput) {
  const listener = (event) => onInput?.(type === "radio" ? code : event.target.checked, code);
  const input = el("input", { type, name, value: code, checked, class: "form-check-input", on: { change: listener } });
  if (type === "checkbox" && code === "1") input.id = name;
  return el("label", { class: "choice" }, input, el("span", {}, text));
}

/** Errors at the top of a form, each leading to its field. */
export function errorSummary(errors) {
  const links = Object.entries(errors).map(([id, text]) =>
    el("li", {}, el("a", { href: `#${id}`, on: { click: (event) => leadTo(event, id) } }, text)),
  );
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
