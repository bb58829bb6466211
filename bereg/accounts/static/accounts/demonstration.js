// A press on an account of the demonstration fills the form in.
const places = document.querySelector("[data-password]");

places?.addEventListener("click", (event) => {
  const account = event.target.closest("[data-username]");
  if (account) {
    document.getElementById("id_login").value = account.dataset.username;
    document.getElementById("id_password").value = places.dataset.password;
    document.getElementById("sign-in").focus();
  }
});
