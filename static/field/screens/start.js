/**
 * Before a survey begins: is it this family, does it agree, is there room on the phone, is a round open; and practice,
 * the same screens on an invented family, of which nothing is ever sent.
 */

import { el } from "../dom.js";
import { newDraft } from "../family.js";
import { actions, button, choice, confirmed, facts, linkButton, notice, section } from "../parts.js";
import { CONSENT, addressWords, littleRoom, shortDay, today } from "../words.js";
import { currentInstrument, isPast, openRound } from "../work.js";

const HOME = { href: "#/", label: "Beranda" };

/** A family that was taken along. */
export async function family(app, { id }) {
  const families = (await app.store.kept("families")) ?? [];
  const household = families.find((row) => row.id === id);
  if (!household)
    return {
      title: "Keluarga tidak ada di HP ini",
      back: HOME,
      body: [el("p", {}, "Buka aplikasi saat ada sinyal supaya daftar diperbarui.")],
    };
  const assessments = await app.store.kept("assessments");
  const isOf = (row) => row.household.id === id && !row.practice && !isPast(row, app.user, assessments);
  const draft = (await app.store.drafts()).find(isOf);
  return {
    title: household.head_name || "Keluarga",
    back: HOME,
    body: [familyFacts(household), ...(await way(app, household, draft))],
  };
}

/** A family that nobody recorded yet. */
export async function newFamily(app) {
  return {
    title: "Keluarga baru",
    back: HOME,
    body: [
      el("p", { class: "lede" }, "Cari dahulu di daftar keluarga, supaya tidak tercatat dua kali."),
      ...(await begin(app, null)),
    ],
  };
}

function familyFacts(household) {
  const members = household.members.map((member) =>
    el(
      "li",
      {},
      member.name,
      el("span", { class: "muted" }, member.birth_date ? ` lahir ${shortDay(member.birth_date)}` : ""),
    ),
  );
  return el(
    "div",
    { class: "sheet" },
    facts([
      ["Alamat", addressWords(household)],
      ["No. KK", household.kk || "Belum punya KK"],
      ["Anggota", el("ul", { class: "plain" }, members)],
    ]),
  );
}

/** How to go on with a family: its draft, its survey elsewhere, or a new one. */
async function way(app, household, draft) {
  if (draft && draft.state !== "sent")
    return [actions(linkButton("Lanjutkan survei", `#/survei/${draft.id}`, { kind: "primary" }))];
  const there = household.assessment;
  if (there && !["submitted", "approved"].includes(there.status)) return elsewhere(there);
  if (there || draft) {
    const link = draft && actions(linkButton("Lihat bukti", `#/survei/${draft.id}/bukti`));
    return [notice("success", el("p", {}, "Keluarga ini sudah didata dalam periode ini.")), link];
  }
  return begin(app, household);
}

function elsewhere(there) {
  if (there.mine) return [actions(linkButton("Lanjutkan survei", `#/survei/${there.id}`, { kind: "primary" }))];
  const words = `Draf ini dikerjakan ${there.surveyor}. Hubungi supervisor bila harus Anda lanjutkan.`;
  return [notice("info", el("p", {}, words))];
}

/** Consent, then the button; or why it cannot begin now. */
async function begin(app, household) {
  const instrument = await currentInstrument(app.store);
  const reason = await obstacle(app, instrument);
  if (reason) return [notice("warning", el("p", {}, reason))];
  const start = button("Mulai survei", () => startSurvey(app, household, instrument), {
    kind: "primary",
    disabled: true,
  });
  return [
    section("Persetujuan warga", el("p", {}, "Bacakan kepada warga:"), el("blockquote", { class: "consent" }, CONSENT)),
    choice("checkbox", "setuju", "1", "Warga setuju didata", false, (isAgreed) => (start.disabled = !isAgreed)),
    el("p", { class: "muted" }, "Warga menolak? Jangan didata. Tekan Kembali."),
    actions(start, linkButton("Kembali", "#/")),
  ];
}

async function obstacle(app, instrument) {
  if (!instrument) return "Daftar pertanyaan belum diambil. Buka aplikasi ini sekali saat ada sinyal.";
  const { free } = await app.store.free().catch(() => ({}));
  if (!openRound(app.user, today())) return "Tidak ada periode pendataan yang terbuka. Tanyakan kepada supervisor.";
  return littleRoom(free);
}

async function startSurvey(app, household, instrument) {
  const draft = newDraft({ household, instrument: instrument.id, at: new Date().toISOString() });
  await app.store.saveDraft(draft);
  app.store.persist().catch(() => {}); // asked once there is something to keep
  app.go(household ? `/survei/${draft.id}` : `/survei/${draft.id}/keluarga/ubah`);
}

/* --- practice --- */

export async function practice(app) {
  const instrument = await currentInstrument(app.store);
  const draft = (await app.store.drafts()).find((row) => row.practice);
  return {
    title: "Latihan",
    back: HOME,
    practice: true,
    body: [
      el("p", { class: "lede" }, "Coba seluruh survei pada keluarga karangan. Tidak ada yang dikirim."),
      el(
        "p",
        {},
        "Foto latihan boleh memotret apa saja. Semua isian latihan tetap di HP ini sampai Anda menghapusnya.",
      ),
      instrument
        ? null
        : notice("warning", el("p", {}, "Daftar pertanyaan belum diambil. Buka aplikasi ini sekali saat ada sinyal.")),
      instrument &&
        (draft
          ? goOn(app, draft)
          : actions(button("Mulai latihan", () => beginPractice(app, instrument), { kind: "primary" }))),
    ],
  };
}

function goOn(app, draft) {
  const forget = async () => {
    await app.drop(draft);
    app.refresh();
  };
  const at = draft.finished_at ? `#/survei/${draft.id}/bukti` : `#/survei/${draft.id}`;
  return [
    actions(linkButton("Lanjutkan latihan", at, { kind: "primary" })),
    confirmed("Hapus latihan", "Hapus semua isian latihan?", forget),
  ];
}

async function beginPractice(app, instrument) {
  const draft = newDraft({
    household: invented(),
    instrument: instrument.id,
    at: new Date().toISOString(),
    practice: true,
  });
  await app.store.saveDraft(draft);
  app.go(`/survei/${draft.id}`);
}

/** A family that does not exist; its numbers are masked like all numbers here. */
function invented() {
  const person = (name, relation, sex, birth_date) => ({
    ...{ id: crypto.randomUUID(), name, relation, sex, birth_date, birth_place: "", nik: "", identity_status: "5" },
    ...{
      marital: "",
      education: "",
      work_status: "",
      sector: "",
      disability: "",
      chronic_illness: "",
      pregnant: false,
      mother_name: "",
    },
  });
  return {
    ...{
      id: crypto.randomUUID(),
      head_name: "CONTOH BUDIMAN",
      address: "Jalan Latihan 1",
      dusun: "Dusun Contoh",
      rt: "001",
      rw: "001",
    },
    ...{ phone: "", housing: "1", kk: "", revision: 1, assessment: null },
    members: [
      person("CONTOH BUDIMAN", "1", "1", "1984-03-12"),
      person("CONTOH SARI", "2", "2", "1988-07-01"),
      person("CONTOH PUTRA", "3", "1", "2015-11-23"),
    ],
  };
}
