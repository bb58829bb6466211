// The operator's pages work without this file; it makes them quick. Everything starts here.
import { enhanceChoosing, showChoosing } from "./choosing.js";
import { enhanceConfirm } from "./confirm.js";
import { enhanceFields } from "./fields.js";
import { listKeys } from "../core/keys.js";
import { enhanceLanguage } from "./language.js";
import { enhanceQuestions } from "./questions.js";
import { enhanceRows } from "./rows.js";
import { enhanceSaving } from "./saving.js";
import { enhanceTypeahead } from "./typeahead.js";

export function enhance(root) {
  root.querySelectorAll("select[data-typeahead]").forEach(enhanceTypeahead);
  root.querySelectorAll("[data-sets]").forEach((each) => (each.hidden = false));
  root.querySelectorAll("[data-opens]").forEach((each) => (each.hidden = false));
  enhanceLanguage();
  showChoosing(root);
  listKeys(root);
}

enhanceQuestions();
enhanceFields();
enhanceChoosing();
enhanceConfirm();
enhanceRows();
enhanceSaving(enhance);
enhance(document);
document.querySelector("[role=alert][tabindex]")?.focus();
// What htmx brings in later: at once, so that nothing jumps, and when it has settled.
document.body.addEventListener("htmx:afterOnLoad", () => enhance(document));
document.body.addEventListener("htmx:load", (event) => event.target === document.body || enhance(event.target.parentNode ?? event.target));
