// Alarms above the page: looked for as no act of the person, raised without leaving what is typed.
import { leave } from "../core/keys.js";

const place = document.getElementById("dangers-strip");
const said = document.getElementById("dangers-said");
const around = document.getElementById("dangers-around");
const home = around?.nextElementSibling;
const alarm = document.querySelector(".emergency")?.cloneNode(true); // what is open over the page makes that of the bar inert
const EACH_MS = 10_000;
const HIDDEN_EACH_MS = 30_000;
const PATIENCE_MS = 10_000; // a connection that hangs is none
const SIGN = "⚠ ";
let timer = 0;
let before = null; // where the person was when a key took the focus to the button

const read = (html) => new DOMParser().parseFromString(html, "text/html").body;
const untaken = (root) => [...root.querySelectorAll("[data-danger]:not(.taken)")].map((each) => each.dataset.danger);

function show(html) {
  const fresh = read(html);
  const known = new Set(untaken(place));
  const now = untaken(fresh);
  // What stands there already stays, and with it the place of somebody who is on its button.
  if (fresh.textContent !== place.textContent) {
    place.replaceChildren(...fresh.childNodes);
    window.htmx?.process(place);
  }
  mark();
  if (now.some((each) => !known.has(each))) said.textContent = place.querySelector(".danger-strip:not(.taken) p").innerText;
}

// A tab in the background says so by its name; what is open over the page, and dims it, has strip and alarm at its top.
function mark() {
  const title = document.title.replace(SIGN, "");
  document.title = untaken(place).length ? SIGN + title : title;
  const dialog = [...document.querySelectorAll("dialog[open]")].at(-1);
  const over = dialog?.querySelector(":scope > .stack") ?? dialog;
  if (over && !over.contains(around)) over.prepend(around);
  if (over && alarm && alarm.parentElement !== around) around.append(alarm); // put there again it would lose the focus
  if (!over) alarm?.remove();
  if (!over && around.nextElementSibling !== home) home.before(around);
  // Whoever is in the middle of a form goes on in a tab of its own: what is not kept without consent stays here.
  if (!document.getElementById("work")) return;
  document.querySelectorAll("#dangers-strip [data-take], #dangers-strip a, .emergency-link").forEach((each) => (each.target = "_blank"));
}

const ask = (address) => fetch(address, {
  headers: { "X-Bereg-Background": "1" }, redirect: "manual", cache: "no-store", signal: AbortSignal.timeout(PATIENCE_MS),
});

async function look() {
  clearTimeout(timer);
  try {
    let answer = place.dataset.strip ? await ask(place.dataset.strip) : null;
    if (!answer || answer.type === "opaqueredirect") answer = await ask(place.dataset.waiting); // nobody is signed in
    if (answer.ok) show(await answer.text());
  } catch {
    // No connection: what stands stays, and the next look is made.
  }
  timer = setTimeout(look, document.hidden ? HIDDEN_EACH_MS : EACH_MS);
}

// It stays until an alarm is raised: a look that succeeds meanwhile is none.
let failed = null;
function sayNotRaised() {
  failed?.remove();
  failed = document.createElement("p");
  Object.assign(failed, { className: "notice danger", textContent: place.dataset.textNotRaised });
  failed.setAttribute("role", "alert");
  place.before(failed);
  mark();
}

async function raise(event) {
  event.preventDefault();
  const data = new FormData(event.target, event.submitter);
  const line = document.querySelector("#work [name=line]");
  if (line) data.set("line", line.value);
  before?.focus();
  const dialog = event.submitter?.closest("dialog");
  if (dialog) leave(dialog); // as where its key was pressed
  try {
    const answer = await fetch(event.target.action, {
      method: "POST", body: new URLSearchParams(data), redirect: "manual", headers: { "X-Bereg-Script": "1" },
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    if (!answer.ok) throw new Error("not raised");
    failed?.remove();
    show(await answer.text());
  } catch {
    sayNotRaised();
  }
}

if (place) {
  document.getElementById("raise-danger")?.addEventListener("submit", raise);
  document.addEventListener("focusin", (event) => {
    if (event.target.matches("[form=raise-danger]")) before = event.relatedTarget;
  });
  document.addEventListener("bereg:session-over", look);
  document.addEventListener("bereg:signed-in-again", look);
  document.addEventListener("visibilitychange", () => document.hidden || look());
  new MutationObserver(mark).observe(document.body, { attributeFilter: ["open"], subtree: true }); // of a dialogue
  mark();
  timer = setTimeout(look, EACH_MS);
}
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
