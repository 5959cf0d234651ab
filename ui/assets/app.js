// The one script. Everything here saves a step that also works without it: pages are whole, forms
// post, dialogs open by their address. No eval, no inline style, so the strict policy holds.
import htmx from "htmx.org/dist/htmx.esm.js";
import "./passkey.js";
import "./card.js";

const all = (sel, from = document) => Array.from(from.querySelectorAll(sel));
const clock = new Intl.DateTimeFormat("vi-VN", { hour: "2-digit", minute: "2-digit", hour12: false, timeZone: "Asia/Ho_Chi_Minh" });
const typing = (el) => el && (el.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(el.tagName));

// Dialogs: the link's address opens them without script (:target); with it they trap focus and close by Esc.
function openDialog(id) {
  const d = document.getElementById(id);
  if (!d || !d.showModal) return false;
  if (!d.open) d.showModal();
  return true;
}
document.addEventListener("click", (e) => {
  const opener = e.target.closest("a[data-dialog]");
  if (opener && openDialog(opener.hash.slice(1))) {
    e.preventDefault();
    const menu = opener.closest("details[data-menu]");
    if (menu) menu.open = false;
    return;
  }
  const closer = e.target.closest("[data-dialog-close]");
  if (closer && closer.closest("dialog")) {
    e.preventDefault();
    closer.closest("dialog").close();
    return;
  }
  if (e.target instanceof HTMLDialogElement) { e.target.close(); return; }
  const toast = e.target.closest("[data-close]");
  if (toast) { toast.closest("[data-toast]").remove(); return; }
  for (const m of all("details[data-menu][open]")) if (!m.contains(e.target)) m.open = false;
});

// Keys: / to search, j and k along the rows, Enter opens, ? shows the keys.
let row = -1;
function move(by) {
  const rows = all("main .table tbody tr").filter((r) => r.querySelector("a"));
  if (!rows.length) return;
  row = Math.max(0, Math.min(rows.length - 1, row + by));
  rows.forEach((r, i) => r.toggleAttribute("data-at", i === row));
  rows[row].querySelector("a").focus();
  rows[row].scrollIntoView({ block: "nearest" });
}
document.addEventListener("keydown", (e) => {
  if (e.key === "Escape") for (const m of all("details[data-menu][open]")) { m.open = false; m.querySelector("summary").focus(); }
  if (e.ctrlKey || e.metaKey || e.altKey || typing(e.target) || document.querySelector("dialog[open]")) return;
  if (e.key === "/") {
    const q = document.querySelector("[data-key='/']");
    if (q) { e.preventDefault(); q.focus(); q.select(); }
  } else if (e.key === "j") { move(1); } else if (e.key === "k") { move(-1); } else if (e.key === "?") { openDialog("phim-tat"); }
});

// A keyboard reader types the text of an identity card and Enter: the form is posted with the verb that fills it.
document.addEventListener("keydown", (e) => {
  const field = e.target.closest && e.target.closest("input[data-scan]");
  if (!field || e.key !== "Enter" || !field.dataset.scan) return;
  const button = field.form && field.form.querySelector(`button[name="${CSS.escape(field.dataset.scan)}"]`);
  if (button) { e.preventDefault(); field.form.requestSubmit(button); }
});

// Forms: draft, guard, progress, one press.
function watchDraft(form) {
  const sign = form.querySelector("[data-saved]");
  let timer = 0, dirty = false, busy = false;
  async function save() {
    if (!dirty || busy) return;
    busy = true; dirty = false;
    const body = new URLSearchParams();
    for (const [k, v] of new FormData(form)) if (typeof v === "string") body.append(k, v);
    try {
      const r = await fetch(form.dataset.draft, { method: "POST", body, credentials: "same-origin", headers: { Accept: "application/json", "X-Draft": "1" } });
      if (!r.ok) throw new Error(String(r.status));
      form.removeAttribute("data-changed");
      if (sign) sign.textContent = `${document.body.dataset.wordSaved} ${clock.format(new Date())}`;
    } catch {
      dirty = true;
      if (sign) sign.textContent = document.body.dataset.wordUnsaved;
      timer = setTimeout(save, 10000);
    }
    busy = false;
    if (dirty && !timer) timer = setTimeout(save, 3000);
  }
  form.addEventListener("input", () => {
    dirty = true;
    clearTimeout(timer);
    timer = setTimeout(() => { timer = 0; save(); }, 3000);
  });
  form.addEventListener("submit", () => { clearTimeout(timer); dirty = false; });
}

let leaving = false;
window.addEventListener("beforeunload", (e) => {
  if (!leaving && document.querySelector("form[data-guard][data-changed]")) e.preventDefault();
});

