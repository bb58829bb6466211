// Esc three times leaves the page, as the link does. `replace` keeps this page out of the Back button. Where a visit is
// open, a button of a form stands in its place: what the form says is sent behind the page that is shown next.
const PRESSES = 3;
const WITHIN_MS = 1500;
const link = document.getElementById("quick-exit");
let pressedAt = [];

function leave(event) {
  event?.preventDefault();
  document.body.hidden = true;
  if (link.form) {
    const ends = new URLSearchParams(new FormData(link.form));
    fetch(link.form.action, { method: "POST", body: ends, keepalive: true, redirect: "manual" }).catch(() => {});
  }
  window.location.replace(link.href ?? link.dataset.href);
}

if (link) {
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
