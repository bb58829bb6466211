// One key for every action. An element says its own: data-key="Alt+KeyT", by physical position (KeyboardEvent.code).
const RUSSIAN = {
  KeyQ: "Й", KeyW: "Ц", KeyE: "У", KeyR: "К", KeyT: "Е", KeyY: "Н", KeyU: "Г", KeyI: "Ш", KeyO: "Щ", KeyP: "З",
  KeyA: "Ф", KeyS: "Ы", KeyD: "В", KeyF: "А", KeyG: "П", KeyH: "Р", KeyJ: "О", KeyK: "Л", KeyL: "Д",
  KeyZ: "Я", KeyX: "Ч", KeyC: "С", KeyV: "М", KeyB: "И", KeyN: "Т", KeyM: "Ь", Slash: ".",
};
let layout = null; // of the browser; it may name another one than that in use
let writesCyrillic = document.documentElement.lang === "ru"; // until the first key tells

export const areOn = () => !document.body.classList.contains("no-shortcuts");

export const isTyping = (element) =>
  element.matches?.("textarea, select, [contenteditable], input:not([type=radio], [type=checkbox], [type=button], [type=submit])");

const combination = (event) =>
  (event.ctrlKey || event.metaKey ? "Ctrl+" : "") + (event.altKey ? "Alt+" : "") + (event.shiftKey ? "Shift+" : "") + event.code;

const OF_DANGER = "[form=raise-danger], .take"; // what waits for no dialogue

const CLOSED = "details:not([open]) > :not(summary)";
const isVisible = (element) => element.getClientRects().length > 0 && !element.closest(CLOSED);

// What opens over the page may stand in a menu that is closed.
const isThere = (element) => (isVisible(element) || "opens" in element.dataset) && !element.closest("dialog:not([open])");

const ownerOf = (combo) => [...document.querySelectorAll(`[data-key~="${CSS.escape(combo)}"]`)].find(isThere);

export function enhanceKeys() {
  document.addEventListener("keydown", learn, { capture: true });
  document.addEventListener("keydown", onKey);
  document.addEventListener("click", onClick);
  navigator.keyboard?.getLayoutMap?.().then((map) => {
    layout = map;
    listKeys(document);
  }, () => {});
}

// The layout in use shows in what a key writes.
function learn(event) {
  if (!event.code.startsWith("Key") || event.key.length !== 1) return;
  const isCyrillic = /\p{Script=Cyrillic}/u.test(event.key);
  if (isCyrillic === writesCyrillic) return;
  writesCyrillic = isCyrillic;
  listKeys(document);
}

function onKey(event) {
  if (!areOn() || event.defaultPrevented || event.isComposing) return;
  const writesNothing = event.ctrlKey || event.altKey || event.metaKey || /^F\d+$/.test(event.code);
  if (!writesNothing && event.code !== "Escape" && isTyping(event.target)) return;
  // "?" stands on another key in other layouts; whoever types it means it.
  const owner = ownerOf(combination(event)) ?? (event.key === "?" ? ownerOf("Shift+Slash") : null);
  const open = document.querySelectorAll("dialog[open]");
  if (!owner || (open.length && !owner.matches(OF_DANGER))) return;
  event.preventDefault();
  open.forEach(leave);
  act(owner);
}

// As Esc does; one that may not be left stays, such as that of a session which has ended.
export function leave(dialog) {
  if (dialog.dispatchEvent(new Event("cancel", { cancelable: true }))) dialog.close();
}

function act(owner) {
  if (owner.matches("input[type=radio]")) {
    (owner.form?.querySelector(`input[name="${CSS.escape(owner.name)}"]:checked`) ?? owner).focus();
  } else if (owner.matches("input, textarea, select")) {
    owner.focus();
  } else {
    if (!("opens" in owner.dataset)) owner.focus(); // what opens over the page gives the place back when it closes
    if ("keyFocuses" in owner.dataset) return; // what cannot be undone takes Enter besides
    owner.click();
    if (owner.matches("summary")) owner.parentElement.querySelector("input")?.focus();
  }
}

function onClick(event) {
  const opener = event.target.closest?.("[data-opens]");
  if (!opener || event.ctrlKey || event.metaKey) return;
  event.preventDefault(); // without a script it is a link to the same
  const dialog = document.getElementById(opener.dataset.opens);
  fillList();
  dialog.showModal();
  dialog.querySelector("[data-fetched]")?.dispatchEvent(new Event("opened"));
}

export function nameOf(combo) {
  const parts = combo.split("+");
  const code = parts.pop();
  return [...parts, letterOf(code)].join(" ");
}

function letterOf(code) {
  if (writesCyrillic && RUSSIAN[code]) return RUSSIAN[code];
  if (code === "Escape") return "Esc";
  if (layout?.get(code)) return layout.get(code).toUpperCase();
  return code === "Slash" ? "/" : code.replace(/^Key|^Digit/, "");
}

// The hints show the letter that the key writes in the layout in force.
export function listKeys(root) {
  root.querySelectorAll("kbd[data-code]").forEach((hint) => (hint.textContent = nameOf(hint.dataset.code)));
}

function fillList() {
  const place = document.querySelector("[data-keys-list]");
  const rows = [...document.querySelectorAll("[data-key]")].filter((each) => isVisible(each)).map((each) => {
    const row = document.createElement("div");
    const keys = document.createElement("dt");
    const what = document.createElement("dd");
    const key = document.createElement("kbd");
    key.className = "key";
    key.textContent = each.dataset.key === "Shift+Slash" ? "?" : nameOf(each.dataset.key.split(" ")[0]);
    keys.append(key);
    what.textContent = each.dataset.keyLabel ?? textOf(each);
    row.append(keys, what);
    return row;
  });
  const list = document.createElement("dl"); // which may not stand empty in a page
  list.className = "key-list";
  list.append(...rows);
  place.replaceChildren(list);
}

function textOf(element) {
  const copy = element.cloneNode(true);
  copy.querySelectorAll("kbd").forEach((each) => each.remove());
  return copy.textContent.replace(/\s+/g, " ").replace(/ (?=[:,])/g, "").trim();
}
