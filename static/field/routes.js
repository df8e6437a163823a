/**
 * Which address shows which screen. Addresses hold ids and codes only.
 */

import { el } from "./dom.js";
import { linkButton } from "./parts.js";
import { conflict } from "./screens/conflict.js";
import { family as members, household, leave, listed, member } from "./screens/family.js";
import { home } from "./screens/home.js";
import { phone } from "./screens/phone.js";
import { photos } from "./screens/photos.js";
import { place } from "./screens/place.js";
import { note, question } from "./screens/question.js";
import { queue, receipt } from "./screens/receipt.js";
import { review } from "./screens/review.js";
import { family, newFamily, practice } from "./screens/start.js";
import { tasks } from "./screens/tasks.js";

export const ROUTES = [
  ["", home],
  ["keluarga/:id", family],
  ["keluarga-baru", newFamily],
  ["survei/:id", tasks],
  ["survei/:id/keluarga", members],
  ["survei/:id/keluarga/ubah", household],
  ["survei/:id/keluarga/pilih", listed],
  ["survei/:id/anggota/:person", member],
  ["survei/:id/anggota/:person/keluar", leave],
  ["survei/:id/tanya/:code", question],
  ["survei/:id/lokasi", place],
  ["survei/:id/foto", photos],
  ["survei/:id/catatan", note],
  ["survei/:id/tinjau", review],
  ["survei/:id/bukti", receipt],
  ["survei/:id/beda", conflict],
  ["antrean", queue],
  ["hp", phone],
  ["latihan", practice],
];

/** An address of nothing. */
export async function notFound() {
  return { title: "Halaman tidak ada", body: [el("p", {}, linkButton("Ke beranda", "#/", { kind: "primary" }))] };
}
