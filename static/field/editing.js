/**
 * A draft in the hand: every change is kept in memory at once and on the phone 400 ms later, or when the page is hidden.
 */

import { change } from "./problems.js";

const PAUSE_MS = 400;
const OF_SENDER = ["state", "sent_revision", "error", "receipt", "photos"];

/** The one open draft; `say` is told "saving", "saved" or an error. */
export class Editing {
  #store;
  #say;
  #timer = null;
  #isPending = false;
  #last = Promise.resolve();

  constructor(store, draft, say) {
    this.#store = store;
    this.#say = say;
    this.draft = draft;
    this.draft.beside ??= {};
  }

  /** Change what will be sent; what the server refused is a draft again. */
  change(mutate) {
    change(this.draft, mutate);
    if (this.draft.state === "refused") this.draft.finished_at = null;
    this.#soon();
  }

  /** Note something beside it: what is being typed, which photo is being taken. Nothing of it is ever sent. */
  note(mutate) {
    mutate(this.draft.beside);
    this.#soon();
  }

  #soon() {
    this.#isPending = true;
    this.#say("saving");
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.flush().catch(() => {}), PAUSE_MS);
  }

  /** Resolves when everything is on the phone; rejects when it could not be kept, and the next change tries again. */
  flush() {
    clearTimeout(this.#timer);
    this.#last = this.#last.catch(() => {}).then(() => this.#write());
    return this.#last;
  }

  async #write() {
    if (!this.#isPending) return;
    this.#isPending = false;
    try {
      await this.#store.saveDraft(this.draft);
      if (!this.#isPending) this.#say("saved");
    } catch (error) {
      this.#isPending = true;
      this.#say(error);
      throw error;
    }
  }

  /** What the sender wrote meanwhile; the words of the operator stay as they are in the hand. */
  async renew() {
    await this.flush().catch(() => {});
    const kept = this.#isPending ? null : await this.#store.draft(this.draft.id);
    if (kept) for (const name of OF_SENDER) this.draft[name] = kept[name];
    return this;
  }

  /** Change and wait until it is on the phone. */
  async decide(mutate) {
    change(this.draft, mutate);
    this.#isPending = true;
    await this.flush();
  }
}

/** What was typed in a form and is not valid yet; kept with the draft so that nothing typed is lost. */
export function typed(draft, form) {
  return draft.beside?.typing?.[form] ?? {};
}

/** Keep or, with null, forget what was typed. */
export function keepTyped(beside, form, values) {
  beside.typing = { ...beside.typing };
  if (values) beside.typing[form] = values;
  else delete beside.typing[form];
}
