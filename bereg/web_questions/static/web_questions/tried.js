// This page answers a code that was tried. Back or a reload would have the browser send it again: they ask for the page.
window.history.replaceState(null, "", window.location.href);
