// Drafts save themselves at every pause; saving never loses the page.
import { enter } from "./questions.js";

const PAUSE_MS = 800;
const LONGEST_RETRY_MS = 30_000;
const LONGEST_WAIT_MS = 20_000; // for an answer to a draft, before it counts as lost
// Until consent is yes nothing else even leaves the page, but what came before the form (the same list as enquiries/drafts.py).
const KEPT_WITHOUT_CONSENT = new Set([
  "csrfmiddlewaretoken", "consent", "channel", "line", "direction", "started_on", "started_time", "ended_time", "language", "anonymous",
  "topics", "joins", "questionnaire", "version", "unopened",
]);
const ALONG = "along-"; // enquiries/form_along.py
const BY_THE_PAGE = new Set(["csrfmiddlewaretoken", "shown"]); // what nobody types

export function enhanceSaving(enhance) {
  const form = document.getElementById("work");
  if (form?.dataset.draft) new Saving(form, enhance);
  document.addEventListener("submit", onShortcutsForm);
}

class Saving {
  constructor(form, enhance) {
    this.enhance = enhance;
    this.timer = 0;
    this.retry = 0;
    this.isOver = false;
    this.running = null; // what stops the draft that is under way
    this.next = null; // how to keep what was typed since
    this.again = null; // by which button a form is saved once more that was typed in while it was saved
    this.adopt(form);
    document.addEventListener("visibilitychange", () => document.hidden && this.isUnsaved && this.keep());
    window.addEventListener("online", () => this.isUnsaved && this.keep());
    document.addEventListener("bereg:idle-soon", () => this.isUnsaved && this.keep({ byPerson: false }));
    document.addEventListener("bereg:signed-in-again", () => this.isUnsaved && this.keep());
    window.addEventListener("beforeunload", (event) => {
      if (this.isUnsaved && !this.isOver) event.preventDefault();
    });
    window.addEventListener("pageshow", (event) => event.persisted && this.leave(false)); // one came back to it
  }

