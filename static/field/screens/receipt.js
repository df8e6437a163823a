/**
 * What became of a finished survey: on its way, or with the server's receipt.
 */

import { el } from "../dom.js";
import { headName } from "../family.js";
import { actions, badge, button, facts, linkButton, notice, progress, section } from "../parts.js";
import { errorWords, noSurvey } from "../survey.js";
import { moment } from "../words.js";

export async function receipt(app, { id }) {
  const draft = await app.draft(id);
  if (!draft) return noSurvey("Foto survei ini masih di HP lain. Buka aplikasi di HP itu saat ada sinyal.");
  if (["draft", "returned", "refused"].includes(draft.state)) return app.go(`/survei/${id}`);
  if (draft.state === "conflict") return app.go(`/survei/${id}/beda`);
  const isDone = Boolean(draft.receipt) && draft.state === "sent";
  const title = draft.practice ? "Latihan selesai" : isDone ? "Sudah diterima server" : "Survei selesai diisi";
  return {
    title,
    live: true,
    back: { href: "#/", label: "Beranda" },
    practice: draft.practice,
    body: draft.practice ? practised(app, draft) : isDone ? received(draft) : waiting(app, draft),
  };
}

function received({ receipt: proof, ...draft }) {
  const { stored, needed } = proof.photos;
  return [
    el(
      "div",
      { class: "sheet receipt" },
      el("p", { class: "muted" }, "Nomor tanda terima"),
      el("p", { class: "receipt-number" }, proof.number),
      facts([
        ["Keluarga", headName(draft)],
        ["Diterima", moment(proof.received_at)],
        ["Foto", `${stored}/${needed}`],
      ]),
    ),
    section(
      "Untuk warga",
      el("p", {}, "Tulis nomor ini untuk warga. Warga memeriksanya di:"),
      el("p", { class: "address" }, `${location.host}/t/${proof.number}/`),
    ),
    section(
      "Selanjutnya",
      el("p", {}, "Supervisor kecamatan meninjau. Jika ada yang perlu diperbaiki, muncul di beranda."),
    ),
    el(
      "p",
      { class: "no-print" },
      button("Cetak atau simpan bukti", () => window.print()),
    ),
    actions(linkButton("Ke beranda", "#/", { kind: "primary" })),
  ];
}

function waiting(app, draft) {
  const { photos, error } = draft;
  const words = draft.state === "waiting_photos" && photos ? `Menunggu foto ${photos.stored}/${photos.needed}` : "";
  return [
    el("p", {}, badge(draft.state, words)),
    el("p", {}, "Tersimpan di HP ini. Dikirim sendiri begitu ada sinyal dan aplikasi ini terbuka."),
    photos && draft.state === "waiting_photos" && progress(photos.stored, photos.needed, "foto sampai"),
    error && notice("warning", el("p", {}, errorWords(error))),
    actions(
      button("Kirim sekarang", () => app.sender.sendNow(), { kind: "primary", id: "kirim" }),
      draft.state === "queued" && linkButton("Lihat survei", `#/survei/${draft.id}`),
    ),
    el("p", {}, el("a", { href: "#/antrean" }, "Lihat antrean kirim")),
  ];
}

function practised(app, draft) {
  const again = async () => {
    for (const photo of draft.content.manifest) await app.store.forgetPhoto(photo.sha256);
    await app.store.forgetDraft(draft.id);
    app.go("/latihan");
  };
  return [
    notice(
      "success",
      el("p", {}, "Survei latihan lengkap. Yang sungguhan akan dikirim pada langkah ini; latihan tidak."),
    ),
    actions(button("Latihan lagi", again, { kind: "primary" }), linkButton("Ke beranda", "#/")),
  ];
}
