/**
 * Before the lock: who works with this phone, the PIN, and the way back in when it was forgotten.
 */

import { openStore } from "../store.js";
import { el, fill } from "../dom.js";
import { actions, button, linkButton, notice, textField } from "../parts.js";
import { moment } from "../words.js";
import { NeedsLogin, NoSignal, Refused, keyBack, session } from "../work.js";

const DATABASE = /^slrt-(\d+)$/;
const LAST = "slrt-last";
const EASY = /^(\d)\1{5}$|112233|121212|123123/;
const COUNTED = "0123456789 9876543210";
const TRIES = 5;
const WAIT_MS = 30_000;
const stores = new Map();
const LOGIN = "/masuk/?next=/lapangan/";

/** Resolves with the open store of whoever may come in. */
export async function letIn(app, { choose = false } = {}) {
  const gate = new Gate(app);
  for (;;) {
    const store = await gate.once(choose);
    if (store) return store;
  }
}

class Gate {
  constructor(app) {
    this.app = app;
  }

  /** One way through the door; nothing when the person wants to begin again. */
  async once(choose) {
    this.#draw("Membuka aplikasi", [el("p", {}, "Sebentar…")]);
    this.who = await whoIsHere();
    if (this.who.refused) return this.#tell("Bukan untuk tugas Anda", this.who.refused);
    const ids = await usersOnPhone();
    const id = choose ? await this.#choose(ids) : (this.who.user?.id ?? lastOf(ids));
    if (!id)
      return this.#tell("Masuk dahulu", "HP ini belum dipakai untuk pendataan. Masuk saat ada sinyal, lalu buat PIN.");
    const store = await storeOf(id);
    const isReady = await store.isSetUp();
    const opened = isReady ? await this.#unlock(store, id) : await this.#setUp(store, id);
    if (opened) remember(opened.userId);
    return opened;
  }

