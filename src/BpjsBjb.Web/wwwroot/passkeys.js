// Passkeys: the one part of signing in that needs a script. Without it these forms stay hidden and the password serves.
const able = window.PublicKeyCredential?.parseCreationOptionsFromJSON && window.PublicKeyCredential.parseRequestOptionsFromJSON;

async function ask(form) {
  const options = JSON.parse(form.dataset.options);
  const credential = form.dataset.passkey === 'create'
    ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
    : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
  return JSON.stringify(credential);
}

for (const form of able ? document.querySelectorAll('form[data-passkey]') : []) {
  for (const box of [form, form.closest('[data-passkey-box]')]) if (box) box.hidden = false;
  const answer = form.querySelector('[data-credential]');
  const failed = form.querySelector('[data-passkey-failed]');
  form.addEventListener('submit', event => {
    if (answer.value) return;
    event.preventDefault();
    failed.hidden = true;
    ask(form).then(json => {
      answer.value = json;
      form.requestSubmit();
    }).catch(() => {
      failed.hidden = false;
    });
  });
}
