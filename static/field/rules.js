// The rules that also stand on the server, with its sentences; pure, and held to it by 2,000 shared vectors
// (slrt/tests/test_field_rules.py). What is refused here would be refused there; the server still decides.

// White space as Python's str.split() knows it: four control signs more and one mark fewer than JavaScript's own.
const SPACE = "\\t\\n\\v\\f\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";
const SPACES = new RegExp(`[${SPACE}]+`, "u");
const EDGES = new RegExp(`^[${SPACE}]+|[${SPACE}]+$`, "gu");

const NUMBER_LENGTH = 16;
const LABELS = { nik: "NIK", kk: "No. KK" };
const PAPERS = { nik: "KTP", kk: "KK" };
const SEPARATOR = /[.'\u2019`\u2212\t\r\n\v\f]|\p{Pd}|\p{Zs}|\p{Zl}|\p{Zp}|\p{Cf}/gu;
const FEMALE_DAY_OFFSET = 40;
const SEX_WORDS = { 1: "laki-laki", 2: "perempuan" };

const NAME_LENGTH = 120;
// What is neither letter nor one of the signs that stand between letters on a KTP: `I GST. AYU`, `SITI (ALM)`.
const NO_NAME_SIGN = /[^\p{L}\p{M} .,'\u2019`\-/()]/u;
// Sixteen digits, however spaced: an identity number in a text would lie unsealed on the server.
const HIDDEN_NUMBER = new RegExp(`(?:[0-9][${SPACE}.\\-]*){16}`, "u");
const OLDEST_YEARS = 120;
const PHONE_SEPARATORS = new RegExp(`[${SPACE}().\\-\\u2010-\\u2015]`, "gu");

const HEAD = "1";
export const OPEN_SLOT = "other";
const ACCURACY_LIMIT_M = 50;

/** @typedef {{value: any, error?: undefined} | {error: string, value?: undefined}} Checked */

const strip = (text) => String(text ?? "").replace(EDGES, "");
const length = (text) => [...text].length;

/* --- numbers --------------------------------------------------------------------------------------------------- */

/** Digits typed only to fill the box: all equal, counting up, counting down. */
function isFiller(number) {
  const step = (Number(number[1]) - Number(number[0]) + 10) % 10;
  if (![0, 1, 9].includes(step)) return false;
  return [...number].every((digit, place) => Number(digit) === (Number(number[0]) + step * place) % 10);
}

/**
 * The 16 digits of a typed NIK or No. KK (households/identity.check_number).
 * @param {string} raw with whatever people put between digits
 * @param {"nik" | "kk"} kind
 * @returns {Checked}
 */
export function checkNumber(raw, kind) {
  const number = String(raw ?? "").replace(SEPARATOR, "");
  const label = LABELS[kind];
  if (!number) return { error: `Isi ${label}, 16 angka.` };
  if (!/^[0-9]+$/.test(number)) return { error: `${label} hanya boleh berisi angka 0 sampai 9.` };
  if (number.length !== NUMBER_LENGTH) return { error: `${label} harus 16 angka. Anda mengisi ${number.length} angka.` };
  if (isFiller(number) || number.startsWith("00")) {
    return { error: `Nomor ini bukan ${label} yang benar. Periksa lagi dengan ${PAPERS[kind]}.` };
  }
  return { value: number };
}

/**
 * Where a NIK disagrees with the stated birth date, sex or village: a reason to look at the KTP once more, never a
 * refusal (households/identity.nik_warnings).
 * @param {string} nik 16 checked digits
 * @param {{birthDate?: string | null, sex?: string | null, village?: string | null, regions?: object | null}} stated
 *   birth date as YYYY-MM-DD, sex as code 1 or 2, code of the village; `regions` as `GET regions` answers
 * @returns {{code: "birth" | "sex" | "region", text: string}[]}
 */
export function numberWarnings(nik, { birthDate = null, sex = null, village = null, regions = null } = {}) {
  const typedDay = Number(nik.slice(6, 8));
  const isFemale = typedDay > FEMALE_DAY_OFFSET;
  const day = isFemale ? typedDay - FEMALE_DAY_OFFSET : typedDay;
  const [month, year] = [Number(nik.slice(8, 10)), Number(nik.slice(10, 12))];
  const births = [1900, 2000].map((century) => isoDate(century + year, month, day)).filter(Boolean);
  const ofBirth = [birthWarning(births, birthDate), sexWarning(births, isFemale ? "2" : "1", sex)];
  return [...ofBirth, regionWarning(nik, village, regions)].filter(Boolean);
}

function regionWarning(nik, village, regions) {
  const regency = nik.slice(0, 4);
  if (regions && !((BigInt(`0x${regions[regency] ?? 0}`) >> BigInt(nik.slice(4, 6))) & 1n)) {
    return { code: "region", text: "Kode wilayah dalam NIK ini tidak dikenal. Periksa lagi dengan KTP." };
  }
  if (!village || village.replace(".", "").startsWith(regency)) return null;
  return { code: "region", text: "NIK ini terbit di kabupaten lain. Periksa lagi dengan KTP." };
}

function birthWarning(births, stated) {
  if (!births.length) {
    return { code: "birth", text: "Tanggal lahir dalam NIK ini tidak ada di kalender. Periksa lagi dengan KTP." };
  }
  if (!stated || births.includes(stated)) return null;
  // Two digits for the year: read them in the century that comes nearest to what the person said.
  const away = (born) => Math.abs(Date.parse(born) - Date.parse(stated));
  const nearest = births.reduce((best, born) => (away(born) < away(best) ? born : best));
  return { code: "birth", text: `NIK ini menunjukkan lahir ${shownDate(nearest)}. Periksa lagi dengan KTP.` };
}

function sexWarning(births, said, stated) {
  if (!births.length || !stated || stated === said) return null;
  return { code: "sex", text: `NIK ini menunjukkan ${SEX_WORDS[said]}. Periksa lagi dengan KTP.` };
}

/* --- texts ----------------------------------------------------------------------------------------------------- */

/** NFC with single spaces; refused when it holds signs that nobody sees. */
function squeezed(raw) {
  const text = String(raw ?? "").normalize("NFC").split(SPACES).filter(Boolean).join(" ");
  if (/\p{C}/u.test(text)) return { error: "Ada tanda yang tidak terlihat. Hapus lalu ketik ulang." };
  return { value: text };
}

function within(text, max) {
  if (length(text) > max) return { error: `Terlalu panjang: paling banyak ${max} huruf.` };
  return { value: text };
}

/**
 * One line of text with single spaces, without an identity number in it (households/facts.clean_text).
 * @param {string} raw
 * @param {number} max letters
 * @returns {Checked}
 */
export function checkText(raw, max) {
  const text = squeezed(raw);
  if (text.error) return text;
  const fitting = within(text.value, max);
  if (fitting.error) return fitting;
  if (HIDDEN_NUMBER.test(text.value)) return { error: "Jangan tulis NIK atau No. KK di sini." };
  return fitting;
}

/**
 * A name as on the KTP, in upper case; empty stays empty (households/facts.clean_name).
 * @param {string} raw
 * @returns {Checked}
 */
export function checkName(raw) {
  const text = squeezed(raw);
  if (text.error) return text;
  const name = text.value.toUpperCase();
  const fitting = within(name, NAME_LENGTH);
  if (fitting.error) return fitting;
  if (NO_NAME_SIGN.test(name)) return { error: "Tulis nama dengan huruf saja, seperti di KTP." };
  if (name && !/\p{L}/u.test(name)) return { error: "Tulis nama dengan huruf, seperti di KTP." };
  if (/^[-./,)]/.test(name)) return { error: "Nama harus diawali huruf." };
  return { value: name };
}

/**
 * An RT or RW of three digits: `3` becomes `003`; empty stays empty (households/facts.clean_rt).
 * @param {string} raw
 * @returns {Checked}
 */
export function checkRt(raw) {
  const text = strip(raw);
  if (!text) return { value: "" };
  if (!/^[0-9]{1,3}$/.test(text)) return { error: "Tulis angka saja, paling banyak 3 angka. Contoh: 003." };
  return { value: text.padStart(3, "0") };
}

/**
 * `081234567890` of a mobile number however typed; empty stays empty (puskesos/phones.clean_phone).
 * @param {string} raw
 * @returns {Checked}
 */
export function checkPhone(raw) {
  const typed = String(raw ?? "").replace(PHONE_SEPARATORS, "");
  const abroad = /^(?:\+62|62)0?(.*)$/su.exec(typed);
  const digits = abroad ? `0${abroad[1]}` : typed;
  if (digits && !/^08[1-9][0-9]{7,10}$/.test(digits)) {
    return { error: "Nomor HP diawali 08 dan berisi 10 sampai 13 angka. Contoh: 0812-3456-7890." };
  }
  return { value: digits };
}

/* --- dates, money, measures ------------------------------------------------------------------------------------- */

/** `1987-11-07`, or empty when the calendar has no such day. */
function isoDate(year, month, day) {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day); // Date.UTC would read the years 0 to 99 as 1900 to 1999
  const real = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return real && year >= 1 ? date.toISOString().slice(0, 10) : "";
}

