// Every page of the staff: the keys of its own actions, and those that lead to the other pages.
import { enhanceKeys, listKeys } from "./keys.js";

enhanceKeys();
listKeys(document);
document.querySelectorAll("[data-opens]").forEach((each) => (each.hidden = false));
