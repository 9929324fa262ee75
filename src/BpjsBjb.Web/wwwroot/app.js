// Progressive enhancement only: every page works without this file.
const grouped = new Intl.NumberFormat('id-ID');
const digits = text => text.replace(/\D/g, '');
const find = (selector, from = document) => from.querySelector(selector);
const wait = new WeakMap();

function later(form, kind, ms, work) {
  const timers = wait.get(form) ?? {};
  clearTimeout(timers[kind]);
  timers[kind] = setTimeout(work, ms);
  wait.set(form, timers);
}

function post(url, form, more) {
  const body = new FormData(form);
  for (const [name, value] of [...body]) if (value instanceof File) body.delete(name);
  return fetch(url, { method: 'POST', body, headers: { 'X-Requested-With': 'fetch' }, ...more });
}

// Rupiah: thousand dots while typing; the caret stays by digit count.
function dots(field) {
  const right = digits(field.value.slice(field.selectionStart)).length;
  const number = digits(field.value).replace(/^0+(?=\d)/, '').slice(0, 15);
  field.value = number ? grouped.format(+number) : '';
  let at = field.value.length;
  for (let n = right; n > 0 && at > 0;) if (/\d/.test(field.value[--at])) n--;
  field.setSelectionRange(at, at);
}

// NIK: 4-4-4-4 however it was pasted. Dates: 21031988 or 21/3/1988 become 21-03-1988.
function regroup(field) {
  if ('nik' in field.dataset && /^[\d .\-\u00a0]*$/.test(field.value)) {
    field.value = digits(field.value).replace(/(.{4})(?=.)/g, '$1 ');
  }
  if ('date' in field.dataset) {
    const typed = field.value.trim().match(/^(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})$|^(\d\d)(\d\d)(\d{4})$/);
    if (typed) field.value = typed.slice(1).filter(Boolean).map(part => part.padStart(2, '0')).join('-');
  }
}

// Autosave: <form data-autosave="url">; answers {version, savedAt}, 409 when someone else changed the draft.
const saving = new Map();
const changed = new Set();

function say(key, value = '') {
  const line = find('[data-saved]');
  const text = (line?.dataset[key] || '{0}').replace('{0}', value);
  const target = line && (find('span', line) ?? line);
  if (target && target.textContent !== text) target.textContent = text;
}

function save(form, keepalive = false) {
  if (!changed.has(form) || saving.has(form) || 'sent' in form.dataset) return;
  changed.delete(form);
  saving.set(form, post(form.dataset.autosave, form, { keepalive }).then(async answer => {
    if (answer.status === 409) {
      find('[data-conflict]')?.removeAttribute('hidden');
      form.removeAttribute('data-autosave');
    } else if (answer.ok) {
      const { version, savedAt } = await answer.json();
      for (const field of form.querySelectorAll('[name="Version"], [name$=".Version"]')) field.value = version;
      say('saved', savedAt);
    } else if (answer.status !== 422) throw answer.status;
  }).catch(() => {
    changed.add(form);
    say('savedFailed');
    later(form, 'save', 15000, () => save(form));
  }).finally(() => {
    saving.delete(form);
    if (changed.has(form)) later(form, 'save', 2000, () => save(form));
  }));
}

// Live fragment: <form data-quote="url" data-quote-target="#id">; the server's own rule, one formula.
async function quote(form) {
  wait.get(form).abort?.abort();
  const { signal } = wait.get(form).abort = new AbortController();
  const answer = await post(form.dataset.quote, form, { signal }).catch(() => null);
  if (answer?.ok) find(form.dataset.quoteTarget).innerHTML = await answer.text();
}

// Similar people and what the NIK says: <input data-similar="url" data-similar-target="#id">.
async function similar(field) {
  const answer = await post(field.dataset.similar, field.form).catch(() => null);
  const target = find(field.dataset.similarTarget);
  if (!answer?.ok || !target) return;
  target.innerHTML = await answer.text();
  for (const template of target.querySelectorAll('template[data-fill]')) {
    const filled = Object.entries(JSON.parse(template.dataset.fill)).filter(([name, value]) => fill(field.form, name, value));
    if (filled.length) template.replaceWith(template.content);
    else template.remove();
  }
}

function fill(form, name, value) {
  const fields = [...form.elements].filter(field => field.name === name && field.type !== 'hidden');
  if (fields[0]?.type === 'radio') {
    const choice = fields.some(field => field.checked) ? null : fields.find(field => field.value === value);
    if (choice) choice.checked = true;
    return !!choice;
  }
  if (!fields[0] || fields[0].value) return false;
  fields[0].value = value;
  return true;
}

document.addEventListener('input', event => {
  const { target } = event;
  const form = target.form;
  if ('rupiah' in (target.dataset ?? {})) dots(target);
  if (form?.dataset.autosave) {
    changed.add(form);
    later(form, 'save', 2000, () => save(form));
  }
  if (form?.dataset.quote) later(form, 'quote', 300, () => quote(form));
});

document.addEventListener('change', event => {
  if (!event.target.dataset) return;
  regroup(event.target);
  if (event.target.dataset.similar) similar(event.target);
});

document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'hidden') for (const form of [...changed]) save(form, true);
});

// One press, one submit; a running autosave finishes first so that its version is the one sent.
document.addEventListener('submit', event => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== 'post') return;
  if ('sent' in form.dataset) return event.preventDefault();
  if (saving.has(form)) {
    event.preventDefault();
    return saving.get(form).then(() => form.requestSubmit(event.submitter));
  }
  form.dataset.sent = '';
  changed.delete(form);
  setTimeout(() => lock(form, true));
  if ('repeat' in form.dataset) setTimeout(() => lock(form, false), 4000);
});

function lock(form, on) {
  if (!on) delete form.dataset.sent;
  for (const button of form.elements) if (button.type === 'submit') button.disabled = on;
}

addEventListener('pageshow', event => {
  if (event.persisted) for (const form of document.forms) lock(form, false);
});

document.addEventListener('keydown', event => {
  if (event.key !== '/' || event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.target.closest('input, select, textarea, [contenteditable]')) return;
  const search = find('.find input');
  if (search) event.preventDefault(), search.focus();
});

// After a refusal focus the summary, after a step the heading.
const start = find('.errsum') ?? (find('[data-notice]') && find('main h1'));
if (start) start.tabIndex = -1, start.focus();