const shownDate = (iso) => iso.split("-").reverse().join("-");

/**
 * A typed date, day first: `27-11-1987` or `27/11/1987`; empty is null (puskesos/dates.DateField).
 * @param {string} raw
 * @returns {Checked} value as YYYY-MM-DD
 */
export function checkDate(raw) {
  const text = strip(raw);
  if (!text) return { value: null };
  const parts = /^([0-9]{1,2})([-/])([0-9]{1,2})\2([0-9]{4})$/.exec(text);
  const value = parts && isoDate(Number(parts[4]), Number(parts[3]), Number(parts[1]));
  return value ? { value } : { error: "Tulis tanggal-bulan-tahun, contoh: 27-11-1987." };
}

/**
 * A birth date that a living person can have; empty is null (households/facts.clean_birth_date).
 * @param {string} raw as for `checkDate`
 * @param {string} today YYYY-MM-DD
 * @returns {Checked} value as YYYY-MM-DD
 */
export function checkBirthDate(raw, today) {
  const born = checkDate(raw);
  if (!born.value) return born;
  if (born.value > today) return { error: "Tanggal lahir tidak boleh setelah hari ini." };
  const hadBirthday = born.value.slice(5) <= today.slice(5);
  const age = Number(today.slice(0, 4)) - Number(born.value.slice(0, 4)) - (hadBirthday ? 0 : 1);
  if (age > OLDEST_YEARS) return { error: `Tanggal lahir lebih dari ${OLDEST_YEARS} tahun lalu. Periksa tahunnya.` };
  return born;
}