  #draw(title, body) {
    const heading = el("h1", { class: "page-title", tabindex: "-1" }, title);
    fill(this.app.chrome.main, heading, el("div", { class: "gate" }, body));
    document.title = `${title} – SLRT Lapangan`;
    this.app.chrome.setPractice(false);
    (this.app.chrome.main.querySelector("input") ?? heading).focus();
  }

  /** A sentence, with the ways on: log in, or try again. */
  #tell(title, sentence) {
    return new Promise((resolve) => {
      this.#draw(title, [
        el("p", {}, sentence),
        actions(
          linkButton("Masuk", LOGIN, { kind: "primary" }),
          button("Coba lagi", () => resolve(null)),
        ),
      ]);
    });
  }

  /** Who wants to work with this phone now. Names are sealed, so people are told by when they last opened it. */
  #choose(ids) {
    return new Promise((resolve) => {
      const last = lastOf(ids);
      const here = this.who.user;
      const entry = (id, at) => {
        const words = id === here?.id ? here.name : `Pengguna ${at + 1} di HP ini${id === last ? " (terakhir)" : ""}`;
        return el(
          "li",
          {},
          button(words, () => resolve(id), { class: "btn btn-second btn-wide" }),
        );
      };
      const known = here && !ids.includes(here.id) ? [here.id, ...ids] : ids;
      this.#draw("Ganti pengguna", [
        el("p", {}, "Survei yang belum terkirim tetap aman di HP ini."),
        el("ul", { class: "plain" }, known.map(entry)),
        el(
          "p",
          {},
          button("Masuk sebagai petugas lain", () => this.#leaveFor(resolve), { class: "btn btn-second btn-wide" }),
        ),
      ]);
    });
  }

  /** Log out of the office, so that the other one may log in; nothing on the phone is touched. */
  async #leaveFor(resolve) {
    try {
      const { csrf } = await session();
      const body = new URLSearchParams({ csrfmiddlewaretoken: csrf });
      await fetch("/keluar/", { method: "POST", body, credentials: "same-origin", headers: { "X-CSRFToken": csrf } });
    } catch (error) {
      if (error instanceof NoSignal) return resolve(lastOf(await usersOnPhone()));
    }
    location.assign(LOGIN);
    return undefined;
  }

  #setUp(store, id) {
    if (this.who.user?.id !== id) {
      return this.#tell("Masuk dahulu", "Buat PIN saat ada sinyal dan Anda sudah masuk.");
    }
    return this.#newPin(`Buat PIN, ${this.who.user.name}`, async (pin) => {
      await store.setUp(pin); // the sender hands the key to the server, so that a forgotten PIN loses nothing
      await store.keep("session", this.who);
      return store;
    });
  }

  /** Ask for a new PIN twice; `act` gets it. */
  #newPin(title, act) {
    return new Promise((resolve) => {
      const typed = { pin: "", again: "" };
      const problem = el("p", { class: "field-error", role: "alert", hidden: true });
      const submit = async (event) => {
        event.preventDefault();
        const wrong = pinProblem(typed);
        if (wrong) return say(problem, wrong);
        return resolve(await this.#busy(() => act(typed.pin), problem));
      };
      this.#draw(title, [
        el("p", {}, "PIN membuka aplikasi ini di HP ini, juga tanpa sinyal. Jangan beri tahu siapa pun."),
        el(
          "form",
          { novalidate: true, on: { submit } },
          problem,
          pinField("pin", "PIN 6 angka", (value) => (typed.pin = value), "new-password"),
          pinField("pin-again", "Ulangi PIN", (value) => (typed.again = value), "new-password"),
          actions(button("Simpan PIN", null, { kind: "primary", type: "submit" })),
        ),
      ]);
    });
  }

  #unlock(store, id) {
    return new Promise((resolve) => {
      let pin = "";
      let tries = 0;
      const problem = el("p", { class: "field-error", role: "alert", hidden: true });
      const submit = async (event) => {
        event.preventDefault();
        const form = event.target;
        if (form.dataset.busy) return undefined;
        form.dataset.busy = "1";
        const isOpen = /^\d{6}$/.test(pin) && (await store.unlock(pin));
        delete form.dataset.busy;
        if (isOpen) return resolve(store);
        tries += 1;
        if (tries % TRIES === 0) pause(form);
        const [field] = form.elements;
        field.value = pin = "";
        field.focus();
        return say(problem, tries % TRIES ? "PIN salah. Coba lagi." : "PIN salah 5 kali. Tunggu setengah menit.");
      };
      this.#draw("Buka dengan PIN", [
        this.#greeting(id),
        el(
          "form",
          { novalidate: true, on: { submit } },
          problem,
          pinField("pin", "PIN 6 angka", (value) => (pin = value), "current-password"),
          actions(
            button("Buka", null, { kind: "primary", type: "submit" }),
            button("Lupa PIN", () => resolve(this.#forgotten(store, id))),
          ),
        ),
        el(
          "p",
          {},
          button("Ganti pengguna", () => resolve(this.once(true)), { kind: "link" }),
        ),
      ]);
    });
  }

  #greeting(id) {
    const { user } = this.who;
    if (user?.id === id) return el("p", {}, `Anda masuk sebagai ${user.name}.`);
    if (user)
      return notice(
        "warning",
        el("p", {}, `Di kantor masuk sebagai ${user.name}. Yang dibuka di sini milik pengguna lain.`),
      );
    return el("p", {}, lastTime(id));
  }

  /** The key comes back from the server for the password; then a new PIN is chosen. Nothing is lost. */
  #forgotten(store, id) {
    if (this.who.user?.id !== id) {
      return this.#tell("Lupa PIN", "Data Anda tidak hilang. Masuk saat ada sinyal, lalu tekan “Lupa PIN” lagi.");
    }
    return new Promise((resolve) => {
      let password = "";
      const problem = el("p", { class: "field-error", role: "alert", hidden: true });
      const submit = async (event) => {
        event.preventDefault();
        const opened = await this.#busy(() => this.#keyBack(store, password), problem);
        if (opened) resolve(this.#newPin("Buat PIN baru", async (pin) => (await store.newPin(pin), store)));
      };
      this.#draw("Lupa PIN", [
        el("p", {}, "Data Anda tidak hilang. Tulis kata sandi akun Anda, lalu buat PIN baru."),
        el(
          "form",
          { novalidate: true, on: { submit } },
          problem,
          textField({
            id: "password",
            label: "Kata sandi",
            type: "password",
            autocomplete: "current-password",
            onInput: (value) => (password = value),
          }),
          actions(
            button("Lanjut", null, { kind: "primary", type: "submit" }),
            button("Kembali", () => resolve(null)),
          ),
        ),
      ]);
    });
  }

  async #keyBack(store, password) {
    const key = await keyBack(await store.device(), password);
    if (await store.unlockWith(key)) return true;
    throw new Refused({ sentence: "Kunci ini bukan untuk HP ini. Hubungi Dinas Sosial." }, 409);
  }

  /** Do something that may fail; the sentence then stands above the fields. */
  async #busy(act, problem) {
    try {
      return await act();
    } catch (error) {
      say(problem, failure(error));
      return null;
    }
  }
}

