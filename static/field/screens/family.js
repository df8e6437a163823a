/**
 * Who the family is: address and card, members, who left; said to be right by the operator. Then each person: added,
 * corrected, or gone.
 */

import { el, fill } from "../dom.js";
import { keepTyped, typed } from "../editing.js";
import {
  becomeListed,
  FEMALE,
  HAS_NIK,
  HEAD,
  householdNow,
  membersLeft,
  membersNow,
  noteHousehold,
  noteLeft,
  noteMember,
  typedNumber,
} from "../family.js";
import { buildForm } from "../form.js";
import { actions, button, confirmed, facts, linkButton, notice, row, rows, section, textField, toMend } from "../parts.js";
import { problemsAt } from "../problems.js";
import {
  checkBirthDate,
  checkDate,
  checkName,
  checkNumber,
  checkPhone,
  checkRt,
  checkText,
  numberWarnings,
} from "../rules.js";
import { closedNotice, noSurvey, openSurvey, reasonFor, renewFamily, toTasks } from "../survey.js";
import { addressWords, shortDay, today } from "../words.js";
import { matching, whereabouts } from "./home.js";

const NEW = "baru";
// Who goes over to another family of the regency goes by the pages of the office, so that nothing is lost.
const BY_OFFICE = ["8", "9"];
const MISTAKE = "7";
const MOST_LISTED = 20;
const ASKED = "Pakai keluarga ini? Sesudahnya cocokkan lagi alamat dan anggotanya.";
const CHOSEN = ["marital", "education", "work_status", "sector", "disability", "chronic_illness"];

export async function family(app, { id }) {
  const survey = await openSurvey(app, id);
  if (!survey) return noSurvey();
  const codes = await app.store.kept("codes");
  const { draft, mayChange } = survey;
  if (mayChange) await renewFamily(survey, "members");
  return {
    title: "Identitas dan anggota",
    back: toTasks(draft),
    practice: draft.practice,
    body: [
      el("p", { class: "lede" }, "Cocokkan dengan KK dan KTP. Perbaiki yang berbeda, lalu tekan “Sudah sesuai”."),
      closedNotice(draft),
      toMend(reasonFor(survey.returned, "identity")),
      section(
        "Keluarga",
        problemLines(draft, "household"),
        householdFacts(draft, codes, mayChange),
        mayChange && isUnlisted(draft) && listLink(draft),
      ),
      section(
        `Anggota (${membersNow(draft).length})`,
        memberRows(draft, codes, mayChange),
        mayChange && addLink(draft),
      ),
      leftSection(survey, codes),
      mayChange && confirmation(app, survey),
    ],
  };
}

function problemLines(draft, path) {
  return Object.values(problemsAt(draft, path)).map((sentence) => el("p", { class: "field-error" }, sentence));
}

function householdFacts(draft, codes, mayChange) {
  const now = householdNow(draft);
  return [
    facts([
      ["No. KK", now.kk || "Belum punya KK"],
      ["Alamat", addressWords(now)],
      ["Tempat tinggal", labelOf(codes, "housing", now.housing)],
      ["Nomor HP", now.phone],
    ]),
    mayChange && el("p", {}, linkButton("Ubah data keluarga", `#/survei/${draft.id}/keluarga/ubah`)),
  ];
}

/** The word for a code; the code itself when no list is on the phone. */
export function labelOf(codes, list, code) {
  return codes?.[list]?.choices.find(([known]) => known === code)?.[1] ?? code;
}

function memberRows(draft, codes, mayChange) {
  return rows(membersNow(draft).map((member) => memberRow(draft, member, codes, mayChange)));
}

function memberRow(draft, member, codes, mayChange) {
  const number = member.nik || labelOf(codes, "identity_status", member.identity_status);
  const born = member.birth_date ? shortDay(member.birth_date) : "tanggal lahir belum ada";
  return row({
    href: mayChange && `#/survei/${draft.id}/anggota/${member.id}`,
    label: member.name || "Tanpa nama",
    hint: [labelOf(codes, "relation", member.relation), born, number].filter(Boolean).join(" · "),
    detail: problemLines(draft, `members.${member.id}`),
    done: member.isNew ? "Baru" : member.isChanged ? "Diubah" : "",
  });
}

function addLink(draft) {
  return el("p", {}, linkButton("Tambah anggota", `#/survei/${draft.id}/anggota/baru`));
}

