// Progressive enhancement only: every page works without this file.
const grouped = new Intl.NumberFormat('id-ID');
const digits = text => text.replace(/\D/g, '');
const find = selector => document.querySelector(selector);
const timers = new Map();

function later(form, work, ms) {
  clearTimeout(timers.get(form)?.[work.name]);
  timers.set(form, { ...timers.get(form), [work.name]: setTimeout(work, ms, form) });
}

function post(url, form, more) {
  const body = new URLSearchParams(new FormData(form));
  return fetch(url, { method: 'POST', body, headers: { 'X-Requested-With': 'fetch' }, ...more });
}

// Rupiah: dots while typing, the caret stays by digit count. What may be cents is left for the server to refuse.
function dots(field, deleting) {
  if (/[^\d.]/.test(field.value) || (!deleting && /\.\d{0,2}(\.|$)/.test(field.value))) return;
  let right = digits(field.value.slice(field.selectionStart)).length;
  const number = digits(field.value).slice(0, 15);
  field.value = number && grouped.format(number);
  let at = field.value.length;
  while (right > 0 && at > 0) if (/\d/.test(field.value[--at])) right--;
  field.setSelectionRange(at, at);
}

// NIK 4-4-4-4 however it was pasted; 21031988 and 21/3/1988 become 21-03-1988.
function regroup(field) {
  if ('nik' in field.dataset && /^[\d .\-\u00a0]*$/.test(field.value)) {
    field.value = digits(field.value).replace(/(.{4})(?=.)/g, '$1 ');
  }
  if ('date' in field.dataset) {
    const typed = field.value.trim().match(/^(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})$|^(\d\d)(\d\d)(\d{4})$/);
    if (typed) field.value = typed.slice(1).filter(Boolean).map(part => part.padStart(2, '0')).join('-');
  }
}

// Autosave: <form data-autosave="url"> is answered {version, savedAt}, or 409 when someone else changed the draft.
const saving = new Map();
const changed = new Set();

function say(key, value = '') {
  const line = find('[data-saved]');
  const text = (line?.dataset[key] || '{0}').replace('{0}', value);
  const target = line?.querySelector('span') ?? line;
  if (target && target.textContent !== text) target.textContent = text;
}

function save(form, keepalive = false) {
  if (!changed.has(form) || saving.has(form) || 'sent' in form.dataset) return;
  changed.delete(form);
  let pause = 2000;
  saving.set(form, post(form.dataset.autosave, form, { keepalive }).then(async answer => {
    if (answer.status === 409) {
      find('[data-conflict]')?.removeAttribute('hidden');
      form.removeAttribute('data-autosave');
    } else if (answer.ok) {
      const { version, savedAt } = await answer.json();
      for (const field of form.querySelectorAll('[name="Version"], [name$=".Version"]')) field.value = version;
      say('saved', savedAt);
    } else throw answer.status;
  }).catch(() => {
    changed.add(form);
    say('savedFailed');
    pause = 15000;
  }).finally(() => {
    saving.delete(form);
    if (changed.has(form)) later(form, save, pause);
  }));
}

// Live fragment: <form data-quote="url" data-quote-target="#id">.
let asked = 0;
async function quote(form) {
  const mine = ++asked;
  const answer = await post(form.dataset.quote, form).catch(() => null);
  const html = answer?.ok && await answer.text();
  if (!html || mine !== asked) return;
  find(form.dataset.quoteTarget).innerHTML = html;
  const total = find(`${form.dataset.quoteTarget} output`)?.textContent;
  for (const copy of document.querySelectorAll('[data-total]')) copy.textContent = total;
}

// Fragment that may fill empty fields: <input data-similar="url" data-similar-target="#id">.
async function similar(field) {
  const answer = await post(field.dataset.similar, field.form).catch(() => null);
  const target = find(field.dataset.similarTarget);
  if (!answer?.ok || !target) return;
  target.innerHTML = await answer.text();
  for (const template of target.querySelectorAll('template[data-fill]')) {
    const filled = Object.entries(JSON.parse(template.dataset.fill)).filter(pair => fill(field.form, ...pair));
    template.replaceWith(filled.length ? template.content : '');
    if (filled.length) field.dispatchEvent(new Event('input', { bubbles: true }));
  }
}

