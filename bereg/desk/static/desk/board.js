// The board renews itself, as no act of the person: not while it is paused, nor while nobody sees it.
const place = document.getElementById("board-now");
const state = document.getElementById("board-state");
const said = document.getElementById("board-said");
const pause = document.getElementById("board-pause");
let isPaused = false;
let isLost = false;
let isAsked = false; // by the person, who may look though it is paused
let hadFocus = false;

const numbers = () => [...place.querySelectorAll("[data-says]")].map((each) => each.textContent.trim()).join(", ");
let known = numbers();

function tell() {
  const text = isLost ? state.dataset.textLost : isPaused ? state.dataset.textPaused : "";
  if (state.textContent !== text) state.textContent = text;
  state.hidden = !text;
}

function lost(isNow) {
  isLost = isNow;
  tell();
}

// A piece of the board, and not the page of the sign-in that an ended session leads to.
const isBoard = (request) => request.status === 200 && Boolean(request.getResponseHeader("X-Bereg-Board"));

place.addEventListener("htmx:beforeRequest", (event) => {
  if ((isPaused || document.hidden) && !isAsked) event.preventDefault();
  isAsked = false;
});

place.addEventListener("htmx:beforeSwap", (event) => {
  const request = event.detail.xhr;
  if (!isBoard(request)) {
    event.detail.shouldSwap = false;
    if (request.status === 200) document.dispatchEvent(new CustomEvent("bereg:session-over"));
    else lost(true);
    return;
  }
  lost(false);
  hadFocus = place.contains(document.activeElement);
});

place.addEventListener("htmx:afterSwap", () => {
  // htmx gives the place back by its id; what is gone leaves its reader on the board, and not at the top of the page.
  if (hadFocus && !place.contains(document.activeElement)) place.focus({ preventScroll: true });
  const now = numbers();
  if (now !== known) said.textContent = now;
  known = now;
});

for (const name of ["htmx:sendError", "htmx:timeout"]) place.addEventListener(name, () => lost(true));

function renew() {
  isAsked = true;
  window.htmx.trigger(place, "board-renew");
}

document.getElementById("board-renew").addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  renew();
});

pause.hidden = false;
pause.addEventListener("click", () => {
  isPaused = !isPaused;
  pause.setAttribute("aria-pressed", String(isPaused));
  tell();
  if (!isPaused) renew();
});

document.addEventListener("visibilitychange", () => document.hidden || isPaused || renew());
