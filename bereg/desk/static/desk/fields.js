// Enter in a one-line field goes on to the next one. It never sends the form: nobody saves by accident.
import { moveOn } from "./questions.js";

const FIELDS = "input:not([type=hidden]), select, textarea, summary, [data-save]";

export function enhanceFields() {
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.defaultPrevented || event.isComposing) return;
    if (event.ctrlKey || event.altKey || event.metaKey || !event.target.matches?.("#work input")) return;
    event.preventDefault();
    if (event.target.id === "f-joins" && event.target.value.trim()) lookUp(event.target);
    else goOn(event.target);
  });
}

// The enquiry is looked up first; Enter again, once it is shown, joins the contact to it.
function lookUp(field) {
  const answer = document.querySelector("#called-before [data-answers]");
  if (answer?.dataset.answers === field.value.trim()) answer.querySelector("button")?.click();
  else window.htmx?.trigger(field, "lookup");
}

function goOn(field) {
  const stop = field.closest("[data-stop]");
  if (stop) {
    field.blur(); // the server hears of the answer before the next question is looked for
    moveOn(stop);
    return;
  }
  const fields = [...field.form.querySelectorAll(FIELDS)].filter((each) => each === field || (each.getClientRects().length && !each.closest(".without")));
  fields[fields.indexOf(field) + 1]?.focus();
}
