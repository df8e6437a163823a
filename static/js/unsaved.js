// Forms with data-unsaved: leaving the page with something typed asks first, so that the back button loses no work.
// The server keeps its own guard; without script nothing changes.

const changed = new Set();

function note(event) {
  const form = event.target.closest("form[data-unsaved]");
  if (form) changed.add(form);
}

function warn(event) {
  if (changed.size) event.preventDefault();
}

/** What is being sent is not lost. Another form's unsaved words still are. */
function forget(event) {
  if (!event.defaultPrevented) changed.delete(event.target);
}

// A page that came back with what must be mended holds words that are saved nowhere yet.
document.querySelectorAll("form[data-unsaved]").forEach((form) => {
  if (form.querySelector("[data-error-summary]")) changed.add(form);
});
document.addEventListener("input", note);
document.addEventListener("change", note);
document.addEventListener("submit", forget);
window.addEventListener("beforeunload", warn);
