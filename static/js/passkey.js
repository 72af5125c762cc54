// Passkeys. A <form data-passkey="create"> makes one, data-passkey="get" proves that one is here: on submit the browser
// asks the person, and what it gives goes into the hidden field "credential". The server's challenge stands in the page
// as #passkey-options, or, where there is none, comes from the form's own address.

import { say } from "./say.js";

async function challenge(form) {
  const told = document.getElementById("passkey-options");
  if (told) return JSON.parse(told.textContent);
  const response = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!response.ok) throw new Error(`${response.status}`);
  return response.json();
}

function make({ creation_options: { publicKey } }, alone) {
  const wanted = publicKey.authenticatorSelection;
  wanted.residentKey = alone ? "required" : "discouraged";
  wanted.requireResidentKey = alone;
  if (alone) wanted.userVerification = "required";
  return navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(publicKey) });
}

function prove({ request_options: { publicKey } }) {
  return navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(publicKey) });
}

document.addEventListener("submit", async (event) => {
  const form = event.target.closest("form[data-passkey]");
  if (!form) return;
  event.preventDefault();
  if (!globalThis.PublicKeyCredential?.parseRequestOptionsFromJSON) {
    say("This browser cannot use passkeys.");
    return;
  }
  try {
    const told = await challenge(form);
    const given = await (form.dataset.passkey === "create" ? make(told, form.elements.passwordless.checked) : prove(told));
    form.elements.credential.value = JSON.stringify(given.toJSON());
  } catch (error) {
    say(error.name === "InvalidStateError" ? "This device has a passkey for the account already." : "No passkey was used. Try again.");
    return;
  }
  form.submit();
});
