// Leaves a protected case at once: the page goes blank, the account is left, and Back finds no case.
// Without this file the link still leads to the neutral page.

function leave(event) {
  event.preventDefault();
  const link = event.currentTarget;
  const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value;
  document.title = "";
  document.body.replaceChildren();
  if (token) {
    const body = new FormData();
    body.append("csrfmiddlewaretoken", token);
    navigator.sendBeacon(link.dataset.quickExit, body);
  }
  location.replace(link.href);
}

document.querySelectorAll("[data-quick-exit]").forEach((link) => link.addEventListener("click", leave));
// A page that the browser kept in memory is asked for anew, and the server no longer knows who asks.
window.addEventListener("pageshow", (event) => event.persisted && location.reload());