function fill(form, name, value) {
  const field = form.elements[name];
  if (!field || field.value) return false;
  field.value = value;
  return field.value === value;
}

// Everyday words narrow a long list: <input data-filter-for="#select"> whose options may carry data-words.
function narrow(field) {
  const select = find(field.dataset.filterFor);
  const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
  let found = 0;
  for (const option of select.options) {
    const text = `${option.text} ${option.dataset.words ?? ''}`.toLowerCase();
    option.hidden = words.length > 0 && (!option.value || !words.every(word => text.includes(word)));
    if (!option.hidden) found++;
  }
  for (const group of select.querySelectorAll('optgroup')) group.hidden = !group.querySelector('option:not([hidden])');
  select.size = words.length ? Math.min(8, Math.max(2, found + select.querySelectorAll('optgroup:not([hidden])').length)) : 0;
}

for (const box of document.querySelectorAll('[data-script]')) box.hidden = false;

document.addEventListener('input', event => {
  const { target } = event;
  if (target.dataset.filterFor) return narrow(target);
  const form = target.form;
  if ('rupiah' in target.dataset) dots(target, event.inputType?.startsWith('delete'));
  if (form?.dataset.autosave) {
    changed.add(form);
    later(form, save, 2000);
  }
  if (form?.dataset.quote) later(form, quote, 300);
});

document.addEventListener('change', event => {
  regroup(event.target);
  if (event.target.dataset.similar) similar(event.target);
});

document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'hidden') for (const form of [...changed]) save(form, true);
});

// One press, one submit; a running autosave finishes first.
document.addEventListener('submit', event => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== 'post') return;
  if ('sent' in form.dataset) return event.preventDefault();
  const others = [...changed].filter(other => other !== form && 'autosave' in other.dataset && !('left' in other.dataset));
  for (const other of others) save(other), other.dataset.left = '';
  if (saving.has(form) || others.some(other => saving.has(other))) {
    event.preventDefault();
    return Promise.all(saving.values()).then(() => form.requestSubmit(event.submitter));
  }
  form.dataset.sent = '';
  changed.delete(form);
  setTimeout(() => lock(form, true));
  setTimeout(() => lock(form, false), 15000);
});

// A link waits for what was just typed: the next page must show it and carry its version.
document.addEventListener('click', event => {
  const link = event.target.closest?.('a[href]');
  if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || link.target || link.getAttribute('href').startsWith('#')) return;
  for (const form of [...changed]) save(form);
  if (saving.size === 0) return;
  event.preventDefault();
  Promise.all(saving.values()).then(() => location.assign(link.href));
});

function lock(form, on) {
  if (!on) delete form.dataset.sent;
  for (const button of form.querySelectorAll('button:not([type=button])')) button.disabled = on;
}

addEventListener('pageshow', event => {
  if (event.persisted) for (const form of document.forms) lock(form, false);
});

document.addEventListener('keydown', event => {
  if (event.key !== '/' || event.target.closest('input, select, textarea')) return;
  const search = find('.find input');
  if (search) event.preventDefault(), search.focus();
});

// A refused form that is stored all the same: back and refresh read it again instead of asking to send it twice.
if (find('form[data-kept]')) history.replaceState(null, '', location.href);

// After a refusal focus the summary, after a step the heading.
const start = find('.errsum') ?? (find('[data-notice]') && !find('[autofocus]') && find('main h1'));
if (start) start.tabIndex = -1, start.focus();

// Printing needs a script: without one the hint says which keys do it.
find('[data-print]')?.addEventListener('click', () => window.print());
if (find('[data-print]')) {
  find('[data-print]').hidden = false;
  find('[data-print-hint]').hidden = true;
}
