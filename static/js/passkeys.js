// Buttons that need a passkey: shown where the browser can, and a calm sentence where it did not work.

const texts = document.querySelector("script[data-stopped]").dataset;
const status = document.getElementById("status");

document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const line = document.createElement("p");
  line.dataset.fault = "";
  line.textContent = event.detail.exception.name === "SecurityError" ? texts.wrongAddress : texts.stopped;
  status.replaceChildren(line);
});

function start(button) {
  const { passkey, credential, passwordless } = button.dataset;
  window.allauth.webauthn.forms[`${passkey}Form`]({
    ids: { [passkey]: button.id, credential, passwordless, data: "js_data" },
  });
  button.hidden = false;
}

if (window.PublicKeyCredential) {
  document.querySelectorAll("[data-passkey]").forEach(start);
  document.querySelectorAll("[data-without-passkeys]").forEach((hint) => hint.remove());
}