function leftSection({ editing, draft, mayChange }, codes) {
  const left = membersLeft(draft);
  if (!left.length) return null;
  const back = (id) => () => {
    editing.change((changed) => noteLeft(changed, id, null));
    window.dispatchEvent(new HashChangeEvent("hashchange"));
  };
  return section(
    "Keluar dari keluarga",
    rows(
      left.map((member) =>
        row({
          label: member.name,
          hint: `${labelOf(codes, "leave_reason", member.reason)}, ${shortDay(member.on)}`,
          detail: [
            problemLines(draft, `members.${member.id}`),
            mayChange && button("Batalkan", back(member.id), { "aria-label": `Batalkan keluarnya ${member.name}` }),
          ],
        }),
      ),
    ),
  );
}

function confirmation(app, { editing, draft }) {
  const now = membersNow(draft);
  const words = now.length ? "Buka seorang anggota, lalu pilih “Kepala keluarga”." : "Tambah kepala keluarga dahulu.";
  if (!now.some((member) => member.relation === HEAD)) return notice("warning", el("p", {}, words));
  const confirm = async () => {
    editing.change(({ content }) => (content.identity_confirmed = true));
    await editing.flush();
    app.go(`/survei/${draft.id}`);
  };
  const isConfirmed = draft.content.identity_confirmed;
  return actions(button(isConfirmed ? "Masih sesuai" : "Sudah sesuai", confirm, { kind: "primary" }), linkButton("Kembali", `#/survei/${draft.id}`));
}

export async function household(app, { id }) {
  const survey = await openSurvey(app, id);
  if (!survey?.mayChange) return noSurvey("Survei ini tidak dapat diubah lagi.");
  const codes = await app.store.kept("codes");
  const { editing, draft } = survey;
  await renewFamily(survey, "household");
  const isNew = Boolean(draft.content.household.new);
  return {
    title: isNew ? "Keluarga baru" : "Data keluarga",
    back: toTasks(draft),
    practice: draft.practice,
    body: [
      buildForm({
        back: `#/survei/${id}/keluarga`,
        sections: householdSections(draft, codes, isNew),
        raw: { ...householdRaw(draft, isNew), ...typed(draft, "household") },
        problems: problemsAt(draft, "household"),
        onTyping: (raw) => editing.note((beside) => keepTyped(beside, "household", raw)),
        agree: (values) => cardAgrees(values, isNew),
        onSave: (values) => saveHousehold(app, survey, values),
      }),
      isUnlisted(draft) && listLink(draft),
    ],
  };
}

function householdRaw(draft, isNew) {
  const now = householdNow(draft);
  const kk = typedNumber(draft.content.household, "kk");
  return { ...now, kk, no_kk: isNew && Boolean(now.address) && !now.kk };
}

function householdSections(draft, codes, isNew) {
  const known = draft.household.kk;
  const cardHint = known
    ? `Sekarang ${known}. Biarkan kosong jika tidak berubah.`
    : "16 angka, di atas kartu keluarga.";
  const text = (max) => (raw) => checkText(raw, max);
  return [
    {
      legend: "Kartu keluarga",
      fields: [
        {
          name: "kk",
          kind: "text",
          label: "No. KK",
          hint: cardHint,
          optional: false,
          inputmode: "numeric",
          maxlength: 30,
          check: (raw) => checkNumber(raw, "kk"),
        },
        ...(isNew ? [{ name: "no_kk", kind: "check", label: "Belum punya KK" }] : []),
      ],
    },
    {
      legend: "Tempat tinggal sekarang",
      fields: [
        {
          name: "housing",
          kind: "radio",
          label: "Tempat tinggal",
          choices: codes?.housing?.choices ?? [["1", "Rumah"]],
          required: true,
        },
        {
          name: "address",
          kind: "text",
          label: "Alamat",
          hint: "Jalan, gang, nomor rumah, atau banjar. Tanpa rumah: tempat biasa ditemui.",
          maxlength: 200,
          required: true,
          check: text(200),
        },
        { name: "dusun", kind: "text", label: "Dusun atau lingkungan", maxlength: 80, check: text(80) },
        { name: "rt", kind: "text", label: "RT", inputmode: "numeric", maxlength: 9, check: checkRt },
        { name: "rw", kind: "text", label: "RW", inputmode: "numeric", maxlength: 9, check: checkRt },
        {
          name: "phone",
          kind: "text",
          label: "Nomor HP",
          hint: "Contoh: 0812-3456-7890.",
          inputmode: "tel",
          maxlength: 30,
          check: checkPhone,
        },
      ],
    },
  ];
}

