// Esc three times leaves the page, as the link does. `replace` keeps this page out of the Back button.
const PRESSES = 3;
const WITHIN_MS = 1500;
const link = document.getElementById("quick-exit");
let pressedAt = [];

function leave(event) {
  event?.preventDefault();
  document.body.hidden = true;
  window.location.replace(link.href);
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
