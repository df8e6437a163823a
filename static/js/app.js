// What every page gains when scripts run; every page works without this file.

const BUSY_MS = 15_000;

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
  template.innerHTML = html;
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

document.addEventListener("submit", holdSubmitButtons);
window.addEventListener("pageshow", releaseAll);
focusErrorSummary();
document.querySelectorAll("[data-refresh-url]").forEach(keepFresh);
