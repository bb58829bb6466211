// Enter goes to the first field of the next row; from the last row to what records them all.
export function enhanceRows() {
  document.addEventListener("keydown", (event) => {
    const row = event.target.closest?.("form[data-rows] tbody tr");
    if (!row || event.key !== "Enter" || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    event.preventDefault();
    const next = row.nextElementSibling?.querySelector("input:not([type=hidden])");
    (next ?? row.closest("form").querySelector("button.primary")).focus();
  });
}
