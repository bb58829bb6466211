// Space on a row of a list chooses it; one box chooses all that are shown. Without this file the boxes work by themselves.
import { areOn } from "../core/keys.js";

const form = () => document.querySelector("form[data-choosing]");
const boxes = () => [...(form()?.querySelectorAll("input[name=chosen]") ?? [])];

export function enhanceChoosing() {
  document.addEventListener("keydown", (event) => {
    if (event.code !== "Space" || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey || !areOn()) return;
    const box = event.target.matches?.("a[data-row]") && event.target.closest("tr")?.querySelector("input[name=chosen]");
    if (!box) return;
    event.preventDefault();
    box.checked = !box.checked;
    say();
  });
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-choose-all]")) boxes().forEach((each) => (each.checked = event.target.checked));
    if (event.target.closest("form[data-choosing]")) say();
  });
}

export function showChoosing(root) {
  root.querySelectorAll("[data-choose-all-field]").forEach((each) => (each.hidden = false));
  say();
}

function say() {
  const place = form()?.querySelector("[data-chosen]");
  if (!place) return;
  const chosen = boxes().filter((each) => each.checked).length;
  const all = form().querySelector("[data-choose-all]");
  all.checked = chosen > 0 && chosen === boxes().length;
  all.indeterminate = chosen > 0 && !all.checked;
  place.textContent = chosen ? place.dataset.chosen.replace("0", chosen) : "";
}
