// Digits choose and move on, as on the form of an enquiry: 0 declined, 9 does not know, Backspace not asked.
import { areOn, isTyping } from "../core/keys.js";

const WITHOUT = { Backspace: "⌫" };

document.addEventListener("keydown", (event) => {
  if (!areOn() || event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  const stop = event.target.closest?.("[data-stop]");
  if (!stop || event.target.matches("textarea")) return;
  if (event.key === "Enter") return moveOn(event, stop);
  const digit = /^(?:Digit|Numpad)([0-9])$/.exec(event.code)?.[1] ?? WITHOUT[event.code];
  const input = digit && !isTyping(event.target) && stop.querySelector(`input[data-digit="${digit}"]`);
  if (!input) return undefined;
  event.preventDefault();
  input.focus();
  input.click();
  return input.type === "checkbox" || event.code === "Backspace" ? undefined : moveOn(event, stop);
});

function moveOn(event, stop) {
  event.preventDefault();
  const stops = [...document.querySelectorAll("[data-stop]")].filter((each) => each.getClientRects().length);
  const next = stops[stops.indexOf(stop) + 1];
  const control = next?.querySelector("input[type=radio]:checked, textarea") ?? next?.querySelector("input, select") ?? document.getElementById("save");
  control.focus();
}
