// The answers beside the form: one key opens them, arrows walk them, one key notes that one was told or sent.
import { listKeys } from "../core/keys.js";

const pane = document.getElementById("answers");
const field = document.getElementById("f-asked");
const found = document.getElementById("answers-found");
const problem = document.getElementById("answers-problem");
const acts = document.getElementById("answer-acts")?.content.firstElementChild.cloneNode(true);
let back = null; // where the person was on the form
let backHere = null; // and in here

const form = () => document.getElementById("work");
const isOpen = () => !pane.hidden;
const answers = () => [...found.querySelectorAll(".answer")];
const current = () => found.querySelector(".answer.current");
const titleOf = (answer) => answer.querySelector(".answer-title");

if (pane) {
  document.addEventListener("click", onClick);
  document.addEventListener("focusin", onFocus);
  document.addEventListener("keydown", onChord, { capture: true });
  document.addEventListener("submit", takeSignsHome, { capture: true });
  document.addEventListener("change", onChange);
  pane.addEventListener("keydown", onKey);
  pane.addEventListener("htmx:configRequest", ask);
  document.body.addEventListener("htmx:beforeSwap", onAnswer);
  found.addEventListener("htmx:afterSwap", onFound);
  pane.addEventListener("htmx:afterRequest", stay);
  for (const name of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) document.body.addEventListener(name, onFailure);
}

function onClick(event) {
  if (event.target.closest("[data-shows-answers]") && !event.ctrlKey && !event.metaKey) {
    event.preventDefault(); // without this file it is a link to the page of the search
    open();
  } else if (event.target.closest("[data-hides-answers]")) {
    close();
  } else if (event.target.closest("[data-gives]")) {
    give(event.target.closest("[data-gives]").dataset.gives);
  }
}

function onFocus(event) {
  if (event.target.closest("#work") && !event.target.matches("[data-shows-answers]")) back = event.target;
  if (!pane.contains(event.target)) return;
  const answer = event.target.closest(".answer");
  if (event.target.matches("#f-asked, .answer-title")) backHere = event.target;
  if (answer) choose(answer);
}

// What the person goes to by a key of the form must be in sight: where the answers stand in its place, they give way.
function onChord(event) {
  if (!isOpen() || !event.altKey || event.shiftKey) return;
  const wanted = form().querySelector(`.context [data-key~="Alt+${CSS.escape(event.code)}"]`);
  if (wanted && !wanted.closest(".context").getClientRects().length) pane.hidden = true;
}

function onKey(event) {
  if (event.key === "Escape" && !event.defaultPrevented) {
    event.preventDefault();
    close();
  } else if (event.key === "Enter" && event.target === field) {
    event.preventDefault();
    window.htmx.trigger(field, "asked");
  } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    walk(event.key === "ArrowDown" ? 1 : -1);
  }
}

// The first answer is the one in work while somebody types: down from the field goes to it.
function walk(step) {
  const all = answers();
  const isInField = document.activeElement === field;
  const at = isInField ? (step > 0 ? 0 : -1) : all.indexOf(current()) + step;
  if (at < 0) field.focus();
  else if (all[at]) titleOf(all[at]).focus();
}

function open() {
  const isNew = pane.hidden;
  pane.hidden = false;
  field.focus();
  field.select();
  if (isNew) window.htmx.trigger(field, "asked"); // the topics of the call are an answer's way in, before any word
}

function close() {
  pane.hidden = true;
  takeSignsHome();
  const place = back?.isConnected ? back : form().querySelector("textarea");
  place.focus();
}

// The topics and the region that are chosen on the form come first: who lives in one region asks about another. And the
// language of the call.
function ask(event) {
  if (event.detail.elt !== field) return;
  const typed = new FormData(form());
  const { parameters } = event.detail;
  parameters.topic = typed.getAll("topics");
  parameters.near = typed.getAll("a-region").filter(Boolean);
  parameters.language = typed.get("language") ?? "";
}

const isOurs = (event) => pane.contains(event.detail.requestConfig?.elt) && !event.detail.requestConfig.elt.closest("form");

// The page of the sign-in, to which an ended session leads, is no answer.
function onAnswer(event) {
  if (!isOurs(event)) return;
  const { xhr, pathInfo } = event.detail;
  const isThere = new URL(xhr.responseURL).pathname === pathInfo.requestPath.split("?")[0];
  if (!isThere) {
    event.detail.shouldSwap = false;
    document.dispatchEvent(new CustomEvent("bereg:session-over"));
  } else if (xhr.status === 200) {
    problem.hidden = true;
    if (event.detail.target === found) takeSignsHome();
  }
}

function onFailure(event) {
  if (isOurs(event)) problem.hidden = false;
}

// A report of an error takes its own button away.
function stay() {
  if (document.activeElement === document.body) (backHere?.isConnected ? backHere : field).focus();
}

function onFound(event) {
  if (event.detail.target !== found) return;
  // A telephone has them below the form, and only now is the page long enough for the first one to be seen.
  if (document.activeElement === field && getComputedStyle(pane).position !== "absolute") pane.scrollIntoView();
  found.querySelector("[data-list]")?.removeAttribute("data-list"); // its keys are the form's here
  const [first] = answers();
  if (first) choose(first);
  const agency = found.querySelector('.answer[data-kind="agency"]');
  const signs = document.getElementById("agency-signs");
  if (agency && signs) agency.append(signs);
}

function choose(answer) {
  const before = current();
  before?.classList.remove("current", "first");
  before?.removeAttribute("aria-current");
  answer.classList.add("current");
  answer.setAttribute("aria-current", "true");
  const reporting = answer.querySelector(".reporting");
  if (reporting) reporting.before(acts);
  else answer.append(acts);
  listKeys(acts);
  mark();
}

// A checklist of the call: it stands under the first agency that was found, else on the form.
function takeSignsHome() {
  const signs = document.getElementById("agency-signs");
  const home = document.getElementById("agency-signs-home");
  if (signs && home && !home.contains(signs)) home.append(signs);
}

const chipOf = (answer, way) => [...form().querySelectorAll("[name=told]")].find((each) => each.value.startsWith(`${answer.dataset.entry}.`) && each.value.includes(`.${way}.`));

async function give(way) {
  const answer = current();
  backHere?.focus();
  if (!answer || chipOf(answer, way)) return; // it is noted once
  const values = { entry: answer.dataset.entry, number: answer.dataset.number, way };
  const how = { values, source: pane, target: "#told-chips", swap: "beforeend" };
  await window.htmx.ajax("POST", pane.dataset.chip, how).catch(() => {}); // onFailure says so
  if (chipOf(answer, way)) changed();
}

function onChange(event) {
  if (event.target.name === "told" && !event.target.checked) {
    const chip = event.target.closest(".told-chip");
    const next = chip.nextElementSibling ?? chip.previousElementSibling;
    chip.remove();
    (next?.querySelector("input") ?? form().querySelector("textarea")).focus();
    changed();
  } else if (event.target.name === "sign" && pane.contains(event.target)) {
    changed(); // there it is outside of the form that it belongs to
  }
}

// The draft is kept, as after anything typed.
function changed() {
  form().dispatchEvent(new Event("change", { bubbles: true }));
  mark();
}

function mark() {
  const answer = current();
  if (!answer) return;
  acts.querySelectorAll("[data-gives]").forEach((each) => each.setAttribute("aria-pressed", String(Boolean(chipOf(answer, each.dataset.gives)))));
}
