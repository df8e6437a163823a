/**
 * A note for whoever reads the survey next.
 */

import { el } from "../dom.js";
import { keepTyped, typed } from "../editing.js";
import { actions, linkButton, showError, textField } from "../parts.js";
import { problemsAt } from "../problems.js";
import { checkText } from "../rules.js";
import { closedNotice, noSurvey, openSurvey, toTasks } from "../survey.js";

const LONGEST = 1000;

export async function note(app, { id }) {
  const survey = await openSurvey(app, id);
  if (!survey) return noSurvey();
  const { editing, draft } = survey;
  const onInput = (raw) => {
    const result = checkText(raw, LONGEST);
    showError("catatan", result.error);
    editing.change((changed) => {
      keepTyped(changed.beside, "note", result.error ? { raw } : null);
      if (!result.error) changed.content.note = result.value;
    });
  };
  return {
    title: "Catatan",
    back: toTasks(draft),
    practice: draft.practice,
    body: [
      closedNotice(draft),
      el(
        "fieldset",
        { class: "plain-set", disabled: !survey.mayChange },
        textField({
          id: "catatan",
          label: "Yang perlu diketahui supervisor",
          rows: 5,
          optional: true,
          maxlength: LONGEST,
          hint: "Jangan tulis NIK, No. KK, atau penyakit orang.",
          value: typed(draft, "note").raw ?? draft.content.note,
          error: problemsAt(draft, "note")[""],
          onInput,
        }),
      ),
      actions(linkButton("Lanjut", `#/survei/${draft.id}`, { kind: "primary" })),
    ],
  };
}
