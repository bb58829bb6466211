// j and k, or the arrows, go through a list; Enter opens, since each line is a link. A line may have keys of its own.
import { areOn, isTyping } from "./keys.js";

export function enhanceLists() {
  document.addEventListener("keydown", (event) => {
    const links = [...document.querySelectorAll("[data-list] [data-row]")];
    if (!areOn() || !links.length || event.ctrlKey || event.altKey || event.metaKey || document.querySelector("dialog[open]")) return;
    const isFromField = event.target.id === "f-typed" && event.code === "ArrowDown";
    if (isTyping(event.target) && !isFromField) return;
    const own = event.target.dataset?.keys?.split(" ") ?? []; // key, address, key, address
    const at = event.shiftKey ? -1 : own.indexOf(event.code);
    if (at >= 0) {
      event.preventDefault();
      location.assign(own[at + 1]);
      return;
    }
    const step = { KeyJ: 1, ArrowDown: 1, KeyK: -1, ArrowUp: -1 }[event.code];
    if (!step) return;
    event.preventDefault();
    const here = links.indexOf(document.activeElement);
    links[Math.max(0, Math.min(links.length - 1, here < 0 ? 0 : here + step))].focus();
  });
}