function cardAgrees(values, isNew) {
  if (!isNew) return {};
  if (values.kk && values.no_kk) return { no_kk: "No. KK sudah diisi. Hapus centang ini." };
  if (!values.kk && !values.no_kk) return { kk: "Isi No. KK, atau centang “Belum punya KK”." };
  return {};
}

async function saveHousehold(app, { editing, draft }, { no_kk: _none, ...values }) {
  if (!draft.content.household.new) values.kk ||= draft.household.kk; // as it was
  editing.change((changed) => {
    noteHousehold(changed, values);
    keepTyped(changed.beside, "household", null);
  });
  await editing.flush();
  const next = membersNow(draft).length ? "keluarga" : "anggota/baru";
  app.go(`/survei/${draft.id}/${next}`);
}

/* --- a new family that is listed after all --- */

/** Whether the family of a draft is new and not entered by the server: it asks for photos once the survey is begun. */
function isUnlisted({ content, photos }) {
  return Boolean(content.household.new) && !photos?.needed;
}

function listLink(draft) {
  return el("p", {}, el("a", { href: `#/survei/${draft.id}/keluarga/pilih` }, "Keluarga ini sudah ada di daftar?"));
}

export async function listed(app, { id }) {
  const survey = await openSurvey(app, id);
  if (!survey?.mayChange || !isUnlisted(survey.draft)) return app.go(`/survei/${id}/keluarga`);
  const families = (await app.store.kept("families")) ?? [];
  const list = el("div", { role: "status" });
  const take = (chosen) => async () => {
    await survey.editing.decide((changed) => becomeListed(changed, chosen));
    app.go(`/survei/${id}/keluarga`);
  };
  const choose = (family) =>
    row({
      label: family.head_name,
      hint: whereabouts(family),
      state: family.assessment?.status,
      detail: confirmed("Pakai keluarga ini", ASKED, take(family), family.head_name),
    });
  const onInput = (typed) => {
    const found = typed.trim() ? matching(families, typed).slice(0, MOST_LISTED) : [];
    const none = typed.trim() && "Tidak ada yang cocok. Ambil daftar terbaru lewat HP dan bantuan, lalu cari lagi.";
    fill(list, rows(found.map(choose)) ?? none);
  };
  return {
    title: "Pilih dari daftar",
    back: { href: `#/survei/${id}/keluarga`, label: "Identitas dan anggota" },
    body: [
      el("p", { class: "lede" }, "Isian Anda ikut pindah ke keluarga yang Anda pilih."),
      textField({ id: "cari", label: "Cari nama atau dusun", type: "search", onInput }),
      list,
    ],
  };
}

/* --- one person --- */

export async function member(app, { id, person }) {
  const survey = await openSurvey(app, id);
  if (!survey?.mayChange) return noSurvey("Survei ini tidak dapat diubah lagi.");
  const codes = await app.store.kept("codes");
  const regions = await app.store.kept("regions");
  const { editing, draft } = survey;
  await renewFamily(survey, `members.${person}`);
  const now = membersNow(draft);
  const found = now.find((row) => row.id === person);
  if (person !== NEW && !found) return app.go(`/survei/${id}/keluarga`);
  const subject = aboutPerson(draft, found, now);
  const village = draft.household.village ?? app.user?.user.village.code;
  const form = `member-${person}`;
  return {
    title: found ? found.name || "Anggota" : subject.mustBeHead ? "Kepala keluarga" : "Anggota baru",
    back: { href: `#/survei/${id}/keluarga`, label: "Identitas dan anggota" },
    practice: draft.practice,
    body: [
      buildForm({
        back: `#/survei/${id}/keluarga`,
        sections: personSections(codes, subject),
        raw: { ...personRaw(draft, found), ...typed(draft, form) },
        problems: problemsAt(draft, `members.${person}`),
        onTyping: (raw) => editing.note((beside) => keepTyped(beside, form, raw)),
        agree: (values) => personAgrees(values, subject),
        doubts: (values) => doubtsOf(values, village, regions),
        onSave: (values) => savePerson(app, survey, { person, form, subject, values }),
      }),
      found && leaving(app, survey, found, now),
    ],
  };
}

