/**
 * The phone: room, safety of what is kept, PIN, help.
 */

import { el, fill } from "../dom.js";
import { button, facts, linkButton, notice, section, textField } from "../parts.js";
import { littleRoom, megabytes, moment } from "../words.js";

export async function phone(app) {
  const [{ usage, free, persisted }, taken] = await Promise.all([app.store.free(), app.store.kept("taken")]);
  const isKnown = Number.isFinite(free);
  return {
    title: "HP dan bantuan",
    back: { href: "#/", label: "Beranda" },
    body: [
      littleRoom(free) && notice("warning", el("p", {}, littleRoom(free))),
      section(
        "Penyimpanan",
        facts([
          ["Penyimpanan HP", persisted ? "Aman: tidak dihapus sendiri oleh HP" : "Belum aman"],
          ["Ruang kosong", isKnown ? megabytes(free) : "Tidak diketahui"],
          ["Dipakai aplikasi ini", Number.isFinite(usage) ? megabytes(usage) : "Tidak diketahui"],
          ["Daftar keluarga diambil", taken ? moment(taken.at) : "Belum pernah"],
        ]),
        !persisted && securing(app),
        el(
          "p",
          {},
          button("Ambil daftar terbaru", () => renew(app)),
        ),
      ),
      section("PIN", changePin(app)),
      section(
        "Bantuan",
        el("p", {}, app.user?.help ? `Hubungi Dinas Sosial: ${app.user.help}` : "Hubungi Dinas Sosial."),
        el("p", {}, "Jangan hapus data peramban selama ada survei yang belum terkirim."),
        el(
          "p",
          { class: "buttons" },
          linkButton("Coba dengan latihan", "#/latihan"),
          el("a", { class: "btn btn-second", href: "/bantuan/" }, "Petunjuk (perlu sinyal)"),
        ),
      ),
    ],
  };
}

function securing(app) {
  const words = el("p", { role: "status" });
  const ask = async () => {
    const isSafe = await app.store.persist();
    if (isSafe) return app.refresh();
    return fill(
      words,
      "HP belum mengizinkan. Tambahkan aplikasi ini ke layar utama lewat menu peramban, lalu coba lagi.",
    );
  };
  return el("div", {}, button("Amankan penyimpanan", ask), words);
}

async function renew(app) {
  await app.renewWork({ isAsked: true });
  app.refresh();
}

function changePin(app) {
  let pin = "";
  const words = el("p", { role: "status" });
  const field = textField({
    id: "pin-baru",
    label: "PIN baru, 6 angka",
    type: "password",
    inputmode: "numeric",
    maxlength: 6,
    autocomplete: "new-password",
    onInput: (value) => (pin = value),
  });
  const save = async (event) => {
    event.preventDefault();
    if (!/^\d{6}$/.test(pin)) return fill(words, "PIN harus 6 angka.");
    await app.store.newPin(pin);
    field.querySelector("input").value = pin = "";
    return fill(words, "PIN baru berlaku mulai sekarang.");
  };
  return el(
    "form",
    { novalidate: true, on: { submit: save } },
    field,
    words,
    button("Ganti PIN", null, { type: "submit" }),
  );
}
