// Esc three times leaves the page, as the link does; other tabs of ours leave too. `replace` keeps this page out of the
// Back button. Where a visit is open, a button of a form stands in its place: what the form says is sent behind the page
// that is shown next. Until that has arrived Back could still open the visit, and it may be lost on its way: a mark that
// lasts as long as the tab has each page of a visit left again, until somebody asks anew or types a code. The page of a
// visit looks for the mark before it shows anything: web_questions/left.js.
const PRESSES = 3;
const WITHIN_MS = 1500;
const LEFT = "left";
const link = document.getElementById("quick-exit");
const tabs = new BroadcastChannel(LEFT);
let pressedAt = [];
let isLeaving = false;

// A browser may keep no storage at all: it is left all the same.
function marked(change) {
  try {
    return change(window.sessionStorage);
  } catch {
    return null;
  }
}

function go() {
  isLeaving = true;
  document.documentElement.hidden = true;
  marked((tab) => tab.setItem(LEFT, ""));
  if (link.form) {
    const ends = new URLSearchParams(new FormData(link.form));
    fetch(link.form.action, { method: "POST", body: ends, keepalive: true, redirect: "manual" }).catch(() => {});
  }
  // What was being sent cannot show another page of ours any more: a form outside a page is sent nowhere.
  document.body.replaceChildren();
  window.location.replace(link.href ?? link.dataset.href);
}

function leave(event) {
  event.preventDefault();
  tabs.postMessage("");
  go();
}

function leaveAgain() {
  if (link.form && marked((tab) => tab.getItem(LEFT)) !== null) {
    go();
  }
}

// Esc stops what a browser loads, and so the page that is to be shown next.
function pressed(event) {
  if (event.key !== "Escape") {
    return;
  }
  if (isLeaving) {
    event.preventDefault();
  }
  if (isLeaving || event.repeat) {
    return;
  }
  pressedAt = [...pressedAt, event.timeStamp].slice(-PRESSES);
  if (pressedAt.length === PRESSES && event.timeStamp - pressedAt[0] < WITHIN_MS) {
    leave(event);
  }
}

function comesBack(event) {
  if (!link.form && event.target.method === "post") {
    marked((tab) => tab.removeItem(LEFT));
  }
}

if (link) {
  leaveAgain();
  // A page that the browser kept whole comes back without being loaded.
  window.addEventListener("pageshow", (event) => event.persisted && leaveAgain());
  tabs.addEventListener("message", go);
  link.addEventListener("click", leave);
  document.addEventListener("submit", comesBack);
  document.addEventListener("keydown", pressed);
}
