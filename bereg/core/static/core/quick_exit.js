// Esc three times leaves the page, as the link does. `replace` keeps this page out of the Back button. Where a visit is
// open, a button of a form stands in its place: what the form says is sent behind the page that is shown next. Until it
// has arrived the Back button could still open the visit, and it may be lost on its way: a mark that lasts as long as
// the tab has every page of the visit left again, until a page without a visit takes the mark away.
const PRESSES = 3;
const WITHIN_MS = 1500;
const LEFT = "left";
const link = document.getElementById("quick-exit");
let pressedAt = [];

// A browser may keep no storage at all: it is left all the same.
function marked(change) {
  try {
    return change(window.sessionStorage);
  } catch {
    return null;
  }
}

function leave(event) {
  event?.preventDefault();
  document.body.hidden = true;
  if (link.form) {
    marked((tab) => tab.setItem(LEFT, ""));
    const ends = new URLSearchParams(new FormData(link.form));
    fetch(link.form.action, { method: "POST", body: ends, keepalive: true, redirect: "manual" }).catch(() => {});
  }
  window.location.replace(link.href ?? link.dataset.href);
}

function leaveAgain() {
  if (!link.form) {
    marked((tab) => tab.removeItem(LEFT));
  } else if (marked((tab) => tab.getItem(LEFT)) !== null) {
    leave();
  }
}

if (link) {
  leaveAgain();
  // A page that the browser kept whole comes back without being loaded.
  window.addEventListener("pageshow", (event) => event.persisted && leaveAgain());
  link.addEventListener("click", leave);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.repeat) {
      return;
    }
    pressedAt = [...pressedAt, event.timeStamp].slice(-PRESSES);
    if (pressedAt.length === PRESSES && event.timeStamp - pressedAt[0] < WITHIN_MS) {
      leave();
    }
  });
}
