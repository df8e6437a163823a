/**
 * The photos, slot by slot with an example; what was being taken is noted before the camera opens.
 */

import { shrink } from "../camera.js";
import { el, fill, unseen } from "../dom.js";
import { example, icon } from "../drawings.js";
import { Editing } from "../editing.js";
import {
  actions,
  button,
  choiceField,
  confirmed,
  errorLine,
  fold,
  linkButton,
  notice,
  progress,
  textField,
} from "../parts.js";
import { lastFix, warmUp } from "../place.js";
import { problemsAt } from "../problems.js";
import { OPEN_SLOT, checkText, photosNeeded } from "../rules.js";
import { closedNotice, noSurvey, openSurvey, reasonFor, toTasks } from "../survey.js";

const MOST_PHOTOS = 15;
const LONGEST_REASON = 200;
// Surveys whose camera was opened by this very page: a note of another page means the phone ended it.
const openedHere = new Set();

export async function photos(app, { id, ke }) {
  const survey = await openSurvey(app, id);
  if (!survey?.instrument) return noSurvey();
  const { draft, instrument } = survey;
  const stopLooking = warmUp();
  const lost = lostSlot(survey);
  const cards = await Promise.all(instrument.slots.map((slot) => slotCard(app, survey, slot)));
  const first = lost ?? cards.find((card) => card.error);
  const { minimum } = photosNeeded(instrument, draft.content.overrides);
  return {
    title: "Foto",
    back: toTasks(draft),
    practice: draft.practice,
    leave: () => leaveScreen(cards, stopLooking),
    focus: () => (first ? document.getElementById(`ambil-${first.code}`) : null),
    body: [
      lost && notice("warning", el("p", {}, `Foto tadi belum tersimpan. Ambil lagi foto “${lost.text}”.`)),
      progress(draft.content.manifest.length, Math.max(minimum, draft.content.manifest.length), "foto"),
      closedNotice(draft),
      el("p", { class: "muted" }, "Jangan memotret wajah anak. Gambar garis hanya contoh."),
      el(
        "ul",
        { class: "photo-grid" },
        cards.map((card) => card.node),
      ),
      survey.mayChange && gallery(app, survey),
      actions(
        linkButton(
          ke === "tinjau" ? "Kembali ke tinjauan" : "Lanjut",
          ke === "tinjau" ? `#/survei/${id}/tinjau` : `#/survei/${id}`,
          { kind: "primary" },
        ),
      ),
    ],
  };
}

function leaveScreen(cards, stopLooking) {
  stopLooking();
  for (const url of cards.flatMap((card) => card.urls)) URL.revokeObjectURL(url);
}

/** The slot whose photo was lost when the phone ended the page behind the camera. */
function lostSlot({ draft, instrument, mayChange }) {
  const { camera } = draft.beside;
  if (!camera || !mayChange || openedHere.has(draft.id)) return null;
  return instrument.slots.find((slot) => slot.code === camera.slot) ?? null;
}

async function slotCard(app, survey, slot) {
  const { draft, returned, mayChange } = survey;
  const reason = reasonFor(returned, "photo", slot.code);
  const taken = draft.content.manifest.filter((photo) => photo.slot === slot.code);
  const isFaulty = taken.some((photo) => photo.sha256 === draft.error?.photo);
  const error = isFaulty ? draft.error.sentence : problemsAt(draft, `manifest.${slot.code}`)[""];
  const pictures = await Promise.all(taken.map((photo) => picture(app, slot, photo)));
  const status = el("p", { class: "photo-status", role: "status" });
  const node = el(
    "li",
    { class: error ? "photo-card photo-card-bad" : taken.length ? "photo-card photo-card-done" : "photo-card" },
    el(
      "h2",
      { class: "photo-name" },
      taken.length > 0 && !error && icon("check"),
      slot.text,
      !slot.required && el("span", { class: "optional" }, " (boleh kosong)"),
    ),
    pictures.length ? pictures.map((shown) => shown.node) : el("div", { class: "photo-empty" }, example(slot.code)),
    errorLine(`foto-${slot.code}`, error),
    reason && el("p", { class: "photo-mark" }, el("strong", {}, "Perlu diperbaiki: "), reason),
    status,
    mayChange && el("div", { class: "buttons" }, takeButton(app, survey, slot, taken, status)),
    mayChange && taken.map((photo) => removeButton(app, survey, slot, photo)),
  );
  return { node, error, code: slot.code, urls: pictures.map((shown) => shown.url).filter(Boolean) };
}

/** The photo when it is still on this phone; else that the server has it. */
async function picture(app, slot, photo) {
  const blob = await app.store.photo(photo.sha256);
  if (!blob)
    return {
      node: el("p", { class: "photo-away" }, icon("check"), "Tidak di HP ini: sudah di server, atau di HP lain."),
    };
  const url = URL.createObjectURL(blob);
  const marked = photo.source === "gallery" ? el("p", { class: "photo-mark" }, `Dari galeri: ${photo.reason}`) : null;
  return {
    url,
    node: el("figure", {}, el("img", { src: url, alt: `Foto ${slot.text}`, width: "320", height: "240" }), marked),
  };
}