/**
 * Whole rupiah: `1500000`, `1.500.000`, `Rp 1.500.000,-`; empty is null (assessment/forms.RupiahField).
 * @param {string} raw
 * @returns {Checked}
 */
export function checkAmount(raw) {
  let text = strip(raw);
  if (!text) return { value: null };
  text = text.replace(new RegExp(`^rp\\.?[${SPACE}]*`, "iu"), "");
  text = strip(text.replace(/,(-|00)?$/, ""));
  if (!/^(?:[0-9]{1,12}|[0-9]{1,3}(?:\.[0-9]{3}){1,3})$/.test(text)) {
    return { error: "Tulis dengan angka saja, misalnya 1.500.000." };
  }
  return { value: Number(text.replaceAll(".", "")) };
}

/**
 * Floor area in m², 1 to 2000, one decimal; empty is null (assessment/forms.NUMBER_FIELDS).
 * @param {string} raw
 * @returns {Checked}
 */
export function checkArea(raw) {
  const text = strip(raw).replaceAll(",", ".");
  if (!text) return { value: null };
  if (!/^-?[0-9]{1,12}(?:\.[0-9]{1,20})?$/.test(text)) return { error: "Tulis dengan angka saja, misalnya 36 atau 36,5." };
  const area = Number(text);
  if (area > 2000) return { error: "Pastikan nilai ini lebih kecil dari atau sama dengan 2000." };
  if (area < 1) return { error: "Pastikan nilai ini lebih besar dari atau sama dengan 1." };
  if ((text.split(".")[1] ?? "").length > 1) {
    return { error: "Pastikan bilangan tidak memiliki lebih dari 1 angka desimal." };
  }
  return { value: area };
}

