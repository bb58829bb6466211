// j and k, or the arrows, go through a list; Enter opens, since each line is a link.
import { areOn, isTyping } from "../core/keys.js";

export function enhanceLists() {
  document.addEventListener("keydown", (event) => {
    const links = [...document.querySelectorAll("[data-list] [data-row]")];
    if (!areOn() || !links.length || event.ctrlKey || event.altKey || event.metaKey || document.querySelector("dialog[open]")) return;
    const isFromField = event.target.id === "f-typed" && event.code === "ArrowDown";
    if (isTyping(event.target) && !isFromField) return;
    const step = { KeyJ: 1, ArrowDown: 1, KeyK: -1, ArrowUp: -1 }[event.code];
    if (!step) return;
    event.preventDefault();
    const here = links.indexOf(document.activeElement);
    links[Math.max(0, Math.min(links.length - 1, here < 0 ? 0 : here + step))].focus();
  });
}
