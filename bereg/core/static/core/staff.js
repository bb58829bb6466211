// Every page of the staff: the keys of its own actions, and those that lead to the other pages.
import { enhanceKeys, listKeys } from "./keys.js";
import { enhanceLists } from "./lists.js";

enhanceKeys();
enhanceLists();
listKeys(document);
document.querySelectorAll("[data-opens]").forEach((each) => (each.hidden = false));

// A menu closes when somebody goes on elsewhere.
const menu = document.querySelector("[data-closes]");
document.addEventListener("click", (event) => menu?.contains(event.target) || menu?.removeAttribute("open"));
menu?.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !menu.open) return;
  menu.removeAttribute("open");
  menu.querySelector("summary").focus();
});
