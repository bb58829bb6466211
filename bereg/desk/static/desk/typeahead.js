// A long list becomes a field to type in. The <select> stays underneath: it is what is sent, and what works without this.
import { areOn } from "../core/keys.js";
import { moveOn } from "./questions.js";

const MOST_SHOWN = 8;
const LATIN = "qwertyuiop[]asdfghjkl;'zxcvbnm,.";
const CYRILLIC = "йцукенгшщзхъфывапролджэячсмитьбю";
const fold = (text) => text.normalize("NFD").replace(/\p{Diacritic}/gu, "").toLowerCase().replaceAll("ё", "е");
// The letters of the same keys in the other layout: nobody need look up which one is on.
const swapped = (text) => [...text.toLowerCase()].map((each) => {
  const [latin, cyrillic] = [LATIN.indexOf(each), CYRILLIC.indexOf(each)];
  return latin >= 0 ? CYRILLIC[latin] : cyrillic >= 0 ? LATIN[cyrillic] : each;
}).join("");

export function enhanceTypeahead(select) {
  if (select.dataset.ready) return;
  select.dataset.ready = "yes";
  new Typeahead(select);
}

class Typeahead {
  constructor(select) {
    this.select = select;
    // What this centre has had most often lately comes first.
    this.used = new Map((select.dataset.used ?? "").split(" ").filter(Boolean).map((code, index) => [code, index]));
    this.options = [...select.options].map((option) => ({
      option, folded: fold(`${option.dataset.search ?? ""} ${option.label}`), label: fold(option.label), code: fold(option.value),
    }));
    this.build();
    this.show();
  }

  build() {
    const { select } = this;
    this.box = document.createElement("div");
    this.box.className = "typeahead";
    this.input = document.createElement("input");
    Object.assign(this.input, { type: "text", id: select.id, autocomplete: "off", spellcheck: false });
    const about = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": `${select.id}-list` };
    for (const [name, value] of Object.entries(about)) this.input.setAttribute(name, value);
    if (select.getAttribute("aria-invalid")) this.input.setAttribute("aria-invalid", "true");
    if (select.dataset.focusKey) {
      this.input.dataset.key = select.dataset.focusKey;
      this.input.dataset.keyLabel = select.dataset.keyLabel;
    }
    this.list = document.createElement("ul");
    Object.assign(this.list, { id: `${select.id}-list`, hidden: true, className: "suggestions" });
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", select.labels[0]?.textContent.trim() ?? "");
    this.problem = document.createElement("p");
    Object.assign(this.problem, { id: `${select.id}-half`, className: "hint error" });
    this.problem.setAttribute("role", "alert");
    this.chosen = document.createElement("span");
    this.chosen.className = "tags";
    select.id = `${select.id}-native`;
    select.hidden = true;
    if (select.multiple) this.box.append(this.chosen);
    this.box.append(this.input, this.list, this.problem);
    select.before(this.box);
    this.input.addEventListener("input", () => this.suggest());
    this.input.addEventListener("focus", () => this.input.select());
    this.input.addEventListener("blur", () => (this.isHalf() ? this.leaveHalf() : this.leave()));
    this.input.addEventListener("bereg:half-word", () => this.refuseHalf());
    this.input.addEventListener("keydown", (event) => this.onKey(event));
    this.list.addEventListener("mousedown", (event) => this.onPick(event));
    select.addEventListener("bereg:choose", (event) => this.choose(this.byValue(event.detail), { goesOn: false }));
    select.closest("[data-stop]")?.querySelectorAll("[data-set]").forEach((each) =>
      each.addEventListener("click", () => this.choose(this.byValue(each.dataset.set), { goesOn: false })));
  }

  byValue(value) {
    return this.options.find((each) => each.option.value === value);
  }

