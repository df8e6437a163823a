// What every page gains when scripts run; every page works without this file.

const BUSY_MS = 15_000;
// What our server drew is the only text that becomes markup; trusted types want it said by name.
const fragments = globalThis.trustedTypes?.createPolicy("slrt-fragment", { createHTML: (html) => html });

/** A second tap on a slow link must not send a form twice (the server keeps its own guard). */
function holdSubmitButtons(event) {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  const buttons = [...form.querySelectorAll("button[type=submit]:enabled")];
  form.setAttribute("aria-busy", "true");
  // After this turn, so that the name and value of the pressed button are still sent.
  setTimeout(() => buttons.forEach(hold));
  setTimeout(() => release(form), BUSY_MS);
}

function hold(button) {
  button.disabled = true;
  button.dataset.held = "";
}

function release(form) {
  form.removeAttribute("aria-busy");
  form.querySelectorAll("[data-held]").forEach((button) => {
    button.disabled = false;
    delete button.dataset.held;
  });
}

/** Pages that come back from the browser's history must not keep dead buttons. */
function releaseAll(event) {
  if (event.persisted) document.querySelectorAll("form[aria-busy]").forEach(release);
}

function focusErrorSummary() {
  document.querySelector("[data-error-summary]")?.focus();
}

/**
 * An element with data-refresh-url and data-refresh-seconds replaces itself by what that address answers, until the
 * answer no longer asks for it. With data-refresh-reload the whole page is loaded once more at the end.
 */
function keepFresh(element) {
  const seconds = Number(element.dataset.refreshSeconds) || 3;
  setTimeout(() => refresh(element), seconds * 1000);
}

async function refresh(element) {
  if (document.hidden) return keepFresh(element);
  const answer = await fetch(element.dataset.refreshUrl, { credentials: "same-origin" }).catch(() => null);
  if (!answer) return keepFresh(element);
  if (!answer.ok || answer.redirected) return undefined;
  return replace(element, await answer.text());
}

function replace(element, html) {
  const template = document.createElement("template");
  template.innerHTML = fragments?.createHTML(html) ?? html;
  const fresh = template.content.firstElementChild;
  if (!fresh) return;
  const finished = !fresh.dataset.refreshUrl;
  if (finished && "refreshReload" in element.dataset) {
    location.reload();
    return;
  }
  element.replaceWith(fresh);
  if (!finished) keepFresh(fresh);
}

/**
 * Forms with data-unsaved: leaving the page with something typed asks first, so that the back button loses no work.
 * A page that came back with what must be mended holds words that are saved nowhere yet.
 */
const changed = new Set();

function noteChange(event) {
  const form = event.target.closest?.("form[data-unsaved]");
  if (form) changed.add(form);
}

function noteRefused(form) {
  if (form.querySelector("[data-error-summary]")) changed.add(form);
}

function warnOfLoss(event) {
  if (changed.size) event.preventDefault();
}

/** What is being sent is not lost; another form's words still are. */
function noteSent(event) {
  if (!event.defaultPrevented) changed.delete(event.target);
}

/** A fold of the menu closes when the person goes on elsewhere. */
function closeMenus(event) {
  for (const menu of document.querySelectorAll(".site-nav .nav-more[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
}

/** A short login ends while somebody writes a long answer: a page with a form warns before that (js/session.js). */
const WARN_BEFORE_S = 300;

function awaitEndOfSession({ sessionSeconds, sessionScript }) {
  if (!sessionSeconds || !document.querySelector("main form[method=post]")) return;
  const wait = Math.max(0, sessionSeconds - WARN_BEFORE_S) * 1000;
  setTimeout(() => import(sessionScript).then((session) => session.warn()).catch(() => undefined), wait);
}

/** Every page that is opened prolongs the login for the other tabs as well. */
function noteEndOfSession({ sessionSeconds }) {
  if (sessionSeconds) localStorage.setItem("slrt-session-ends", Date.now() + sessionSeconds * 1000);
}

document.addEventListener("click", closeMenus);
document.addEventListener("focusin", closeMenus);
document.addEventListener("submit", holdSubmitButtons);
document.addEventListener("submit", noteSent);
document.addEventListener("input", noteChange);
document.addEventListener("change", noteChange);
window.addEventListener("beforeunload", warnOfLoss);
window.addEventListener("pageshow", releaseAll);
focusErrorSummary();
document.querySelectorAll("[data-refresh-url]").forEach(keepFresh);
document.querySelectorAll("form[data-unsaved]").forEach(noteRefused);
noteEndOfSession(document.body.dataset);
awaitEndOfSession(document.body.dataset);