/* --- the survey -------------------------------------------------------------------------------------------------- */

/**
 * The choice that follows from numbers; null while one is missing or impossible (assessment/scoring.compute_answer).
 * `ratio` gives an edge to the better choice, `ratio_to_poverty_line` to the worse one (exactly on the line is poor).
 * @param {{rule: string, inputs: string[], edges: number[], choices: {code: string}[]}} question
 * @param {Record<string, number>} numbers with `member_count` from the family
 * @param {number} povertyLine rupiah per person a month
 * @returns {string | null} code of the choice
 */
export function computeAnswer(question, numbers, povertyLine) {
  const [first, second] = question.inputs.map((name) => numbers[name] ?? null);
  if (first === null || !second || second <= 0) return null;
  const perPerson = first / second;
  const passed = {
    ratio: (edge) => perPerson >= edge,
    ratio_to_poverty_line: (edge) => perPerson > edge * povertyLine,
  }[question.rule];
  if (!passed) throw new Error(`unknown rule ${question.rule}`);
  return question.choices[question.edges.filter(passed).length].code;
}

/** The overrides among `codes`, in the instrument's order. */
function active(definition, codes) {
  return definition.overrides.filter((override) => codes.includes(override.code));
}

/**
 * Questions that must be answered when these overrides hold.
 * @param {object} definition as `GET instruments/{id}` answers
 * @param {string[]} overrides
 * @returns {object[]}
 */
export function asked(definition, overrides) {
  const skipped = new Set(active(definition, overrides).flatMap((override) => override.skips));
  return definition.questions.filter((question) => !skipped.has(question.code));
}

/**
 * How many photos at least, and which slots must have one, when these overrides hold.
 * @param {object} definition
 * @param {string[]} overrides
 * @returns {{minimum: number, slots: {code: string, text: string}[]}}
 */
export function photosNeeded(definition, overrides) {
  const lenient = active(definition, overrides).find((override) => (override.minimum_photos ?? null) !== null);
  if (lenient) return { minimum: lenient.minimum_photos, slots: [] };
  return { minimum: definition.minimum_photos, slots: definition.slots.filter((slot) => slot.required) };
}

/**
 * What of a survey still fits newer questions; the rest is asked again. A photo of a slot that is gone stays as another.
 * @returns {{content: object, again: string[]}} `again`: questions to answer that were answered, or not asked, before
 */
export function carriedOver(before, now, content) {
  const has = (list, wanted) => list.some(({ code }) => code === wanted);
  const only = (facts, fits) => Object.fromEntries(Object.entries(facts).filter(fits));
  const fits = ([code, choice]) => now.questions.some((one) => one.code === code && !one.rule && has(one.choices, choice));
  const carried = {
    ...content,
    answers: only(content.answers, fits),
    numbers: only(content.numbers, ([name]) => now.questions.some(({ inputs }) => inputs.includes(name))),
    overrides: content.overrides.filter((code) => has(now.overrides, code)),
    manifest: content.manifest.map((photo) => (has(now.slots, photo.slot) ? photo : { ...photo, slot: OPEN_SLOT })),
  };
  const open = (definition, said) => missingAnswers(definition, said).map(({ key }) => key);
  const stillOpen = open(before, content);
  return { content: carried, again: open(now, carried).filter((code) => !stillOpen.includes(code)) };
}