  adopt(form) {
    this.form = form;
    this.isUnsaved = false;
    form.addEventListener("input", () => this.noteChange(PAUSE_MS));
    form.addEventListener("change", (event) => this.noteChange(event.target.name === "consent" ? 0 : PAUSE_MS));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.save(event.submitter);
    });
    if (!document.querySelector("#problems, #both")) enter(form.querySelector("[data-stop]"));
  }

  noteChange(pause) {
    this.isUnsaved = true;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.onPause(), pause);
  }

  onPause({ byPerson = true } = {}) {
    return this.sendsAgain ? this.save(this.again.button) : this.keep({ byPerson });
  }

  // A half word could not be sent: while it stands in its list, what is typed elsewhere is kept as a draft.
  get sendsAgain() {
    return Boolean(this.again) && !this.halfWord;
  }

  get fields() {
    const data = new FormData(this.form);
    data.delete("shown");
    if (data.get("consent") !== "yes") {
      for (const name of [...data.keys()]) if (!KEPT_WITHOUT_CONSENT.has(name) && !name.startsWith(ALONG)) data.delete(name);
    }
    return data;
  }

  get typed() {
    const typed = [...new FormData(this.form)].filter(([name, value]) => value && !BY_THE_PAGE.has(name));
    return new URLSearchParams(typed).toString();
  }

  // One draft at a time: of two on their way the older one could arrive last, and stand over the newer one.
  async keep({ byPerson = true } = {}) {
    if (this.sendsAgain) return; // it is sent as a whole at the next pause
    clearTimeout(this.timer);
    if (this.isOver || this.isSaving) return;
    if (this.running) {
      this.next = { byPerson: byPerson || Boolean(this.next?.byPerson) };
      return;
    }
    this.running = new AbortController();
    await this.keepNow(this.running, byPerson);
    this.running = null;
    const next = this.next;
    this.next = null;
    if (next) await this.keep(next);
  }

  // A session ends where nobody is: what the page sends by itself must not keep it alive.
  async keepNow(running, byPerson) {
    const lost = setTimeout(() => running.abort("lost"), LONGEST_WAIT_MS);
    const typed = this.fields;
    this.isUnsaved = false;
    try {
      const answer = await this.send(this.form.dataset.draft, typed, { signal: running.signal, byPerson });
      await this.onKept(answer);
    } catch {
      if (running.signal.reason !== "saving") this.onFailure(this.text("offline"));
    } finally {
      clearTimeout(lost);
    }
  }

  async onKept(answer) {
    if (answer.type === "opaqueredirect") return this.onSessionEnd();
    if (answer.status === 413) return this.onRefused(this.text("large"));
    if (answer.status === 409) return this.onRefused((await answer.json()).why);
    if (!answer.ok) return this.onFailure(this.text("failed"));
    this.retry = 0;
    const { saved_at: at } = await answer.json();
    this.say(`${this.text("kept")} ${at}`);
    this.form.querySelector("[form=discard]").hidden = false; // from now on there is a draft to throw away
    if (location.pathname !== this.form.dataset.resume) history.replaceState(null, "", this.form.dataset.resume);
    return undefined;
  }

  // It would be refused again: what was typed stands on this page alone, so nobody leaves it without being asked.
  onRefused(text) {
    this.isUnsaved = true;
    this.say(text, { isBad: true });
  }

  onFailure(text) {
    this.isUnsaved = true;
    this.say(text, { isBad: true });
    this.retry = Math.min(this.retry ? this.retry * 2 : 1000, LONGEST_RETRY_MS);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.onPause({ byPerson: false }), this.retry);
  }

  onSessionEnd() {
    this.isUnsaved = true;
    const link = document.createElement("a");
    Object.assign(link, { href: this.form.dataset.signIn, target: "_blank", rel: "noopener", textContent: this.text("signIn") });
    this.say(`${this.text("session")} `, { isBad: true, link });
    document.dispatchEvent(new CustomEvent("bereg:session-over"));
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.onPause({ byPerson: false }), LONGEST_RETRY_MS / 6);
  }

  async save(button) {
    if (this.isSaving || this.refusesHalfWord()) return;
    this.isSaving = true;
    clearTimeout(this.timer);
    this.next = this.again = null;
    this.running?.abort("saving");
    this.say(this.text("saving"));
    const sent = this.typed;
    const data = new FormData(this.form);
    if (button?.name) data.set(button.name, button.value);
    try {
      await this.onAnswer(await this.send(this.form.action, data), sent, button);
    } catch {
      this.onFailure(this.text("offline"));
    } finally {
      this.isSaving = false;
    }
  }

  // What was typed into a list and not chosen would not be sent.
  refusesHalfWord() {
    const half = this.halfWord;
    if (!half) return false;
    half.dispatchEvent(new CustomEvent("bereg:half-word"));
    half.focus();
    return true;
  }

  get halfWord() {
    return [...this.form.querySelectorAll("[data-half-word]")].find((each) => each.getClientRects().length);
  }

  async onAnswer(answer, sent, button) {
    if (answer.type === "opaqueredirect") return this.onSessionEnd();
    if (answer.status === 413) return this.onRefused(this.text("large"));
    if (![200, 409, 422, 429].includes(answer.status)) return this.onFailure(this.text("failed"));
    const body = await answer.text();
    if (this.typed !== sent || this.halfWord) return this.onTypedMeanwhile(button);
    if (!answer.headers.get("Content-Type")?.includes("json")) return this.replaceWith(body);
    this.leave(true);
    location.assign(JSON.parse(body).to);
    return undefined;
  }

  // What was typed since is in no answer: the form stands until whoever types pauses, and is sent as it is then. What
  // was saved meanwhile stays as it is; the server shows both.
  onTypedMeanwhile(button) {
    this.again = { button };
    this.noteChange(PAUSE_MS);
  }

  // Until the next page is there, nothing more is typed on this one.
  leave(isOver) {
    this.isOver = isOver;
    this.form.inert = isOver;
  }

  // The server shows the form again, with what was typed and what is wrong.
  replaceWith(html) {
    const page = new DOMParser().parseFromString(html, "text/html");
    const fresh = page.getElementById("work");
    if (!fresh) return this.onFailure(this.text("failed"));
    const form = document.importNode(fresh, true);
    this.form.replaceWith(form);
    document.title = page.title;
    // The form may stand for something else now: of a new enquiry that was saved already, its correction.
    const discard = page.getElementById("discard")?.getAttribute("action");
    if (discard) document.getElementById("discard")?.setAttribute("action", discard);
    window.htmx?.process(form);
    this.enhance(form);
    this.adopt(form);
    document.getElementById("problems")?.focus();
    this.isUnsaved = true;
    return undefined;
  }

  // A page may outlive its session: after a new sign-in its token is an old one.
  async send(address, data, { signal, byPerson = true } = {}) {
    const background = byPerson ? {} : { "X-Bereg-Background": "1" };
    const post = () => fetch(address, {
      method: "POST", body: new URLSearchParams(data), redirect: "manual", signal,
      headers: { "X-Bereg-Script": "1", "X-CSRFToken": data.get("csrfmiddlewaretoken"), ...background },
    });
    const answer = await post();
    if (answer.status !== 403) return answer;
    const fresh = await fetch(this.form.dataset.token, { redirect: "manual", signal, headers: background });
    if (!fresh.ok) return fresh;
    const { token } = await fresh.json();
    data.set("csrfmiddlewaretoken", token);
    this.form.querySelector("[name=csrfmiddlewaretoken]").value = token;
    document.body.setAttribute("hx-headers", JSON.stringify({ "X-CSRFToken": token }));
    return post();
  }

  text(name) {
    return this.form.dataset[`text${name[0].toUpperCase()}${name.slice(1)}`];
  }

  say(text, { isBad = false, link = null } = {}) {
    const state = document.getElementById("draft-state");
    state.classList.toggle("error", isBad);
    state.textContent = text;
    if (link) state.append(link);
  }
}

// Switching the keys off stays on the page, with what is typed on it.
async function onShortcutsForm(event) {
  const form = event.target.closest("[data-shortcuts-form]");
  if (!form || !document.getElementById("work")) return;
  event.preventDefault();
  const on = form.elements.on.value === "yes";
  const answer = await fetch(form.action, {
    method: "POST", body: new URLSearchParams(new FormData(form)), headers: { "X-Bereg-Script": "1" }, redirect: "manual",
  });
  if (!answer.ok) return;
  document.body.classList.toggle("no-shortcuts", !on);
  form.elements.on.value = on ? "no" : "yes";
  form.querySelector("button").textContent = form.dataset[on ? "textOff" : "textOn"];
}