  // What is chosen: tags of a list with several, else the text of the field itself.
  show() {
    if (this.input.matches("[data-half-word]")) this.input.removeAttribute("aria-invalid");
    this.input.removeAttribute("data-half-word");
    this.refuse("");
    if (this.select.multiple) {
      this.chosen.replaceChildren(...[...this.select.selectedOptions].map((option) => this.tag(option)));
      return;
    }
    const [option] = this.select.selectedOptions;
    this.input.value = option && option.value ? option.label : "";
    this.input.placeholder = this.byValue("")?.option.label ?? "";
    this.select.closest("[data-stop]")?.querySelectorAll("[data-set]").forEach((each) =>
      each.setAttribute("aria-pressed", String(each.dataset.set === (option?.value ?? ""))));
  }

  tag(option) {
    const tag = document.createElement("button");
    Object.assign(tag, { type: "button", className: "tag", textContent: option.label });
    tag.setAttribute("aria-label", `${this.select.dataset.textRemove}: ${option.label}`);
    tag.addEventListener("click", () => this.remove(option));
    tag.addEventListener("keydown", (event) => {
      if (event.key === "Delete" || event.key === "Backspace") {
        event.preventDefault();
        event.stopPropagation();
        this.remove(option);
      }
    });
    return tag;
  }

  remove(option) {
    option.selected = false;
    this.changed();
    this.input.focus();
  }

  changed() {
    this.show();
    this.close();
    this.select.dispatchEvent(new Event("change", { bubbles: true }));
    this.select.dispatchEvent(new Event("input", { bubbles: true }));
  }

  matches(typed) {
    const wanted = [fold(typed), fold(swapped(typed))];
    const rank = (each) => Math.min(...wanted.map((text, index) => {
      if (each.code === text) return index ? 2 : 0; // a code that stands on the same keys by chance is a guess
      if (each.label.startsWith(text)) return 1;
      if (` ${each.folded}`.includes(` ${text}`)) return 2;
      return each.folded.includes(text) ? 3 : 9;
    }));
    return this.options
      .filter((each) => each.option.value && !(this.select.multiple && each.option.selected))
      .map((each) => ({ each, rank: rank(each) }))
      .filter(({ rank: found }) => found < 9)
      .sort((a, b) => Math.max(a.rank, 2) - Math.max(b.rank, 2) || this.useOf(a.each) - this.useOf(b.each) || a.rank - b.rank)
      .slice(0, MOST_SHOWN)
      .map(({ each }) => each);
  }

  useOf(each) {
    return this.used.get(each.option.value) ?? this.used.size;
  }

  suggest() {
    const typed = this.input.value.trim();
    this.found = typed ? this.matches(typed) : [];
    // One letter fits too much to be meant: nothing is chosen until another one, or an arrow, says what.
    this.active = typed.length === 1 && this.found.length > 1 ? -1 : 0;
    this.input.toggleAttribute("data-half-word", this.isHalf());
    this.refuse("");
    this.open();
  }

  item(each, index) {
    const item = document.createElement("li");
    item.id = `${this.list.id}-${index}`;
    item.setAttribute("role", "option");
    item.textContent = each.option.label;
    const group = each.option.closest("optgroup")?.label;
    if (group) {
      const note = document.createElement("span");
      note.className = "hint";
      note.textContent = ` ${group}`;
      item.append(note);
    }
    return item;
  }

  open() {
    this.list.replaceChildren(...this.found.map((each, index) => this.item(each, index)));
    this.list.hidden = !this.found.length;
    this.input.setAttribute("aria-expanded", String(!this.list.hidden));
    this.list.classList.remove("up");
    const frame = (this.input.closest(".work-area") ?? document.documentElement).getBoundingClientRect();
    const lowest = Math.min(frame.bottom, window.innerHeight);
    this.list.classList.toggle("up", this.list.getBoundingClientRect().bottom > lowest);
    this.mark();
  }

  mark() {
    [...this.list.children].forEach((item, index) => item.setAttribute("aria-selected", String(index === this.active)));
    const item = this.list.children[this.active];
    item?.scrollIntoView({ block: "nearest" });
    if (item) this.input.setAttribute("aria-activedescendant", item.id);
    else this.input.removeAttribute("aria-activedescendant");
  }

