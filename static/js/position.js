// Finds the position of the house with the phone: watches until it is good enough, or until the minute is over.
// Without this file the position is typed, with a reason.

const GOOD_M = 10; // taken at once
const USABLE_M = 50; // may be taken by hand; worse needs a written reason
const WATCH_MS = 60_000;

const WORDS = {
  start: "Pakai lokasi HP ini",
  take: "Pakai titik ini",
  waiting: "Mencari lokasi… Berdiri di luar rumah.",
  searching: (m) => `Mencari lokasi… ketelitian ${m} m. Berdiri di luar rumah.`,
  found: (m) => `Titik terisi, ketelitian ${m} m.`,
  poor: (m) => `Ketelitian ${m} m. Tulis alasan jika tetap dipakai.`,
  denied: "Izin lokasi ditolak. Izinkan lokasi di setelan HP, atau ketik titik dan alasannya.",
  none: "Lokasi belum ditemukan. Coba lagi di luar rumah, atau ketik titik dan alasannya.",
};

class Search {
  constructor(form, button) {
    this.form = form;
    this.button = button;
    this.status = form.querySelector("[data-position-status]");
    this.label = button.textContent.trim() || WORDS.start;
    this.watch = null;
    button.addEventListener("click", () => (this.watch === null ? this.start() : this.finish()));
    for (const name of ["latitude", "longitude"]) {
      this.field(name)?.addEventListener("input", () => this.forgetPhone());
    }
  }

  start() {
    this.best = null;
    this.say(WORDS.waiting);
    const options = { enableHighAccuracy: true, maximumAge: 0, timeout: WATCH_MS };
    this.watch = navigator.geolocation.watchPosition(
      (position) => this.see(position),
      (error) => this.fail(error),
      options,
    );
    this.timer = setTimeout(() => this.finish(), WATCH_MS);
  }

  see(position) {
    if (this.watch === null) return;
    if (!this.best || position.coords.accuracy < this.best.coords.accuracy) this.best = position;
    const accuracy = this.best.coords.accuracy;
    this.say(WORDS.searching(Math.ceil(accuracy)));
    if (accuracy <= USABLE_M) this.button.textContent = WORDS.take;
    if (accuracy <= GOOD_M) this.finish();
  }

  fail(error) {
    // A phone may lose the signal for a moment and find it again; only a refusal is final.
    if (error.code === error.PERMISSION_DENIED) this.finish(WORDS.denied);
  }

  finish(words = WORDS.none) {
    navigator.geolocation.clearWatch(this.watch);
    clearTimeout(this.timer);
    this.watch = null;
    this.button.textContent = this.label;
    if (!this.best) return this.say(words);
    this.fill(this.best);
    const metres = Math.ceil(this.best.coords.accuracy);
    return this.say(metres <= USABLE_M ? WORDS.found(metres) : WORDS.poor(metres));
  }

  fill({ coords, timestamp }) {
    this.set("latitude", coords.latitude.toFixed(6));
    this.set("longitude", coords.longitude.toFixed(6));
    this.set("accuracy_m", coords.accuracy.toFixed(1));
    this.set("taken_at", new Date(timestamp).toISOString());
  }

  /** A typed position has no accuracy and no time. */
  forgetPhone() {
    this.set("accuracy_m", "");
    this.set("taken_at", "");
  }

  field(name) {
    return this.form.elements.namedItem(name);
  }

  set(name, value) {
    const field = this.field(name);
    if (field) field.value = value;
  }

  say(words) {
    if (this.status) this.status.textContent = words;
  }
}

for (const form of document.querySelectorAll("form[data-position-form]")) {
  const button = form.querySelector("[data-use-position]");
  if (!button || !navigator.geolocation) continue;
  (button.closest("[hidden]") ?? button).hidden = false;
  new Search(form, button);
}
