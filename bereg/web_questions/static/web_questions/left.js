// Before anything is painted: a visit that was left quickly shows nothing more in this tab. See core/quick_exit.js.
try {
  document.documentElement.hidden = window.sessionStorage.getItem("left") !== null;
} catch {
  // The browser keeps no storage, and so no mark.
}
