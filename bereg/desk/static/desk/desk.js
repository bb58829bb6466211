// The operator's pages work without this file; it makes them quick. Everything starts here.
import { enhanceConfirm } from "./confirm.js";
import { enhanceFields } from "./fields.js";
import { listKeys } from "../core/keys.js";
import { enhanceLists } from "./lists.js";
import { enhanceQuestions } from "./questions.js";
import { enhanceSaving } from "./saving.js";
import { enhanceTypeahead } from "./typeahead.js";

export function enhance(root) {
  root.querySelectorAll("select[data-typeahead]").forEach(enhanceTypeahead);
  root.querySelectorAll("[data-sets]").forEach((each) => (each.hidden = false));
  root.querySelectorAll("[data-opens]").forEach((each) => (each.hidden = false));
  listKeys(root);
}

enhanceQuestions();
enhanceFields();
enhanceConfirm();
enhanceLists();
enhanceSaving(enhance);
enhance(document);
document.querySelector("[role=alert][tabindex]")?.focus();
// What htmx brings in later: at once, so that nothing jumps, and when it has settled.
document.body.addEventListener("htmx:afterOnLoad", () => enhance(document));
document.body.addEventListener("htmx:load", (event) => event.target === document.body || enhance(event.target.parentNode ?? event.target));
