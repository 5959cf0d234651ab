// Passkeys: the browser's part of making one and of signing in with one. A box with data-passkey stays
// hidden where the browser has none, so nobody is offered what cannot work.
const bytes = (s) => Uint8Array.from(atob(s.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const text = (b) => btoa(String.fromCharCode(...new Uint8Array(b))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

async function post(url, body) {
  const r = await fetch(url, { method: "POST", headers: { "Content-Type": "application/json", Accept: "application/json" }, body: body ? JSON.stringify(body) : "" });
  if (!r.ok) throw new Error(String(r.status));
  return r.json();
}

function answerOf(c) {
  const response = { clientDataJSON: text(c.response.clientDataJSON) };
  if (c.response.attestationObject) {
    response.attestationObject = text(c.response.attestationObject);
    if (c.response.getTransports) response.transports = c.response.getTransports();
  } else {
    response.authenticatorData = text(c.response.authenticatorData);
    response.signature = text(c.response.signature);
    if (c.response.userHandle) response.userHandle = text(c.response.userHandle);
  }
  return { id: c.id, rawId: text(c.rawId), type: c.type, authenticatorAttachment: c.authenticatorAttachment || undefined, clientExtensionResults: c.getClientExtensionResults(), response };
}

async function run(box) {
  const { publicKey } = await post(box.dataset.begin);
  publicKey.challenge = bytes(publicKey.challenge);
  for (const list of ["excludeCredentials", "allowCredentials"]) for (const c of publicKey[list] || []) c.id = bytes(c.id);
  let made;
  if (box.dataset.passkey === "register") {
    publicKey.user.id = bytes(publicKey.user.id);
    made = await navigator.credentials.create({ publicKey });
  } else {
    made = await navigator.credentials.get({ publicKey });
  }
  const { next } = await post(box.dataset.finish, answerOf(made));
  location.assign(next);
}

if (window.PublicKeyCredential) {
  for (const box of document.querySelectorAll("[data-passkey]")) {
    const button = box.querySelector("button");
    const why = box.querySelector(".why");
    box.hidden = false;
    button.addEventListener("click", async () => {
      why.hidden = true;
      button.disabled = true;
      try {
        await run(box);
      } catch {
        why.hidden = false;
      }
      button.disabled = false;
    });
  }
}