/** What a form must know of the person: kept numbers, headship. */
function aboutPerson(draft, found, now) {
  const known = !found?.isNew && (draft.household.members ?? []).find((row) => row.id === found?.id);
  return {
    known,
    isHead: found?.relation === HEAD,
    mustBeHead: !found && !now.some((row) => row.relation === HEAD),
    keepsNik: Boolean(known?.nik),
  };
}

function personRaw(draft, found) {
  if (!found) return {};
  const entry = draft.content.members.find((row) => row.id === found.id);
  const nik = typedNumber(entry, "nik");
  return {
    ...found,
    nik,
    birth_date: shortDay(found.birth_date),
    former_head_relation: entry?.changes?.former_head_relation ?? "",
  };
}

function personSections(codes, subject) {
  return [
    { legend: "Identitas", fields: identityFields(codes, subject) },
    { legend: "Dalam keluarga", fields: familyFields(codes, subject) },
    {
      legend: "Pendidikan dan pekerjaan",
      fields: ["education", "work_status", "sector"].map((name) => codeField(codes, name)),
    },
    {
      legend: "Kesehatan",
      fields: [
        codeField(codes, "disability"),
        codeField(codes, "chronic_illness"),
        { name: "pregnant", kind: "check", label: "Sedang hamil", when: (raw) => raw.sex === FEMALE },
      ],
    },
  ];
}

function identityFields(codes, { known, keepsNik }) {
  const hint = keepsNik
    ? `Sekarang ${known.nik}. Biarkan kosong jika tidak berubah.`
    : "16 angka. Jika belum ada, pilih alasannya di bawah.";
  const reasons = choicesOf(codes, "identity_status").filter(([code]) => code !== HAS_NIK);
  return [
    { name: "name", kind: "text", label: "Nama sesuai KTP", required: true, maxlength: 120, check: checkName },
    {
      name: "nik",
      kind: "text",
      label: "NIK",
      hint,
      optional: false,
      inputmode: "numeric",
      maxlength: 30,
      check: (raw) => checkNumber(raw, "nik"),
    },
    ...(keepsNik
      ? []
      : [
          {
            name: "identity_status",
            kind: "select",
            label: "Alasan NIK kosong",
            optional: false,
            choices: reasons,
            when: (raw) => !String(raw.nik ?? "").trim(),
          },
        ]),
    { name: "sex", kind: "radio", label: "Jenis kelamin", choices: choicesOf(codes, "sex"), required: true },
    { name: "birth_place", kind: "text", label: "Tempat lahir", maxlength: 80, check: (raw) => checkText(raw, 80) },
    {
      name: "birth_date",
      kind: "text",
      label: "Tanggal lahir",
      hint: "Tanggal-bulan-tahun, contoh: 27-11-1987.",
      inputmode: "text",
      maxlength: 10,
      empty: null,
      check: (raw) => checkBirthDate(raw, today()),
    },
  ];
}

function familyFields(codes, { known, isHead, mustBeHead }) {
  const others = choicesOf(codes, "relation").filter(([code]) => code !== HEAD);
  const relation = {
    name: "relation",
    kind: "select",
    label: "Hubungan dengan kepala keluarga",
    choices: known ? choicesOf(codes, "relation") : others,
    required: true,
  };
  const former = {
    name: "former_head_relation",
    kind: "select",
    label: "Hubungan kepala keluarga lama",
    optional: false,
    choices: others,
    hint: "Hubungannya dengan kepala keluarga yang baru.",
    when: (raw) => raw.relation === HEAD,
  };
  return [
    ...(isHead || mustBeHead ? [] : [relation, ...(known ? [former] : [])]),
    codeField(codes, "marital"),
    { name: "mother_name", kind: "text", label: "Nama ibu kandung", maxlength: 120, check: checkName },
  ];
}

function choicesOf(codes, list) {
  return codes?.[list]?.choices ?? [];
}

function codeField(codes, name) {
  return { name, kind: "select", label: codes?.[name]?.title ?? name, choices: choicesOf(codes, name) };
}

/** What must agree between fields; the sentences of the server. */
function personAgrees(values, { known, isHead, keepsNik }) {
  const errors = {};
  if (values.relation === HEAD && known && !isHead && !values.former_head_relation) {
    errors.former_head_relation = "Pilih hubungan kepala keluarga lama dengan kepala yang baru.";
  }
  if (!values.nik && !keepsNik && !values.identity_status) errors.nik = "Isi NIK, atau pilih alasan NIK kosong.";
  return errors;
}

