/**
 * One screen at a time, by the hash: `#/survei/<id>/tanya/roof?ke=tinjau`.
 */

import { el, fill } from "./dom.js";
import { icon } from "./drawings.js";

/**
 * @typedef {object} Screen
 * @property {string} title heading and document title
 * @property {{href: string, label: string}} [back]
 * @property {any[]} body
 * @property {boolean} [live] drawn again when something on the phone changes
 * @property {boolean} [practice]
 * @property {() => void} [leave] called when another screen comes
 * @property {() => HTMLElement|null} [focus] what to focus instead of the heading
 */

export class Router {
  #routes;
  #app;
  #current = null;
  #turn = 0;
  #address = null;
  #notFound;

  constructor(app, routes, notFound) {
    this.#app = app;
    this.#routes = routes.map(([path, screen]) => [pattern(path), screen]);
    this.#notFound = notFound;
    this.onShown = () => {};
  }

  /** Whether the screen shown renews itself. */
  get isLive() {
    return Boolean(this.#current?.live);
  }

  /** Show the screen of the present hash. */
  async show({ quietly = false } = {}) {
    const turn = (this.#turn += 1);
    const address = location.hash;
    const { screen, params } = this.#find();
    const made = await screen(this.#app, params);
    if (turn !== this.#turn || !made) {
      made?.leave?.();
      return;
    }
    // What renews itself may be overtaken by the way to another screen: that one is drawn whole.
    const isSame = quietly && this.#current && address === this.#address;
    if (!isSame) this.#current?.leave?.();
    [this.#current, this.#address] = [made, address];
    if (isSame) this.#renew(made);
    else this.#draw(made);
    this.onShown(made);
  }

  /** Take the screen away, as the lock does. */
  clear() {
    this.#turn += 1;
    this.#current?.leave?.();
    this.#current = null;
  }

  #find() {
    const [path, query = ""] = decodeURIComponent(location.hash.replace(/^#\/?/, "")).split("?");
    for (const [{ expression, names }, screen] of this.#routes) {
      const match = expression.exec(path);
      if (!match) continue;
      const params = Object.fromEntries(names.map((name, at) => [name, match[at + 1]]));
      return { screen, params: { ...params, ...Object.fromEntries(new URLSearchParams(query)) } };
    }
    return { screen: this.#notFound, params: {} };
  }

  #draw(made) {
    const heading = el("h1", { class: "page-title", tabindex: "-1" }, made.title);
    fill(this.#app.chrome.main, made.back && backLink(made.back), heading, made.body);
    document.title = `${made.title} – SLRT Lapangan`;
    this.#app.chrome.setPractice(Boolean(made.practice));
    this.#app.chrome.placeSaved(location.hash.startsWith("#/survei/"));
    window.scrollTo(0, 0);
    (made.focus?.() ?? heading).focus();
  }

  /** The same screen again: scroll, focus and what was unfolded stay as they are. */
  #renew(made) {
    const { id, hash } = document.activeElement ?? {};
    const main = this.#app.chrome.main;
    const heading = main.querySelector("h1");
    if (!heading) return this.#draw(made);
    const unfolded = [...main.querySelectorAll("details")].map((details) => details.open);
    fill(heading, made.title);
    while (heading.nextSibling) heading.nextSibling.remove();
    main.append(...made.body.flat(Infinity).filter(Boolean));
    main.querySelectorAll("details").forEach((details, at) => (details.open = unfolded[at] ?? false));
    const again = id || !hash ? document.getElementById(id) : main.querySelector(`a[href="${CSS.escape(hash)}"]`);
    again?.focus({ preventScroll: true });
    return undefined;
  }
}

function backLink({ href, label }) {
  return el("p", { class: "back" }, el("a", { href }, icon("back"), label));
}

function pattern(path) {
  const names = [];
  const source = path.replace(/:(\w+)/g, (_all, name) => {
    names.push(name);
    return "([\\w-]+)";
  });
  return { expression: new RegExp(`^${source}$`), names };
}
