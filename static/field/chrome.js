/**
 * The frame around every screen: who and where, what is waiting to be sent, lock, help. Built once.
 */

import { el, fill } from "./dom.js";
import { button } from "./parts.js";
import { mark } from "./drawings.js";
import { NO_SIGNAL, SAVED } from "./words.js";

/** The frame as an object whose methods renew its parts. */
export class Chrome {
  constructor(root, { onLock, onSwitch, onUpdate }) {
    this.place = el("span", { class: "brand-place" });
    this.menu = this.#menu(onLock, onSwitch);
    this.signal = el("div", { class: "signal", role: "status", "aria-live": "polite", hidden: true });
    this.practice = el("p", { class: "practice", hidden: true }, "LATIHAN. Tidak ada yang dikirim.");
    this.update = this.#update(onUpdate);
    this.main = el("main", { id: "isi", class: "main", tabindex: "-1" });
    this.saved = el("p", { class: "saved", role: "status", "aria-live": "polite" });
    this.help = el("p", { class: "help-line" }, "Butuh bantuan? Hubungi Dinas Sosial");
    fill(
      root,
      el("a", { class: "skip-link", href: "#isi", on: { click: (event) => this.#skip(event) } }, "Langsung ke isi"),
      el("header", { class: "site-header" }, this.#brand(), this.menu),
      this.practice,
      this.signal,
      this.update,
      this.main,
      el("footer", { class: "site-footer" }, this.help),
    );
  }

  #brand() {
    return el("a", { class: "brand", href: "#/" }, mark(), el("span", { class: "brand-name" }, "SLRT"), this.place);
  }

  #menu(onLock, onSwitch) {
    const entry = (text, href) => el("li", {}, el("a", { href }, text));
    const details = el(
      "details",
      { class: "menu" },
      el("summary", {}, "Menu"),
      el(
        "nav",
        { class: "menu-panel", "aria-label": "Menu" },
        el(
          "ul",
          {},
          entry("Beranda", "#/"),
          entry("Antrean kirim", "#/antrean"),
          entry("HP dan bantuan", "#/hp"),
          entry("Latihan", "#/latihan"),
        ),
        button("Ganti pengguna", onSwitch),
        el("a", { class: "btn btn-second", href: "/" }, "Halaman kantor"),
      ),
    );
    document.addEventListener("click", (event) => event.target.closest("summary") || (details.open = false));
    details.addEventListener("keydown", (event) => event.key === "Escape" && (details.open = false));
    return el(
      "div",
      { class: "header-tools", hidden: true },
      el("button", { type: "button", class: "btn btn-header", on: { click: onLock } }, "Kunci"),
      details,
    );
  }

  #update(onUpdate) {
    const box = el("div", { class: "update", role: "status", hidden: true });
    box.append(el("p", {}, "Versi baru tersedia."), button("Muat ulang", onUpdate, { kind: "primary" }));
    return box;
  }

  /** The hash is the address of a screen: the link inside the page moves the focus by itself. */
  #skip(event) {
    event.preventDefault();
    this.main.focus();
  }

  /** Locked or open, and for whom. */
  setUser(who) {
    this.menu.hidden = !who;
    if (!who) this.menu.querySelector("details").open = false; // who is only renewed may be about to choose
    fill(this.place, who?.user?.village?.name ?? "");
    if (who?.help) fill(this.help, `Butuh bantuan? Hubungi Dinas Sosial: ${who.help}`);
  }

  /** Whether the survey on screen is practice. */
  setPractice(isPractice) {
    this.practice.hidden = !isPractice;
  }

  /** What of the work is not with the server yet. */
  showSync(state, waiting) {
    const { words, tone, link } = syncWords(state, waiting);
    if (this.signal.dataset.words === words) return;
    this.signal.dataset.words = words;
    this.signal.hidden = !words;
    this.signal.className = `signal signal-${tone}`;
    fill(this.signal, el("span", {}, words), link);
  }

  /** A survey says at its buttons whether it is kept; other screens have nothing to say of it. */
  placeSaved(isSurvey) {
    const bar = isSurvey && this.main.querySelector(".actions");
    if (bar) bar.prepend(this.saved);
    else this.showSaved("");
  }

  /** Whether what was typed is on the phone: "saving", "saved", "" or an error's sentence. */
  showSaved(what) {
    const words = { saving: "Menyimpan…", saved: SAVED, "": "" };
    this.saved.classList.toggle("saved-error", !(what in words));
    fill(this.saved, words[what] ?? what);
  }

  /** Offer the newer version. */
  offerUpdate(isOffered) {
    this.update.hidden = !isOffered;
  }
}

/** One line: what keeps the work from the server, or how far it is. */
function syncWords(state, waiting) {
  const isAway = !state.online || !navigator.onLine;
  if (isAway) return { words: NO_SIGNAL, tone: "away" };
  if (state.needsLogin) {
    const what = waiting ? `untuk mengirim ${waiting} survei` : "untuk mengirim";
    return {
      words: `Masuk lagi ${what}. Data tidak hilang.`,
      tone: "act",
      link: el("a", { href: "/masuk/?next=/lapangan/" }, "Masuk"),
    };
  }
  if (state.sentence) return { words: state.sentence, tone: "act" };
  const now = state.sending && state.items.find((item) => item.photos > item.sent && item.state !== "draft");
  if (now)
    return { words: `Mengirim foto ${now.sent + 1} dari ${now.photos}. Anda boleh terus bekerja.`, tone: "wait" };
  if (waiting)
    return {
      words: `${waiting} survei menunggu dikirim.`,
      tone: "wait",
      link: el("a", { href: "#/antrean" }, "Lihat"),
    };
  return { words: "", tone: "wait" };
}