  onKey(event) {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    const isOpen = !this.list.hidden;
    const isEmpty = this.input.value === "" || (!this.select.multiple && this.isUntouched());
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!isOpen) return this.all();
      const step = event.key === "ArrowDown" ? 1 : -1;
      this.active = this.active < 0 && step < 0 ? this.found.length - 1 : (this.active + step + this.found.length) % this.found.length;
      this.tell("");
      return this.mark();
    }
    if (event.key === "Escape" && isOpen) {
      event.preventDefault();
      return this.leave();
    }
    if (event.key === "Enter") {
      event.preventDefault();
      if (isOpen && this.active < 0) return this.tell(this.input.form.dataset.textOneLetter);
      if (isOpen) return this.choose(this.found[this.active], { goesOn: true });
      return isEmpty ? this.goOn() : undefined;
    }
    if (!isEmpty || !areOn()) return undefined;
    return this.onShortKey(event);
  }

  // 0, 9 and Backspace mean here what they mean everywhere, as long as nothing is being typed.
  onShortKey(event) {
    if (event.key === "Backspace") {
      event.preventDefault();
      const last = [...this.select.selectedOptions].at(-1);
      if (this.select.multiple) {
        if (last) this.remove(last);
      } else {
        this.choose(this.byValue(""), { goesOn: false });
      }
    } else if (!this.select.multiple && /^(Digit|Numpad)[1-8]$/.test(event.code) && !event.shiftKey) {
      const usual = this.select.closest("[data-stop]")?.querySelector(`[data-set][data-digit="${event.code.at(-1)}"]`);
      if (!usual) return;
      event.preventDefault();
      this.choose(this.byValue(usual.dataset.set), { goesOn: true });
    } else if (!this.select.multiple && /^(Digit|Numpad)[09]$/.test(event.code) && !event.shiftKey) {
      event.preventDefault();
      this.choose(this.byValue(event.code.endsWith("0") ? "declined" : "unknown"), { goesOn: true });
    }
  }

  isUntouched() {
    const [option] = this.select.selectedOptions;
    return this.input.value === (option && option.value ? option.label : "");
  }

  all() {
    this.found = this.options.filter((each) => each.option.value && !each.option.selected).sort((a, b) => this.useOf(a) - this.useOf(b));
    this.active = 0;
    this.open();
  }

  onPick(event) {
    event.preventDefault(); // the field keeps the focus
    const index = [...this.list.children].indexOf(event.target.closest("li"));
    if (index >= 0) this.choose(this.found[index], { goesOn: !this.select.multiple });
  }

  choose(each, { goesOn }) {
    if (!each) return;
    each.option.selected = true;
    if (this.select.multiple) this.input.value = "";
    this.changed();
    if (goesOn && !this.select.multiple) this.goOn();
  }

  goOn() {
    const stop = this.input.closest("[data-stop]");
    if (stop) moveOn(stop);
  }

  isHalf() {
    return this.input.value.trim() !== "" && (this.select.multiple || !this.isUntouched());
  }

  // Half a word chooses nothing, and is not thrown away unseen either: it stands until somebody chooses or empties it.
  leaveHalf() {
    this.refuseHalf();
    this.close();
  }

  refuseHalf() {
    this.refuse(this.input.form.dataset.textHalf.replace("{word}", this.input.value.trim()));
  }

  // Says at the field what to do; "" takes it away.
  tell(text) {
    this.problem.textContent = text;
  }

  // Says at the field what is wrong; "" takes it away.
  refuse(text) {
    this.tell(text);
    if (text) {
      this.input.setAttribute("aria-invalid", "true");
      this.input.setAttribute("aria-describedby", this.problem.id);
    } else {
      this.input.removeAttribute("aria-describedby");
    }
  }

  // What was chosen before stands again.
  leave() {
    if (this.select.multiple) this.input.value = "";
    else if (this.input.value.trim() === "" && this.select.value) this.choose(this.byValue(""), { goesOn: false });
    this.show();
    this.close();
  }

  close() {
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }
}