function failure(error) {
  if (error instanceof NoSignal) return "Tidak ada sinyal. Coba lagi saat ada sinyal.";
  if (error instanceof NeedsLogin && error.code === "login") return "Masuk lagi dahulu. Data tidak hilang.";
  return error.message || "Belum berhasil. Coba lagi.";
}

/** One store per person and page: two would hear each other's lock. */
async function storeOf(id) {
  if (!stores.has(id)) stores.set(id, await openStore(id));
  return stores.get(id);
}

/** Who is logged in; empty without signal or login. */
async function whoIsHere() {
  if (!navigator.onLine) return {};
  try {
    return await session();
  } catch (error) {
    return error instanceof NeedsLogin && error.code === "role" ? { refused: error.message } : {};
  }
}

async function usersOnPhone() {
  const found = (await indexedDB.databases?.()) ?? [];
  const ids = found.map(({ name }) => DATABASE.exec(name)?.[1]).filter(Boolean);
  const last = localStorage.getItem(LAST)?.split(" ")[0];
  return [...new Set([...ids, ...(last ? [last] : [])])].map(Number);
}

function lastOf(ids) {
  const last = Number(localStorage.getItem(LAST)?.split(" ")[0]);
  return ids.includes(last) ? last : ids[0];
}

/** Only an id and a time: nothing personal lies outside the sealed store. */
function remember(id) {
  localStorage.setItem(LAST, `${id} ${new Date().toISOString()}`);
}

function lastTime(id) {
  const [last, at] = (localStorage.getItem(LAST) ?? "").split(" ");
  return Number(last) === id && at ? `Terakhir dibuka ${moment(at)}.` : "Tulis PIN Anda.";
}

function pinField(id, label, onInput, autocomplete) {
  return textField({ id, label, type: "password", inputmode: "numeric", maxlength: 6, autocomplete, onInput });
}

function pinProblem({ pin, again }) {
  if (!/^\d{6}$/.test(pin)) return "PIN harus 6 angka.";
  if (EASY.test(pin) || COUNTED.includes(pin)) return "PIN ini mudah ditebak. Pilih angka lain.";
  return pin === again ? "" : "PIN yang kedua berbeda. Tulis lagi.";
}

function say(problem, sentence) {
  problem.hidden = false;
  fill(problem, sentence);
  return null;
}

function pause(form) {
  for (const control of form.elements) control.disabled = true;
  setTimeout(() => {
    for (const control of form.elements) control.disabled = false;
  }, WAIT_MS);
}
