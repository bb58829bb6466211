// Tells the waiting tabs, and closes this one where the browser lets us.
new BroadcastChannel("bereg-session").postMessage("signed in");
window.close();