/** What the NIK says otherwise: a reason to look at the KTP, never a refusal. */
function doubtsOf({ nik, birth_date: birthDate, sex }, village, regions) {
  return nik ? numberWarnings(nik, { birthDate, sex, village, regions }).map((warning) => warning.text) : [];
}

async function savePerson(app, { editing, draft }, { person, form, subject, values }) {
  const stated = complete(values, subject);
  const id = person === NEW ? crypto.randomUUID() : person;
  editing.change((changed) => {
    noteMember(changed, id, stated);
    keepTyped(changed.beside, form, null);
  });
  await editing.flush();
  app.go(`/survei/${draft.id}/keluarga`);
}

/** The facts as the server takes them: everything of a new person, only what was asked of a known one. */
function complete(values, { known, isHead, mustBeHead }) {
  const facts = { ...values };
  if (facts.nik) facts.identity_status = HAS_NIK;
  if (known && !facts.nik) facts.nik = known.nik; // as it was
  // Not asked of a man, and then no left-over of before.
  facts.pregnant = Boolean(facts.pregnant);
  if (known && !facts.former_head_relation) delete facts.former_head_relation;
  if (known) return facts;
  for (const name of CHOSEN) facts[name] ??= "";
  delete facts.former_head_relation;
  return { ...facts, relation: isHead || mustBeHead ? HEAD : facts.relation };
}

/** The way out of the family: taken off when only added here, else with reason and day. */
function leaving(app, { editing, draft }, found, now) {
  if (found.isNew && found.relation === HEAD) return el("p", { class: "muted" }, "Salah orang? Ganti isiannya di atas.");
  if (found.isNew) {
    const act = async () => {
      editing.change((changed) => noteLeft(changed, found.id, { reason: MISTAKE, on: today() }));
      await editing.flush();
      app.go(`/survei/${draft.id}/keluarga`);
    };
    return confirmed("Hapus anggota baru ini", `Hapus ${found.name || "anggota ini"} dari survei?`, act);
  }
  if (found.relation === HEAD && now.length > 1) {
    return notice(
      "info",
      el("p", {}, "Kepala keluarga keluar? Buka dahulu anggota lain, lalu pilih “Kepala keluarga”."),
    );
  }
  return el("p", {}, linkButton("Keluar dari keluarga", `#/survei/${draft.id}/anggota/${found.id}/keluar`));
}

export async function leave(app, { id, person }) {
  const survey = await openSurvey(app, id);
  if (!survey?.mayChange) return noSurvey("Survei ini tidak dapat diubah lagi.");
  const codes = await app.store.kept("codes");
  const { editing, draft } = survey;
  const found = membersNow(draft).find((row) => row.id === person);
  if (!found) return app.go(`/survei/${id}/keluarga`);
  const reasons = choicesOf(codes, "leave_reason").filter(([code]) => !BY_OFFICE.includes(code));
  return {
    title: `${found.name} keluar`,
    back: { href: `#/survei/${id}/keluarga`, label: "Identitas dan anggota" },
    practice: draft.practice,
    body: [
      el("p", { class: "muted" }, "Pindah ke keluarga lain di kabupaten ini? Catat lewat halaman kantor."),
      buildForm({
        back: `#/survei/${id}/anggota/${person}`,
        sections: [
          {
            legend: "Keluar dari keluarga",
            fields: [
              { name: "reason", kind: "radio", label: "Alasan keluar", choices: reasons, required: true },
              {
                name: "on",
                kind: "text",
                label: "Tanggal keluar",
                hint: "Tanggal-bulan-tahun, contoh: 27-11-2026.",
                maxlength: 10,
                required: true,
                check: pastDay,
              },
            ],
          },
        ],
        raw: { on: shortDay(today()) },
        onTyping: () => {},
        onSave: async (values) => {
          editing.change((changed) => noteLeft(changed, person, values));
          await editing.flush();
          app.go(`/survei/${id}/keluarga`);
        },
      }),
    ],
  };
}

function pastDay(raw) {
  const result = checkDate(raw);
  return result.value > today() ? { error: "Tanggal ini tidak boleh setelah hari ini." } : result;
}
