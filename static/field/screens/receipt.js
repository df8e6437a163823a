/**
 * What became of finished surveys: on their way, with the last error of each, or with the server's receipt.
 */

import { el } from "../dom.js";
import { headName } from "../family.js";
import { actions, badge, button, deadline, facts, linkButton, notice, progress, row, rows, section } from "../parts.js";
import { errorWords, noSurvey } from "../survey.js";
import { isWaiting } from "../sync.js";
import { clock, moment, photoWords } from "../words.js";
import { closing } from "../work.js";

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
  const words = photoWords(draft.state, photos);
  return [
    el("p", {}, badge(draft.state, words)),
    el("p", {}, "Tersimpan di HP ini. Dikirim sendiri begitu ada sinyal dan aplikasi ini terbuka."),
    words && progress(photos.stored, photos.needed, "foto sampai"),
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
    await app.drop(draft);
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

export async function queue(app) {
  const drafts = (await app.store.drafts()).filter((draft) => !draft.practice);
  const waiting = drafts.filter((draft) => isWaiting(draft) || ["refused", "conflict"].includes(draft.state));
  const sent = drafts.filter((draft) => draft.state === "sent");
  const kind = waiting.some(({ state }) => state !== "conflict") ? "primary" : "second";
  return {
    title: "Antrean kirim",
    live: true,
    back: { href: "#/", label: "Beranda" },
    body: [
      waiting.length
        ? rows(waiting.map((draft) => itemRow(app, draft)))
        : el("p", { class: "lede" }, "Tidak ada survei yang menunggu dikirim."),
      actions(
        // Drafts go at once too, by hand.
        button("Kirim sekarang", () => app.sender.sendNow(), { kind, id: "kirim" }),
        linkButton("Ke beranda", "#/"),
      ),
      sent.length ? section("Sudah sampai", rows(sent.map(sentRow))) : null,
    ],
  };
}

function itemRow(app, draft) {
  const item = app.sync.items.find(({ id }) => id === draft.id);
  const error = errorWords(item?.error) || errorWords(draft.error);
  const later = item?.nextTry > Date.now() ? `Dicoba lagi pukul ${clock(item.nextTry)}.` : "";
  const href =
    { conflict: `#/survei/${draft.id}/beda`, refused: `#/survei/${draft.id}` }[draft.state] ??
    `#/survei/${draft.id}/bukti`;
  return row({
    href,
    label: headName(draft),
    hint: draft.finished_at ? `Selesai diisi ${moment(draft.finished_at)}` : "",
    detail: [
      error && el("p", { class: "field-error" }, error),
      draft.state === "queued" && deadline(closing(app.user, draft.started_at)),
      later && el("p", { class: "task-hint" }, later),
      badge(draft.state, photoWords(draft.state, item && { stored: item.sent, needed: item.photos })),
    ],
  });
}

/** A survey that the server has, as a row of a list. */
export function sentRow(draft) {
  const hint = draft.receipt ? `Diterima ${moment(draft.receipt.received_at)}` : "";
  return row({ href: `#/survei/${draft.id}/bukti`, label: headName(draft), hint, done: "Terkirim" });
}