/**
 * The members of a family as they are after what the operator changed: without those who left, with those who are new.
 * @param {{members?: object[]}} family as the phone knows it
 * @param {{members?: {id: string, new?: object, changes?: object, left?: object}[]}} content
 * @returns {object[]}
 */
export function membersNow(family, content) {
  const edits = new Map((content.members ?? []).map((edit) => [edit.id, edit]));
  const kept = (family?.members ?? []).filter((member) => !edits.get(member.id)?.left);
  const known = new Set(kept.map((member) => member.id));
  const added = [...edits.values()].filter((edit) => edit.new && !edit.left && !known.has(edit.id));
  return [
    ...kept.map((member) => ({ ...member, ...edits.get(member.id)?.changes })),
    ...added.map((edit) => ({ ...edit.new, id: edit.id })),
  ];
}

/**
 * Everything that still keeps a survey from being sent, in the order of the tasks (assessment/checklist.missing_items).
 * @param {{members?: object[]}} family as the phone knows it
 * @returns {{task: "identity" | "position" | "questions" | "photos", key: string, text: string}[]}
 */
export function missing(definition, family, content) {
  return [
    ...missingIdentity(family, content),
    ...missingPosition(content.position ?? {}),
    ...missingAnswers(definition, content),
    ...missingPhotos(definition, content),
  ];
}

function missingIdentity(family, content) {
  const found = [];
  const hasHead = membersNow(family, content).some((member) => member.relation === HEAD);
  if (!hasHead) found.push({ task: "identity", key: "head", text: "Isi kepala keluarga." });
  if (!content.identity_confirmed) {
    const text = "Periksa identitas dan anggota, lalu tekan “Sudah sesuai”.";
    found.push({ task: "identity", key: "confirmed", text });
  }
  return found;
}

/** A point that is typed or poor needs a reason (assessment/capture.save_position). */
function missingPosition({ latitude, longitude, accuracy_m: accuracy, reason }) {
  const say = (key, text) => [{ task: "position", key, text }];
  if (!latitude || !longitude) return say("point", "Ambil titik lokasi rumah.");
  if (strip(reason)) return [];
  if ((accuracy ?? null) === null) return say("reason", "Tulis alasan titik lokasi diketik.");
  if (accuracy <= ACCURACY_LIMIT_M) return [];
  return say("reason", `Ketelitian ${Math.trunc(accuracy)} m. Tulis alasan jika titik ini tetap dipakai.`);
}

function isAnswered(question, content) {
  if (question.rule) {
    return question.inputs.every((name) => name === "member_count" || (content.numbers?.[name] ?? null) !== null);
  }
  return question.choices.some((choice) => choice.code === content.answers?.[question.code]);
}

function missingAnswers(definition, content) {
  return asked(definition, content.overrides ?? [])
    .filter((question) => !isAnswered(question, content))
    .map(({ code, number, text }) => ({
      task: "questions",
      key: code,
      text: `Jawab pertanyaan ${number}: ${text}`,
    }));
}

function missingPhotos(definition, content) {
  const { minimum, slots } = photosNeeded(definition, content.overrides ?? []);
  const taken = (content.manifest ?? []).map((photo) => photo.slot);
  const lacking = slots.filter((slot) => !taken.includes(slot.code));
  if (lacking.length) {
    return lacking.map(({ code, text }) => ({ task: "photos", key: code, text: `Ambil foto: ${text}` }));
  }
  if (taken.length >= minimum) return [];
  return [{ task: "photos", key: "more", text: `Ambil ${minimum - taken.length} foto lagi.` }];
}
