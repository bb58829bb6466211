// One key and one confirmation on the page itself; without this file a page of its own asks.
export function enhanceConfirm() {
  const dialog = document.getElementById("confirm");
  const form = document.getElementById("contact");
  if (!dialog || !form) return;
  let chosen = null;
  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-confirm]");
    if (!button) return;
    event.preventDefault();
    chosen = button;
    dialog.querySelector("[data-confirm-what]").textContent = [...button.childNodes].filter((each) => each.nodeType === Node.TEXT_NODE).map((each) => each.textContent).join("").trim();
    const language = dialog.querySelector("[data-confirm-language]");
    language.hidden = !("asksLanguage" in button.dataset);
    language.querySelector("select").value = "";
    dialog.showModal();
  });
  dialog.querySelector("[data-confirm-no]").addEventListener("click", () => dialog.close());
  dialog.querySelector("[data-confirm-yes]").addEventListener("click", (event) => {
    event.currentTarget.disabled = true; // the same form sent twice is one contact anyway
    for (const [name, value] of [["confirmed", "yes"], ["disposition", chosen.value]]) {
      const field = document.createElement("input");
      Object.assign(field, { type: "hidden", name, value });
      form.append(field);
    }
    form.submit();
  });
}
