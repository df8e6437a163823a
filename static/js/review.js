// Comfort of the review pages: keys, photos in full, choosing all rows. Every page works without this file.

// --- Keys: an element with data-key is pressed by that key; everything is reached by tab as well. ---------------------

const SWITCH = "review-keys";
const help = document.querySelector("[data-keys-help]");
const toggle = document.querySelector("[data-keys-switch]");
const WRITTEN_IN = "input:not([type=checkbox]), textarea, select, [contenteditable]";
const FIRST_TO_FILL = ":scope details[open] select, :scope details[open] input:not([type=hidden])";

function areOn() {
  return localStorage.getItem(SWITCH) !== "off";
}

/** Letters belong to who types them, and to an open dialog. */
function isBusy(target) {
  return target.closest(WRITTEN_IN) || document.querySelector("dialog[open]");
}

function onKey(event) {
  if (!areOn() || event.ctrlKey || event.metaKey || event.altKey || event.repeat || isBusy(event.target)) return;
  if (event.key === "?") openHelp();
  else if (!press(document.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`))) return;
  event.preventDefault();
}

/** A summary opens what it hides and leads to the first place to fill; anything else is pressed. */
function press(element) {
  if (!element) return false;
  element.focus();
  if (element.tagName === "SUMMARY") {
    element.parentElement.open = true;
    element.parentElement.querySelector(FIRST_TO_FILL)?.focus();
  } else {
    element.click();
  }
  return true;
}

function openHelp() {
  toggle.checked = areOn();
  help.showModal();
}

function prepareKeys() {
  document.addEventListener("keydown", onKey);
  document.querySelector("[data-keys]").hidden = false;
  document.querySelector("[data-keys-open]").addEventListener("click", openHelp);
  document.querySelector("[data-keys-close]").addEventListener("click", () => help.close());
  toggle.addEventListener("change", () => localStorage.setItem(SWITCH, toggle.checked ? "on" : "off"));
}

// --- Rows: all of a page are chosen, or none. -------------------------------------------------------------------------

function chooseAll(button) {
  const boxes = [...button.form.querySelectorAll("input[name=row]")];
  const chosen = boxes.some((box) => !box.checked);
  boxes.forEach((box) => {
    box.checked = chosen;
  });
}

// --- Photos: links with data-photo open in the viewer; without script they lead to the picture. -------------------------

const LARGEST = 6;
const STEP = 1.5;

class Viewer {
  constructor(dialog, links) {
    this.dialog = dialog;
    this.links = links;
    this.shown = 0;
    this.zoom = 1;
    this.panes = [...dialog.querySelectorAll("[data-viewer-pane]")];
    this.panes.forEach((pane) => {
      pane.firstElementChild.append(document.createElement("img"));
      pane.append(document.createElement("figcaption"));
    });
    this.beside = this.part("beside");
    this.listen();
  }

  part(name) {
    return this.dialog.querySelector(`[data-viewer-${name}]`);
  }

  listen() {
    const acts = {
      close: () => this.dialog.close(),
      larger: () => this.setZoom(this.zoom * STEP),
      smaller: () => this.setZoom(this.zoom / STEP),
      previous: () => this.show(this.shown - 1),
      next: () => this.show(this.shown + 1),
    };
    Object.entries(acts).forEach(([name, act]) => this.part(name).addEventListener("click", act));
    this.keys = {
      ArrowLeft: acts.previous, ArrowRight: acts.next, "+": acts.larger, "=": acts.larger, "-": acts.smaller,
    };
    this.dialog.addEventListener("keydown", (event) => this.onKey(event));
    this.dialog.addEventListener("close", () => this.links[this.shown].focus());
    this.beside.addEventListener("change", () => this.compare());
    this.links.forEach((link, index) => link.addEventListener("click", (event) => this.open(event, index)));
  }

  open(event, index) {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    // A link inside closed details cannot take the focus back.
    event.currentTarget.closest("details")?.setAttribute("open", "");
    this.show(index);
    this.dialog.showModal();
    this.part("close").focus();
  }

  /** In a photo that is larger than its pane, and in the list of choices, arrows move as usual. */
  onKey(event) {
    const arrow = event.key.startsWith("Arrow");
    if (event.ctrlKey || event.metaKey || !(event.key in this.keys)) return;
    if (event.target === this.beside || (arrow && this.zoom > 1)) return;
    event.preventDefault();
    this.keys[event.key]();
  }

  show(index) {
    this.shown = (index + this.links.length) % this.links.length;
    this.fill(0, this.links[this.shown]);
    this.part("title").textContent = this.links[this.shown].dataset.caption;
    this.offer();
    this.compare();
    this.setZoom(1);
  }

  fill(place, link) {
    const picture = this.panes[place].querySelector("img");
    picture.src = link.href;
    picture.alt = link.dataset.caption;
    this.panes[place].querySelector("figcaption").textContent = link.dataset.caption;
  }

  /** What may stand beside it: first the same part of the house in the other survey; a choice once made is kept so. */
  offer() {
    const here = this.links[this.shown];
    const isTwin = (link) => link.dataset.slot === here.dataset.slot && "earlier" in link.dataset !== "earlier" in here.dataset;
    const others = this.links.filter((link) => link !== here).sort((one, other) => isTwin(other) - isTwin(one));
    const wanted = this.beside.value && (others.find(isTwin) ?? this.links[Number(this.beside.value)]);
    const options = others.map((link) => new Option(link.dataset.caption, this.links.indexOf(link)));
    this.beside.replaceChildren(this.beside.options[0], ...options);
    this.beside.value = wanted && wanted !== here ? String(this.links.indexOf(wanted)) : "";
  }

  compare() {
    this.panes[1].hidden = this.beside.value === "";
    if (!this.panes[1].hidden) this.fill(1, this.links[Number(this.beside.value)]);
    this.setZoom(this.zoom);
  }

  setZoom(wanted) {
    this.zoom = Math.min(LARGEST, Math.max(1, wanted));
    this.dialog.querySelectorAll("img").forEach((picture) => {
      picture.classList.toggle("zoomed", this.zoom > 1);
      picture.style.width = this.zoom > 1 ? `${this.zoom * 100}%` : "";
    });
    this.part("smaller").disabled = this.zoom === 1;
    this.part("larger").disabled = this.zoom === LARGEST;
  }
}

prepareKeys();
document.querySelectorAll("[data-choose-all]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => chooseAll(button));
});
const photos = [...document.querySelectorAll("[data-photo]")];
if (photos.length) new Viewer(document.querySelector("[data-viewer]"), photos);
