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
  const kept = (draft.household.members ?? [])
    .filter((member) => !entries.get(member.id)?.left)
    .map((member) => known(member, entries.get(member.id)));
  const here = new Set(kept.map((member) => member.id));
  const fresh = draft.content.members
    .filter((entry) => entry.new && !entry.left && !here.has(entry.id))
    .map((entry) => ({ id: entry.id, ...entry.new, isNew: true }));
  const all = stepDown([...kept, ...fresh], draft.content.members);
  return all.sort((one, other) => (other.relation === HEAD) - (one.relation === HEAD));
}

/** Somebody on record; who is new by this draft stays new, though the record has them by now. */
function known(member, entry) {
  if (entry?.new) return { ...member, ...entry.new, isNew: true };
  return { ...member, ...entry?.changes, isChanged: differing(entry?.changes ?? {}, member).length > 0 };
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
    .filter((entry) => entry.left && !entry.new)
    .map((entry) => ({ id: entry.id, name: names.get(entry.id) ?? "", ...entry.left }));
}

/** Name of the head, or of the family when there is none yet. */
export function headName(draft) {
  return (
    membersNow(draft).find((member) => member.relation === HEAD)?.name || draft.household.head_name || "Keluarga baru"
  );
}

const differing = (values, before) => Object.keys(values).filter((name) => (values[name] ?? "") !== (before[name] ?? ""));

/**
 * What differs from `before`, and what stood there: `{changes, base}` of null when nothing does. What was `said`
 * already stays, for it may have reached the server: to take it back is to say what stood there before.
 */
function differences(values, before, said) {
  const changed = new Set([...differing(values, before), ...Object.keys(said ?? {})]);
  if (!changed.size) return { changes: null, base: null };
  return { changes: pick({ ...said, ...values }, [...changed]), base: pick(before, [...changed]) };
}

/** What was typed and differs; what was left empty says nothing. */
function typedOver(values, before) {
  return differences(Object.fromEntries(Object.entries(values).filter(([, value]) => value)), before);
}

function pick(values, names) {
  return Object.fromEntries(names.map((name) => [name, values[name] ?? null]));
}

/** A number that was typed here; what only says that it is as it was is none. */
export function typedNumber(entry, name) {
  const typed = entry?.new?.[name] ?? entry?.changes?.[name];
  return typed === entry?.base?.[name] ? "" : (typed ?? "");
}

/** Note what a form says of the family. */
export function noteHousehold(draft, values) {
  const { household } = draft.content;
  if (household.new) household.new = { ...household.new, ...values };
  else Object.assign(household, differences(values, draft.household, household.changes));
}

/** Note what a form says of a person, new or known. */
export function noteMember(draft, id, values) {
  const said = draft.content.members.find((entry) => entry.id === id);
  const here = (draft.household.members ?? []).find((member) => member.id === id);
  const before = said?.new ? null : here;
  // Whom this draft entered somebody may have corrected since.
  const base = here ? pick(here, Object.keys(values)) : null;
  const found = before ? differences(values, before, said?.changes) : { new: values, base };
  if (values.relation === HEAD) stepBack(draft, id, before?.relation === HEAD ? values.former_head_relation : null);
  if (!said && !found.new && !found.changes) return;
  delete found.base?.former_head_relation;
  Object.assign(entryOf(draft, id), found, { left: null });
}

/** Whoever was named head before is none any more: what is stated now, or what they were. */
function stepBack({ content }, id, relation) {
  for (const { id: other, changes, base } of content.members)
    if (other !== id && changes?.relation === HEAD)
      Object.assign(changes, { relation: relation ?? base.relation, former_head_relation: null });
}

/** Note that somebody left, or with null that this was a slip. */
export function noteLeft(draft, id, left) {
  entryOf(draft, id).left = left;
}

/** What the draft says of a person; once said it stays, for the server may know it already. */
function entryOf({ content: { members } }, id) {
  const said = members.find((entry) => entry.id === id);
  if (said) return said;
  members.push({ id, new: null, changes: null, base: null, left: null });
  return members.at(-1);
}

/**
 * The new family of a draft is one of the list after all: what was typed of it becomes what differs there, and whom the
 * list lacks is new in it. A number that the list has stays as it is.
 */
export function becomeListed(draft, listed) {
  const { content } = draft;
  const { kk, ...address } = content.household.new;
  content.household = { id: listed.id, new: null, ...typedOver(listed.kk ? address : { ...address, kk }, listed) };
  content.members = content.members.filter((entry) => !entry.left).map((entry) => listedPerson(entry, listed.members));
  content.identity_confirmed = false;
  draft.household = listed;
}

function listedPerson(entry, people) {
  const { relation, nik, identity_status, ...facts } = entry.new;
  const found = people.find((person) => person.name === facts.name);
  if (!found) return { ...entry, new: { ...entry.new, relation: relation === HEAD ? "" : relation } };
  const said = found.nik ? facts : { ...facts, nik, identity_status };
  return { ...entry, id: found.id, new: null, ...typedOver(said, found) };
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
