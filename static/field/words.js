/**
 * Numbers, days and sentences as people read them.
 */

const DAY = new Intl.DateTimeFormat("id-ID", { day: "numeric", month: "long", year: "numeric" });
const CLOCK = new Intl.DateTimeFormat("id-ID", { hour: "2-digit", minute: "2-digit", timeZoneName: "short" });

/** `22 November 2026` of a time or a day. */
export function day(value) {
  return value ? DAY.format(typeof value === "string" && value.length === 10 ? localDay(value) : new Date(value)) : "–";
}

/** A day alone is that day here, wherever the phone is. */
function localDay(text) {
  const [year, month, date] = text.split("-").map(Number);
  return new Date(year, month - 1, date);
}

/** `18.42 WITA`. */
export function clock(value) {
  return CLOCK.format(new Date(value));
}

/** `22 November 2026, 18.42 WITA`. */
export function moment(value) {
  return `${day(value)}, ${clock(value)}`;
}

/** `27-11-1987` of `1987-11-27`. */
export function shortDay(text) {
  return text ? text.split("-").reverse().join("-") : "";
}

/** A day, or the day of a moment here, as `YYYY-MM-DD`. */
export function dayHere(value) {
  if (value.length === 10) return value;
  const at = new Date(value);
  return [at.getFullYear(), at.getMonth() + 1, at.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
}

/** Today as `YYYY-MM-DD` by the phone. */
export function today() {
  return dayHere(new Date());
}

/** `1.500.000`. */
export function thousands(value) {
  return Number(value).toLocaleString("id-ID");
}

/** A number of the survey with its unit. */
export function numberWords(name, value) {
  if (value === undefined || value === null) return "";
  if (name === "floor_area_m2") return `${Number(value).toLocaleString("id-ID")} m²`;
  if (name === "monthly_income_rp") return `Rp${thousands(value)} sebulan`;
  return String(value);
}

/** An address in one line; a dusun that the address names already is not said twice. */
export function addressWords({ address, dusun, rt, rw }) {
  return [...new Set([address, dusun, (rt || rw) && `RT ${rt || "–"}/RW ${rw || "–"}`])].filter(Boolean).join(", ");
}

/** Bytes as people compare them. */
export function megabytes(bytes) {
  if (bytes >= 2 ** 30) return `${Math.floor(bytes / 2 ** 30)} GB`;
  return `${Math.floor(bytes / 2 ** 20)} MB`;
}

export const STATES = {
  draft: ["Draf", "quiet"],
  queued: ["Menunggu kirim", "wait"],
  waiting_photos: ["Menunggu foto", "wait"],
  sent: ["Terkirim", "good"],
  submitted: ["Terkirim", "good"],
  approved: ["Disetujui kecamatan", "good"],
  returned: ["Perlu diperbaiki", "act"],
  conflict: ["Ada dua isian", "act"],
  refused: ["Belum diterima", "bad"],
  held: ["Ditahan supervisor", "quiet"],
};

/** How many photos are there; empty when nothing waits for them. */
export function photoWords(state, photos) {
  return state === "waiting_photos" && photos ? `Menunggu foto ${photos.stored}/${photos.needed}` : "";
}

export const CONSENT =
  "Data ini dipakai Dinas Sosial untuk menilai kelayakan bantuan. Anda boleh menolak, melihat, dan memperbaiki data.";
export const SAVED = "Tersimpan di HP ini. Belum terkirim.";
export const NO_SIGNAL = "Tidak ada sinyal. Data aman di HP, dikirim saat ada sinyal.";

// Room for a few surveys with their photos.
const LEAST_FREE = 50 * 2 ** 20;

/** That little room is left on the phone; empty while there is enough, or nobody knows. */
export function littleRoom(free) {
  return free < LEAST_FREE ? fullPhone(free) : "";
}

/** That the phone is full; with what is left when that is known. */
export function fullPhone(free) {
  const left = Number.isFinite(free) ? ` (${megabytes(free)})` : "";
  return `Ruang HP hampir habis${left}. Hapus video atau foto lama dahulu.`;
}
