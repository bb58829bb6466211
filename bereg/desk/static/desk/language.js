// Citizenship suggests the language of the talk, where nobody has chosen one. A person's choice is never replaced.
export function enhanceLanguage() {
  const select = document.querySelector("#work select[data-of-country]");
  if (!select || select.dataset.suggests) return;
  const { form } = select;
  select.dataset.suggests = "yes";
  const ofCountry = JSON.parse(select.dataset.ofCountry);
  const mark = form.querySelector("[data-suggested]");
  let suggested = ""; // what stands there by the program alone
  let isOurs = false;

  const put = (code) => {
    isOurs = true;
    select.dispatchEvent(new CustomEvent("bereg:choose", { detail: code }));
    isOurs = false;
    suggested = code;
    mark.hidden = !code;
  };
  // Whoever speaks another language than the centre's is one key away; a usual call does not see it.
  const asks = form.querySelector("[data-unless]");
  select.addEventListener("change", () => {
    asks.hidden = !select.value || select.value === asks.dataset.unless;
    if (isOurs) return;
    suggested = "";
    mark.hidden = true;
  });
  form.addEventListener("change", (event) => {
    if (!["a-citizenship", "consent"].includes(event.target.name)) return;
    if (select.value && select.value !== suggested) return;
    // Without consent no answer is kept, and neither is what follows from one.
    const agreed = form.elements.consent.value === "yes";
    const code = (agreed && ofCountry[form.elements["a-citizenship"]?.value]) || "";
    if (code !== suggested) put(code);
  });
}
