/**
 * Practice: the same screens on an invented family. Nothing of it is ever sent.
 */

import { el } from "../dom.js";
import { newDraft } from "../family.js";
import { actions, button, confirmed, linkButton, notice } from "../parts.js";
import { currentInstrument } from "../work.js";

export async function practice(app) {
  const instrument = await currentInstrument(app.store);
  const draft = (await app.store.drafts()).find((row) => row.practice);
  return {
    title: "Latihan",
    back: { href: "#/", label: "Beranda" },
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
          : actions(button("Mulai latihan", () => begin(app, instrument), { kind: "primary" }))),
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

async function begin(app, instrument) {
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
