// The server ends the session; this keeps what was typed, and clears the screen when it has ended.
const about = document.getElementById("session");
const soon = document.getElementById("session-soon");
const over = document.getElementById("session-over");
const LAST_MINUTE_S = 60;
const NOTED_EACH_S = 60; // the server notes activity no oftener, so its count may be as much behind
const RETRY_S = 20;
const STILL_MS = 1000; // a dialog takes the keyboard: it waits until nobody types
let isTyped = false;
let isOver = false;
let typedAt = 0;
let timer = 0;
let nextAt = 0;

const tell = (name) => document.dispatchEvent(new CustomEvent(`bereg:${name}`));

function checkIn(seconds) {
  clearTimeout(timer);
  nextAt = Date.now() + seconds * 1000;
  timer = setTimeout(check, seconds * 1000);
}

async function ask({ byPerson = false } = {}) {
  const headers = byPerson ? {} : { "X-Bereg-Background": "1" };
  const answer = await fetch(about.dataset.state, { headers, redirect: "manual", cache: "no-store" });
  if (!answer.ok) throw new Error("no answer");
  return answer.json();
}

async function check() {
  let state;
  try {
    state = await ask();
  } catch {
    return checkIn(RETRY_S);
  }
  if (!state.left_s) return onOver();
  if (state.person !== about.dataset.person) return location.replace("/");
  if (isOver) onBack(state);
  if (state.left_s > LAST_MINUTE_S + NOTED_EACH_S / 2) {
    soon.close();
    return checkIn(state.left_s - LAST_MINUTE_S);
  }
  tell("idle-soon"); // whatever is not kept yet is kept now, as no act of the person
  if (!soon.open && !over.open) soon.showModal();
  return checkIn(state.left_s + 1);
}

function onOver() {
  soon.close();
  isOver = true;
  if (!isTyped && !document.querySelector("form[data-draft]")) {
    const next = encodeURIComponent(location.pathname + location.search);
    return location.replace(`${about.dataset.signIn}?next=${next}&ended=1`);
  }
  showOver();
  return checkIn(RETRY_S); // it may be this tab's turn again without a word from the other one
}

function showOver() {
  const wait = typedAt + STILL_MS - Date.now();
  if (wait > 0) return setTimeout(showOver, wait);
  if (isOver && !over.open) over.showModal();
}

function onBack(state) {
  isOver = false;
  over.close();
  for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = state.token;
  document.body.setAttribute("hx-headers", JSON.stringify({ "X-CSRFToken": state.token }));
  tell("signed-in-again");
}

async function stay() {
  soon.close();
  await ask({ byPerson: true }).catch(() => {});
  check();
}

if (about) {
  document.addEventListener("input", (event) => {
    isTyped ||= Boolean(event.target.closest("main form"));
    typedAt = Date.now();
  });
  document.addEventListener("bereg:session-over", onOver);
  document.addEventListener("visibilitychange", () => !document.hidden && (isOver || Date.now() > nextAt) && check());
  over.addEventListener("cancel", (event) => event.preventDefault());
  soon.addEventListener("cancel", stay);
  document.getElementById("session-stay").addEventListener("click", stay);
  new BroadcastChannel("bereg-session").addEventListener("message", check);
  checkIn(about.dataset.idleMinutes * 60 - LAST_MINUTE_S - NOTED_EACH_S);
}
