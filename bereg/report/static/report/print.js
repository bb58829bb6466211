// The page that is shown once after its printing was recorded: ask the browser to print it, with its charts.
if (document.readyState === "complete") window.print();
else window.addEventListener("load", () => window.print());
