// A talk: a stream says that something is new or that the other side is writing; the new lines are then asked for.
// Without it the page is looked at anew by its button. What is typed here stays here until it is sent.
const AGAIN_MS = 5000;
const SAID_EACH_MS = 4000;
const SENT_WITHIN_MS = 20000;
const WRITING_LASTS_MS = 8000;
const [ENDED, BROKEN, OVER] = ["ended", "broken", "over"];
const BACKGROUND = { "X-Bereg-Background": "1" };
const talk = document.getElementById("talk");

// Show what is new. Return whether it was asked for as who opened the page: false once they were signed out.
async function look() {
  const last = [...talk.querySelectorAll("[data-id]")].at(-1);
  const signal = AbortSignal.timeout(SENT_WITHIN_MS);
  const answer = await fetch(`${talk.dataset.news}?after=${last?.dataset.id ?? ""}`, { headers: BACKGROUND, signal });
  if (answer.redirected) {
    return false;
  }
  if (answer.status !== 200) {
    return true;
  }
  const part = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = [...part.querySelectorAll("[data-id]")].filter(
    (line) => !talk.querySelector(`[data-id="${line.dataset.id}"]`),
  );
  document.getElementById("lines").append(...fresh);
  showState(part.getElementById("state"));
  if (fresh.some((line) => line.matches(talk.dataset.other))) {
    document.getElementById("writing").hidden = true;
  }
  return true;
}

// How it stands now, on a page of ours. Its other forms go on from there, unless a colleague noted something else: then
// they are refused, and the page shows what was noted.
function showState(now) {
  const before = document.getElementById("state");
  if (!now || Number(now.dataset.version) <= Number(before.dataset.version)) {
    return;
  }
  if (now.dataset.noted === before.dataset.noted) {
    for (const field of document.querySelectorAll("[name=version]")) {
      field.value = now.dataset.version;
    }
  } else {
    now.dataset.noted = before.dataset.noted;
  }
  if ("taken" in now.dataset) {
    document.getElementById("take")?.remove();
  }
  before.replaceWith(now);
}

let hides;
function showWriting() {
  const writing = document.getElementById("writing");
  writing.hidden = false;
  clearTimeout(hides);
  hides = setTimeout(() => {
    writing.hidden = true;
  }, WRITING_LASTS_MS);
}

// What may be done, and is offered, only while each line comes by itself.
function showLive(isLive) {
  for (const live of document.querySelectorAll("[data-live]")) {
    live.disabled = !isLive;
  }
  const offer = document.getElementById("offer");
  if (offer) {
    offer.hidden = !isLive;
  }
}

let isFollowing = false;
// Follow one stream to its end, and return how: ENDED, BROKEN, or OVER where nobody is on duty any more or whoever
// follows was signed out.
async function follow() {
  const answer = await fetch(talk.dataset.events, { headers: BACKGROUND });
  if (answer.status === 204 || answer.redirected) {
    return OVER;
  }
  if (answer.status !== 200 || !answer.body) {
    return BROKEN;
  }
  showLive(true);
  isFollowing = true;
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) {
      return ENDED;
    }
    if (value.includes("data: writing")) {
      showWriting();
    }
    if (value.includes("data: new")) {
      await look();
    }
  }
}

async function followAgainAndAgain() {
  for (;;) {
    const how = await follow().catch(() => BROKEN); // the network is away for a moment
    isFollowing = false;
    if (how !== ENDED) {
      showLive(false);
    }
    if (how === OVER) {
      return;
    }
    await new Promise((resolve) => {
      setTimeout(resolve, AGAIN_MS);
    });
  }
}

function sayWriting(field, form) {
  let saidAt = -Infinity;
  field.addEventListener("input", (event) => {
    if (event.timeStamp - saidAt < SAID_EACH_MS) {
      return;
    }
    saidAt = event.timeStamp;
    const token = form.querySelector("[name=token], [name=csrfmiddlewaretoken]");
    const body = new URLSearchParams({ [token.name]: token.value });
    fetch(talk.dataset.writing, { method: "POST", body, headers: BACKGROUND }).catch(() => {});
  });
}

// A number of its own for each line, so that the same words sent twice are one.
function anew(field) {
  const random = [...crypto.getRandomValues(new Uint8Array(16))];
  const hex = random.map((byte) => byte.toString(16).padStart(2, "0")).join("");
  field.value = field.name === "id" ? hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-") : hex;
}

// Send a line and stay on the page, which its stream completes. What is not simply taken is sent as without script,
// so that the page says why; without a network that page would be the browser's own, and the line gone. What was typed
// meanwhile stays.
async function sendLine(form, field, button) {
  const sent = field.value;
  const body = new URLSearchParams(new FormData(form, button));
  try {
    const signal = AbortSignal.timeout(SENT_WITHIN_MS);
    const answer = await fetch(form.action, { method: "POST", body, redirect: "manual", signal });
    if (answer.type !== "opaqueredirect") {
      form.submit();
      return;
    }
    // Where it leads, to the page or to the sign-in, nobody is told: what is asked for next tells.
    if (!(await look())) {
      sayOver();
      return;
    }
  } catch {
    showUnsent(true);
    return;
  }
  if (field.value === sent) {
    field.value = "";
  }
  anew(form.querySelector("[name=nonce], [name=id]"));
  field.focus();
}

// Signed out: what was typed stays here, and the page says how to go on.
function sayOver() {
  showUnsent(true);
  document.dispatchEvent(new CustomEvent("bereg:session-over"));
}

function showUnsent(isUnsent) {
  document.getElementById("unsent").hidden = !isUnsent;
}

function sendHere(form, field) {
  let isBusy = false;
  let goesOn = false;
  // Leave the page with the form, as without script, once the program has been reached.
  async function leaveBy(button) {
    try {
      if (!(await look()) && document.getElementById("session-over")) {
        sayOver();
        return;
      }
    } catch {
      showUnsent(true);
      return;
    }
    goesOn = true;
    form.requestSubmit(button);
    goesOn = false;
  }
  form.addEventListener("submit", async (event) => {
    if (goesOn) {
      return;
    }
    event.preventDefault();
    if (isBusy) {
      return;
    }
    isBusy = true;
    showUnsent(false);
    const staysHere = isFollowing && event.submitter && !event.submitter.name;
    await (staysHere ? sendLine(form, field, event.submitter) : leaveBy(event.submitter));
    isBusy = false;
  });
}

if (talk) {
  const field = document.getElementById("id_text");
  sayWriting(field, field.form);
  sendHere(field.form, field);
  followAgainAndAgain();
}
