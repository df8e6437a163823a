/**
 * What waits to be sent, with the last error of each.
 */

import { el } from "../dom.js";
import { headName } from "../family.js";
import { actions, badge, button, linkButton, row, rows, section } from "../parts.js";
import { errorWords } from "../survey.js";
import { clock, moment } from "../words.js";

const WAITING = ["queued", "waiting_photos", "refused", "conflict"];

export async function queue(app) {
  const drafts = (await app.store.drafts()).filter((draft) => !draft.practice);
  const waiting = drafts.filter((draft) => WAITING.includes(draft.state));
  const sent = drafts.filter((draft) => draft.state === "sent");
  return {
    title: "Antrean kirim",
    live: true,
    back: { href: "#/", label: "Beranda" },
    body: [
      waiting.length
        ? rows(waiting.map((draft) => itemRow(app, draft)))
        : el("p", { class: "lede" }, "Tidak ada survei yang menunggu dikirim."),
      actions(
        button("Kirim sekarang", () => app.sender.sendNow(), { kind: "primary", id: "kirim" }),
        linkButton("Ke beranda", "#/"),
      ),
      sent.length ? section("Sudah sampai", rows(sent.map(sentRow))) : null,
    ],
  };
}

function itemRow(app, draft) {
  const item = app.sync.items.find(({ id }) => id === draft.id);
  const words = item && draft.state === "waiting_photos" ? `Menunggu foto ${item.sent}/${item.photos}` : "";
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
      later && el("p", { class: "task-hint" }, later),
      badge(draft.state, words),
    ],
  });
}

function sentRow(draft) {
  const hint = draft.receipt ? `Diterima ${moment(draft.receipt.received_at)}` : "";
  return row({ href: `#/survei/${draft.id}/bukti`, label: headName(draft), hint, done: "Terkirim" });
}