// An upload goes by XMLHttpRequest only to show how far it is; the answer is the page the form would have got.
function upload(form, submitter) {
  const bars = all("progress.upload", form).filter((b) => b.parentElement.querySelector("input[type=file]").files.length);
  const body = new FormData(form, submitter);
  const x = new XMLHttpRequest();
  x.open("POST", (submitter && submitter.getAttribute("formaction")) || form.action);
  for (const b of bars) b.hidden = false;
  form.setAttribute("aria-busy", "true");
  x.upload.addEventListener("progress", (e) => {
    if (e.lengthComputable) for (const b of bars) b.value = Math.round((e.loaded * 100) / e.total);
  });
  x.addEventListener("load", () => {
    leaving = true;
    if (x.status < 300 && x.responseURL && x.responseURL !== form.action) { location.assign(x.responseURL); return; }
    const page = new DOMParser().parseFromString(x.responseText, "text/html");
    const main = page.querySelector("main");
    if (!main) { form.submit(); return; }
    document.title = page.title;
    document.querySelector("main").replaceWith(document.adoptNode(main));
    leaving = false;
    start(document.querySelector("main"));
    window.scrollTo(0, 0);
  });
  x.addEventListener("error", () => { leaving = true; form.submit(); });
  x.send(body);
}

document.addEventListener("submit", (e) => {
  const form = e.target;
  if (form.matches("form[data-confirm]") && !form.dataset.sure && !window.confirm(form.dataset.question)) { e.preventDefault(); return; }
  if (form.method !== "post") return;
  if (form.getAttribute("aria-busy") === "true") { e.preventDefault(); return; }
  leaving = true;
  if (form.matches("form[data-upload]") && all("input[type=file]", form).some((f) => f.files.length)) {
    e.preventDefault();
    upload(form, e.submitter);
    return;
  }
  setTimeout(() => form.setAttribute("aria-busy", "true"));
});
window.addEventListener("pageshow", () => { leaving = false; for (const f of all("form[aria-busy]")) f.removeAttribute("aria-busy"); });
document.addEventListener("input", (e) => {
  const form = e.target.form;
  if (form && form.matches("form[data-guard]")) form.setAttribute("data-changed", "");
});

// Amounts get their points while they are typed, dates their strokes when the field is left.
document.addEventListener("focusout", (e) => {
  const el = e.target;
  if (el.matches && el.matches("input[data-date]") && /^\d{8}$/.test(el.value)) el.value = el.value.replace(/^(..)(..)(....)$/, "$1/$2/$3");
  if (el.matches && el.matches("input[data-money]") && /^[\d.\s]+$/.test(el.value)) el.value = el.value.replace(/\D/g, "").replace(/\B(?=(\d{3})+$)/g, ".");
});

// Fields that only make sense with another answer: data-when="name=value" hides them, and the server asks again.
function conditions(root) {
  for (const box of all("[data-when]", root)) {
    const [name, value] = box.dataset.when.split("=");
    const form = box.closest("form");
    if (!form) continue;
    const apply = () => {
      const on = new FormData(form).getAll(name).includes(value);
      box.hidden = !on;
      for (const f of all("input,select,textarea", box)) f.disabled = !on;
    };
    form.addEventListener("input", apply);
    apply();
  }
}

// Parts with an id and data-live ask again when the site says that something changed: with the reader's
// own session, only while the page is looked at, and never under the hand of somebody who types.
function live() {
  if (!document.querySelector("[data-live][id]") || !window.EventSource) return;
  let stale = false, timer = 0;
  async function again() {
    timer = 0;
    if (document.hidden || !stale) return;
    if (typing(document.activeElement) || document.querySelector("dialog[open]")) { soon(); return; }
    stale = false;
    const r = await fetch(location.href, { credentials: "same-origin", headers: { Accept: "text/html" } }).catch(() => null);
    if (!r || !r.ok || r.redirected) return;
    const page = new DOMParser().parseFromString(await r.text(), "text/html");
    for (const old of all("[data-live][id]")) {
      const now = page.getElementById(old.id);
      if (now && now.innerHTML !== old.innerHTML && !old.contains(document.activeElement)) old.replaceWith(document.adoptNode(now));
    }
  }
  // Ten thousand open pages must not ask in the same instant.
  function soon() { if (stale && !timer) timer = setTimeout(again, 500 + Math.random() * 1500); }
  const source = new EventSource("/truc-tiep");
  source.addEventListener("changed", () => { stale = true; soon(); });
  document.addEventListener("visibilitychange", soon);
  window.addEventListener("pagehide", () => source.close());
}

// Turning a page of a list and sorting it change only the main part; whatever is not a page of this
// list (signed out, refused) is opened as a page of its own.
function turn(root) {
  for (const a of all(".pager a, th a.sort", root)) {
    a.setAttribute("data-hx-boost", "target:#main select:#main swap:outerHTML");
    htmx.process(a);
  }
}
document.addEventListener("htmx:before:swap", (e) => {
  const { ctx } = e.detail;
  const raw = ctx.response && ctx.response.raw;
  if (!raw || !ctx.target || ctx.target.id !== "main") return;
  if (!raw.ok || raw.redirected) { e.preventDefault(); location.assign(raw.redirected ? raw.url : ctx.request.action); }
});
document.addEventListener("htmx:after:swap", () => {
  const main = document.getElementById("main");
  row = -1;
  start(main);
  main.focus({ preventScroll: true });
  window.scrollTo(0, 0);
});

function start(root) {
  turn(root);
  for (const f of all("form[data-draft]", root)) watchDraft(f);
  for (const b of all("[data-close]", root)) b.hidden = false;
  for (const b of all("button[data-print]", root)) { b.hidden = false; b.addEventListener("click", () => window.print()); }
  conditions(root);
  const first = root.querySelector("[data-focus]");
  if (first) first.focus();
}
start(document);
live();