/** The button notes the slot, waits until that is on the phone, and only then opens the camera. */
function takeButton(app, survey, slot, taken, status) {
  const { editing, draft } = survey;
  const input = el("input", {
    type: "file",
    accept: "image/*",
    capture: "environment",
    hidden: true,
    id: `kamera-${slot.code}`,
    "aria-label": `Foto ${slot.text}`,
  });
  input.addEventListener("change", () =>
    receive(app, survey, { slot, file: input.files[0], status, source: "camera", reason: "" }),
  );
  input.addEventListener("cancel", () => editing.note((beside) => delete beside.camera));
  const open = async () => {
    openedHere.add(draft.id);
    editing.note((beside) => (beside.camera = { slot: slot.code, at: new Date().toISOString() }));
    const isKept = await editing.flush().then(
      () => true,
      () => false,
    );
    if (isKept) input.click();
  };
  const again = taken.length && slot.code !== OPEN_SLOT;
  const words = again ? "Ganti foto" : "Ambil foto";
  return [
    button([words, unseen(slot.text)], open, {
      kind: again ? "second" : "primary",
      id: `ambil-${slot.code}`,
      "aria-describedby": `foto-${slot.code}-error`,
    }),
    input,
  ];
}

function removeButton(app, survey, slot, photo) {
  const act = async () => {
    await survey.editing.decide(
      ({ content }) =>
        (content.manifest = content.manifest.filter((row) => row !== photo && row.sha256 !== photo.sha256)),
    );
    await app.store.forgetPhoto(photo.sha256);
    app.refresh();
  };
  return confirmed("Hapus", `Hapus foto ${slot.text}?`, act, slot.text);
}

/** From the camera's file to a photo on the phone; the bytes are copied before anything else happens. */
async function receive(app, survey, { slot, file, status, source, reason }) {
  if (!file) return;
  fill(status, "Menyiapkan foto…");
  try {
    const { blob, sha256, bytes } = await shrink(file);
    const problem = whyNot(survey.draft, slot, sha256);
    if (problem) throw new Error(problem);
    await app.store.savePhoto(sha256, blob);
    await filePhoto(app, survey, {
      slot: slot.code,
      sha256,
      bytes,
      taken_at: new Date().toISOString(),
      source,
      reason,
      ...lastFix(),
    });
    await app.refresh();
    document.getElementById(`ambil-${slot.code}`)?.focus();
  } catch (error) {
    openedHere.delete(survey.draft.id); // said again after the lock
    fill(status, photoError(error));
  }
}

function whyNot(draft, slot, sha256) {
  const twin = draft.content.manifest.find((photo) => photo.sha256 === sha256);
  if (twin && twin.slot !== slot.code) return "Foto ini sudah dipakai di bagian lain. Ambil foto yang berbeda.";
  if (slot.code === OPEN_SLOT && draft.content.manifest.length >= MOST_PHOTOS)
    return "Paling banyak 15 foto. Hapus satu foto dahulu.";
  return "";
}

function photoError(error) {
  if (error?.name === "StoreFull" || error?.name === "QuotaExceededError") {
    return "Foto belum tersimpan: ruang HP penuh. Hapus video atau foto lama, lalu ambil lagi.";
  }
  return error?.sentence ?? (/^[A-Z].*\.$/.test(error?.message ?? "") ? error.message : "Foto rusak, ambil ulang.");
}

/** Note the photo in its slot; but for the open slot it takes the place of the one before. */
async function filePhoto(app, { draft: { id } }, photo) {
  // The survey may have been put away and opened anew meanwhile.
  const isInHand = app.editing?.draft.id === id;
  const editing = isInHand ? app.editing : new Editing(app.store, await app.store.draft(id), () => {});
  const { draft } = editing;
  const before = draft.content.manifest;
  const replaced =
    photo.slot === OPEN_SLOT ? [] : before.filter((row) => row.slot === photo.slot && row.sha256 !== photo.sha256);
  await editing.decide(({ content, beside }) => {
    content.manifest = [...before.filter((row) => !replaced.includes(row) && row.sha256 !== photo.sha256), photo];
    delete beside.camera;
  });
  for (const { sha256 } of replaced) await app.store.forgetPhoto(sha256);
}

/** A file instead of the camera: possible with a reason, and marked. */
function gallery(app, survey) {
  const picked = { slot: "", reason: "" };
  const status = el("p", { class: "field-error", role: "alert" });
  const input = el("input", {
    type: "file",
    accept: "image/*",
    hidden: true,
    id: "galeri",
    "aria-label": "Foto dari galeri",
  });
  input.addEventListener("change", () => {
    const slot = survey.instrument.slots.find(({ code }) => code === picked.slot);
    receive(app, survey, { slot, file: input.files[0], status, source: "gallery", reason: picked.reason.trim() });
  });
  const open = () => {
    const { error } = checkText(picked.reason, LONGEST_REASON);
    if (error) return fill(status, error);
    if (!picked.slot || picked.reason.trim().length < 5)
      return fill(status, "Pilih bagiannya dan tulis alasannya dahulu.");
    fill(status);
    return input.click();
  };
  return fold(
    "Kamera tidak bisa dipakai?",
    el("p", {}, "Foto dari galeri ditandai dan dilihat supervisor."),
    choiceField({
      id: "galeri-slot",
      label: "Untuk bagian",
      choices: survey.instrument.slots.map(({ code, text }) => [code, text]),
      onInput: (code) => (picked.slot = code),
    }),
    textField({
      id: "galeri-alasan",
      label: "Alasan",
      hint: "Mengapa tidak diambil di sini?",
      maxlength: LONGEST_REASON,
      onInput: (value) => (picked.reason = value),
    }),
    status,
    button("Pilih dari galeri", open),
    input,
  );
}
