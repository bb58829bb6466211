// Digits choose and move on; 0 declined, 9 does not know, Backspace not asked. Always the same.
import { areOn, isTyping } from "../core/keys.js";

const MEANING = { Digit0: "declined", Numpad0: "declined", Digit9: "unknown", Numpad9: "unknown", Backspace: "" };
const PRESSED_BY = { " ": "button, summary, input", Enter: "button, summary, a[href]" };
const LONGEST_WAIT_MS = 20_000; // as a draft waits: a key that goes on sooner answers a question that was not meant
let waiting = Promise.resolve(); // while the server says which questions follow
let held = 0; // moves to a next question that is not known yet
const keysMeanwhile = []; // what a quick typist presses until then; it is meant for that question

export function enhanceQuestions() {
  document.addEventListener("keydown", holdKey, { capture: true });
  document.addEventListener("keydown", onKey);
  document.addEventListener("click", onClick);
  document.addEventListener("input", onInput);
  document.body.addEventListener("htmx:beforeRequest", onRequest);
}

function onRequest(event) {
  const source = event.detail.elt;
  if (!source.closest("#questions, .topics")) return;
  waiting = new Promise((done) => {
    const settled = () => {
      document.body.removeEventListener("htmx:afterSettle", settled);
      done();
    };
    // Without an answer (204, no connection) there is nothing to settle.
    source.addEventListener("htmx:afterRequest", () => setTimeout(settled, 30), { once: true });
    document.body.addEventListener("htmx:afterSettle", settled);
    setTimeout(settled, LONGEST_WAIT_MS);
  });
}

function onKey(event) {
  if (!areOn() || event.ctrlKey || event.metaKey || event.isComposing) return;
  const stop = event.target.closest?.("[data-stop]");
  if (stop && event.altKey) return leaveWithout(event, stop);
  if (!stop || isTyping(event.target)) return;
  const digit = /^(?:Digit|Numpad)([0-9])$/.exec(event.code)?.[1];
  if (digit === undefined && event.code !== "Backspace" && event.code !== "Enter") return;
  if (event.code === "Enter" && event.target.matches("button, summary")) return;
  event.preventDefault();
  choose(stop, event.code, digit);
}

// Where digits are typed, and everywhere else too: Alt+0 and Alt+9.
function leaveWithout(event, stop) {
  const value = event.shiftKey ? "" : MEANING[event.code];
  const control = value && stop.querySelector(`.without :is(input[value="${value}"], [data-set="${value}"])`);
  if (!control || !event.code.startsWith("Digit")) return;
  event.preventDefault();
  control.click();
  moveOn(stop);
}

function choose(stop, code, digit) {
  if (code === "Enter") return moveOn(stop);
  const input =
    code in MEANING
      ? stop.querySelector(`.without input[value="${MEANING[code]}"]`) ?? (code === "Backspace" ? stop.querySelector('input[value="not_asked"]') : null)
      : stop.querySelector(`input[data-digit="${digit}"]`);
  if (!input) return undefined;
  input.focus();
  input.click();
  return code === "Backspace" || input.type === "checkbox" ? undefined : moveOn(stop);
}

function holdKey(event) {
  if (!held || !event.isTrusted || event.metaKey || (event.ctrlKey && event.key !== "Enter")) return;
  if (event.key.length > 1 && event.key !== "Enter" && event.key !== "Backspace") return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const { key, code, shiftKey, ctrlKey, altKey } = event; // a jump and the saving wait for their turn too
  keysMeanwhile.push({ key, code, shiftKey, ctrlKey, altKey });
}

function replay() {
  while (keysMeanwhile.length && !held) {
    const pressed = keysMeanwhile.shift();
    const target = document.activeElement;
    const isFree = target.dispatchEvent(new KeyboardEvent("keydown", { ...pressed, bubbles: true, cancelable: true }));
    if (isFree && !pressed.ctrlKey && !pressed.altKey) actAsTheBrowser(target, pressed.key);
  }
}

// What a key does by itself, it does only where a hand presses it.
function actAsTheBrowser(target, key) {
  if (target.matches("select")) pick(target, key);
  else if (isTyping(target)) write(target, key);
  else if (target.matches(PRESSED_BY[key] ?? "none")) target.click();
}

// The next of a list whose name begins with what is typed.
function pick(select, key) {
  if (key.length > 1) return;
  const next = [...select.options].slice(select.selectedIndex + 1);
  const found = [...next, ...select.options].find((each) => each.text.toLowerCase().startsWith(key.toLowerCase()));
  if (!found) return;
  select.value = found.value;
  for (const type of ["input", "change"]) select.dispatchEvent(new Event(type, { bubbles: true }));
}

function write(field, key) {
  if (field.selectionStart === null) return; // a date is written in parts that only the browser knows
  if (key === "Backspace") field.value = field.value.slice(0, -1);
  else if (key.length === 1) field.setRangeText(key, field.selectionStart, field.selectionEnd, "end");
  else if (field.matches("textarea")) field.setRangeText("\n", field.selectionStart, field.selectionEnd, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

// Go to the next question that is shown, once it is known which one that is.
export async function moveOn(stop) {
  held += 1;
  await waiting;
  const stops = [...document.querySelectorAll("[data-stop]")].filter((each) => each.getClientRects().length);
  const here = stops.indexOf(document.getElementById(stop.id) ?? stop);
  enter(stops[here + 1]);
  held -= 1;
  if (!held) replay();
}

export function enter(stop) {
  if (!stop) return;
  const first =
    stop.querySelector(".typeahead input") ??
    stop.querySelector("input:not([type=hidden], [type=radio], [type=checkbox]), textarea") ??
    stop.querySelector("input[type=radio]:checked") ??
    stop.querySelector("input:not([type=hidden]), select");
  first?.focus();
}

function onClick(event) {
  const jump = event.target.closest?.("[data-jump-to]");
  if (jump) {
    const place = document.querySelector(`[data-jump="${jump.dataset.jumpTo}"]`);
    const stop = [...place.querySelectorAll("[data-stop]")].find((each) => each.getClientRects().length);
    if (stop) enter(stop);
    else place.querySelector("input, select")?.focus();
  }
}

// Text typed is an answer: no reason for its absence stays chosen beside it.
function onInput(event) {
  const question = event.target.closest?.(".question.is-typed, .question.is-several");
  if (!question) return;
  const isReason = event.target.matches(".without input");
  const hasAnswer = [...question.querySelectorAll('[name^="a-"]')].some((each) => (each.type === "checkbox" ? each.checked : each.value.trim()));
  if (isReason && event.target.value) {
    question.querySelectorAll('[name^="a-"]').forEach((each) => (each.type === "checkbox" ? (each.checked = false) : (each.value = "")));
  } else if (!isReason) {
    question.querySelectorAll(".without input").forEach((each) => (each.checked = !hasAnswer && each.value === ""));
  }
}
