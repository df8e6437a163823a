/**
 * Who the family is: address and card, members, who left; said to be right by the operator.
 */

import { el } from "../dom.js";
import { keepTyped, typed } from "../editing.js";
import { HEAD, householdNow, membersLeft, membersNow, noteHousehold, noteLeft, typedNumber } from "../family.js";
import { buildForm } from "../form.js";
import { actions, button, facts, linkButton, notice, row, rows, section, toMend } from "../parts.js";
import { problemsAt } from "../problems.js";
import { checkNumber, checkPhone, checkRt, checkText } from "../rules.js";
import { closedNotice, noSurvey, openSurvey, reasonFor, toTasks } from "../survey.js";
import { addressWords, shortDay } from "../words.js";

export async function family(app, { id }) {
  const survey = await openSurvey(app, id);
  if (!survey) return noSurvey();
  const codes = await app.store.kept("codes");
  const { draft, mayChange } = survey;
  return {
    title: "Identitas dan anggota",
    back: toTasks(draft),
    practice: draft.practice,
    body: [
      el("p", { class: "lede" }, "Cocokkan dengan KK dan KTP. Perbaiki yang berbeda, lalu tekan “Sudah sesuai”."),
      closedNotice(draft),
      toMend(reasonFor(survey.returned, "identity")),
      section("Keluarga", problemLines(draft, "household"), householdFacts(draft, codes, mayChange)),
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
  const hasHead = membersNow(draft).some((member) => member.relation === HEAD);
  if (!hasHead) return notice("warning", el("p", {}, "Tambah kepala keluarga dahulu."));
  const confirm = async () => {
    editing.change(({ content }) => (content.identity_confirmed = true));
    await editing.flush();
    app.go(`/survei/${draft.id}`);
  };
  const words = draft.content.identity_confirmed ? "Masih sesuai" : "Sudah sesuai";
  return actions(button(words, confirm, { kind: "primary" }), linkButton("Kembali", `#/survei/${draft.id}`));
}

export async function household(app, { id }) {
  const survey = await openSurvey(app, id);
  if (!survey?.mayChange) return noSurvey("Survei ini tidak dapat diubah lagi.");
  const codes = await app.store.kept("codes");
  const { editing, draft } = survey;
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
  if (!draft.content.household.new && !values.kk) delete values.kk;
  editing.change((changed) => {
    noteHousehold(changed, values);
    keepTyped(changed.beside, "household", null);
  });
  await editing.flush();
  const next = membersNow(draft).length ? "keluarga" : "anggota/baru";
  app.go(`/survei/${draft.id}/${next}`);
}
