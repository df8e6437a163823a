/**
 * The family as it stands on this phone: what was taken along, with what the operator found otherwise on top.
 */

export const HEAD = "1";
export const FEMALE = "2";
export const HAS_NIK = "1";

/** Address and card as they are now. */
export function householdNow(draft) {
  const { new: fresh, changes } = draft.content.household;
  return { ...draft.household, ...fresh, ...changes };
}

/** Who lives in the family now, head first; each with `isNew` and `isChanged`. */
export function membersNow(draft) {
  const entries = new Map(draft.content.members.map((entry) => [entry.id, entry]));
  const known = (draft.household.members ?? [])
    .filter((member) => !entries.get(member.id)?.left)
    .map((member) => ({ ...member, ...entries.get(member.id)?.changes, isChanged: Boolean(entries.get(member.id)) }));
  const fresh = draft.content.members
    .filter((entry) => entry.new)
    .map((entry) => ({ id: entry.id, ...entry.new, isNew: true }));
  const all = stepDown([...known, ...fresh], draft.content.members);
  return all.sort((one, other) => (other.relation === HEAD) - (one.relation === HEAD));
}

/** Where somebody became head, the head before has the relation that was chosen. */
function stepDown(members, entries) {
  const heir = entries.find((entry) => entry.changes?.relation === HEAD && entry.changes.former_head_relation);
  if (!heir) return members;
  return members.map((member) =>
    member.relation === HEAD && member.id !== heir.id
      ? { ...member, relation: heir.changes.former_head_relation }
      : member,
  );
}

/** Who left, with name, reason and day. */
export function membersLeft(draft) {
  const names = new Map((draft.household.members ?? []).map((member) => [member.id, member.name]));
  return draft.content.members
    .filter((entry) => entry.left)
    .map((entry) => ({ id: entry.id, name: names.get(entry.id) ?? "", ...entry.left }));
}

/** Name of the head, or of the family when there is none yet. */
export function headName(draft) {
  return (
    membersNow(draft).find((member) => member.relation === HEAD)?.name || draft.household.head_name || "Keluarga baru"
  );
}

/** Only what differs from `before`, and what stood there: `{changes, base}` of null when nothing does. */
export function differences(values, before) {
  const changed = Object.keys(values).filter((name) => (values[name] ?? "") !== (before[name] ?? ""));
  if (!changed.length) return { changes: null, base: null };
  return { changes: pick(values, changed), base: pick(before, changed) };
}

function pick(values, names) {
  return Object.fromEntries(names.map((name) => [name, values[name] ?? null]));
}

/** Note what a form says of the family. */
export function noteHousehold(draft, values) {
  const { household } = draft.content;
  if (household.new) household.new = { ...household.new, ...values };
  else Object.assign(household, differences(values, draft.household));
}

/** Note what a form says of a person, new or known. */
export function noteMember(draft, id, values) {
  const before = (draft.household.members ?? []).find((member) => member.id === id);
  if (!before) return replaceEntry(draft, id, { id, new: values, changes: null, base: null, left: null });
  const found = differences(values, before);
  if (found.base) delete found.base.former_head_relation;
  return replaceEntry(draft, id, found.changes ? { id, new: null, ...found, left: null } : null);
}

/** Note that somebody left; a person who was only added here is taken off again. */
export function noteLeft(draft, id, left) {
  const isKnown = (draft.household.members ?? []).some((member) => member.id === id);
  replaceEntry(draft, id, isKnown && left ? { id, new: null, changes: null, base: null, left } : null);
}

function replaceEntry(draft, id, entry) {
  const at = draft.content.members.findIndex((member) => member.id === id);
  if (at >= 0) draft.content.members.splice(at, 1, ...(entry ? [entry] : []));
  else if (entry) draft.content.members.push(entry);
}

/** A draft for a family that was taken along, or for a new one. */
export function newDraft({ household, instrument, at, practice = false }) {
  const isNew = !household;
  const id = household?.id ?? crypto.randomUUID();
  return {
    id: crypto.randomUUID(),
    instrument,
    household: household ?? { id, members: [] },
    revision: crypto.randomUUID(),
    parent_revision: null,
    sent_revision: null,
    started_at: at,
    finished_at: null,
    state: "draft",
    error: null,
    receipt: null,
    practice,
    beside: {},
    content: {
      household: { id, new: isNew ? emptyHousehold() : null, changes: null, base: null },
      members: [],
      identity_confirmed: false,
      answers: {},
      numbers: {},
      overrides: [],
      position: null,
      note: "",
      manifest: [],
    },
  };
}

function emptyHousehold() {
  return { kk: "", address: "", dusun: "", rt: "", rw: "", phone: "", housing: "1" };
}
