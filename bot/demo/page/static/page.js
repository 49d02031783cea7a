// The page's hands: sends what people do, and puts what the server drew in place of what was there.

import { combobox, morphInside } from "./elements.js";

const seat = { as: document.body.dataset.as, at: document.body.dataset.at };
const query = new URLSearchParams(seat);
const by = (id) => document.getElementById(id);
const modal = by("modal");

/* Talking to the server */

async function post(path, body) {
  try {
    const answer = await fetch(path, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ ...seat, ...body }),
    });
    if (answer.ok) return true;
    const told = await answer.json().catch(() => ({}));
    say(told.sentence ?? "Eso no funcionó. Recargue la página e inténtelo de nuevo.");
  } catch {
    say("La simulación ya no responde. Ejecute de nuevo llaves demo.");
  }
  return false;
}

/** Do something that shows: what was typed goes first, then the page is drawn anew. */
async function act(path, body, element) {
  if (element?.getAttribute("aria-busy") === "true") return false; // one click is enough
  say("");
  element?.setAttribute("aria-busy", "true");
  try {
    await flush();
    return await post(path, body);
  } finally {
    await refresh();
    element?.removeAttribute("aria-busy");
  }
}

let forget;
function say(sentence) {
  const inWindow = modal.querySelector(".window-notice");
  if (inWindow) inWindow.textContent = sentence;
  const notice = by("notice");
  notice.textContent = sentence;
  clearTimeout(forget);
  notice.togglePopover(Boolean(sentence) && !inWindow);
  if (sentence) forget = setTimeout(() => notice.hidePopover(), 9000);
}

/* Typing: the server holds what is in the fields, so that no drawing loses it */

const typed = new Map();
let sending = Promise.resolve();
let puts = 0; // begun so far
let underWay = 0;
let pause;

const target = ({ dataset }) => ({ ref: dataset.ref, block: dataset.block, action: dataset.action });

function put(element, content, { now = false } = {}) {
  const body = { ...target(element), content };
  typed.set(`${body.ref} ${body.block} ${body.action}`, body);
  puts += 1;
  clearTimeout(pause);
  if (now) flush();
  else pause = setTimeout(flush, 120);
}

function flush() {
  clearTimeout(pause);
  const bodies = [...typed.values()];
  typed.clear();
  if (bodies.length) {
    underWay += 1;
    sending = sending
      .then(async () => {
        for (const body of bodies) await post("/acts/put", body);
      })
      .finally(() => {
        underWay -= 1;
        refresh();
      });
  }
  return sending;
}

function contentOf(element) {
  if (element.type === "checkbox") {
    return [...document.getElementsByName(element.name)].filter((box) => box.checked).map((box) => box.value);
  }
  if (element.multiple) return [...element.selectedOptions].map((option) => option.value);
  return element.value || null;
}

/* Drawing: only what changed is touched, so focus, caret and scrolling stay */

const drawn = {};
let drawing = null;
let stale = false;

function refresh() {
  stale = true;
  drawing ??= draw().finally(() => {
    drawing = null;
    if (stale) refresh(); // asked for between the last look and now
  });
  return drawing;
}

async function draw() {
  while (stale) {
    stale = false;
    const before = puts;
    const answer = await fetch(`/parts?${query}`).catch(() => null);
    if (!answer?.ok) return;
    const { parts } = await answer.json();
    // Somebody typed meanwhile: this drawing does not know it, and the next is on its way.
    if (before === puts && !typed.size && !underWay) show(parts);
  }
}

function show(parts) {
  const messages = by("messages");
  const inWindow = modal.contains(document.activeElement);
  const atEnd = messages && messages.scrollHeight - messages.scrollTop - messages.clientHeight < 90;
  for (const [id, html] of Object.entries(parts)) {
    if (drawn[id] === html) continue;
    drawn[id] = html;
    const fresh = document.createElement("template");
    fresh.innerHTML = html;
    morphInside(by(id), fresh.content);
  }
  settle();
  if (inWindow && modal.open && !modal.contains(document.activeElement)) beginAtTop(modal.querySelector("form"));
  if (atEnd) messages.scrollTop = messages.scrollHeight;
}

/* The window in front, and the questions that need a yes */

let windowShown = "";

function beginAtTop(form) {
  const body = form.querySelector(".window-body");
  (body.querySelector("input, select, textarea") ?? body).focus({ preventScroll: true });
  body.scrollTop = 0;
}

function showWindow() {
  const form = modal.querySelector("form");
  if (form && !modal.open) modal.showModal();
  if (!form && modal.open) modal.close();
  if (form && form.id !== windowShown) beginAtTop(form);
  windowShown = form?.id ?? "";
}

async function submit(form) {
  const button = form.querySelector("[type=submit]");
  if (!button || !(await act("/acts/submit", {}, button))) return;
  modal.querySelector("[aria-invalid], .wrong input")?.focus();
}

/** Whether people agree; true at once where nothing is asked. */
function agreed({ dataset }) {
  if (!dataset.confirmTitle) return Promise.resolve(true);
  const dialog = by("confirm");
  for (const part of ["title", "text", "yes", "no"]) {
    by(`confirm-${part}`).textContent = dataset[`confirm${part[0].toUpperCase()}${part.slice(1)}`];
  }
  by("confirm-yes").className = `button ${dataset.confirmStyle}`;
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
  });
}

/* What clicks do, by data-act */

const clicks = {
  async press(button) {
    button.closest("details[data-menu]")?.removeAttribute("open");
    if (!(await agreed(button))) return;
    await act("/acts/press", { ...target(button), option: button.dataset.option ?? null }, button);
  },
  shortcut: (button) => act("/acts/shortcut", { name: button.dataset.name }, button),
  fill: (button) => act("/acts/fill", {}, button),
  leave() {
    sessionStorage.removeItem("tour");
    settle();
  },
  close: (button) => act("/acts/close", { everything: button.dataset.everything === "yes" }, button),
  clock: (button) => act("/clock", { by: button.dataset.by }, button),
  async reset(button) {
    if (!(await agreed(button))) return;
    button.setAttribute("aria-busy", "true");
    if (await post("/reset", {})) location.assign("/");
    button.removeAttribute("aria-busy");
  },
  panel() {
    const open = by("panel").hidden;
    localStorage.setItem("panel", open ? "open" : "");
    settle();
    if (!open) by("panel-toggle").focus();
  },
  menu() {
    const open = document.body.toggleAttribute("data-menu");
    by("menu").setAttribute("aria-expanded", String(open));
    if (open) by("sidebar").querySelector("a").focus();
  },
  async copy(button) {
    await navigator.clipboard.writeText(by(button.dataset.from).textContent);
    button.textContent = "Copiado";
  },
};

/** What no drawing knows: whether the panel is open, and who came from the tour and goes on with it. */
function settle() {
  const open = localStorage.getItem("panel") === "open";
  by("panel").hidden = !open;
  by("panel-toggle").setAttribute("aria-expanded", String(open));
  by("coach")?.toggleAttribute("hidden", !sessionStorage.getItem("tour"));
  showWindow();
}

document.addEventListener("click", (event) => {
  const element = event.target.closest("[data-act]");
  if (element && !element.disabled) clicks[element.dataset.act]?.(element);
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

document.addEventListener("submit", (event) => {
  if (event.target.method === "dialog") return;
  event.preventDefault();
  if (event.target.dataset.act === "submit") submit(event.target);
  if (event.target.id === "compose") command();
});

document.addEventListener("input", ({ target: element }) => {
  if (element.dataset.act !== "put") return;
  if (element.getAttribute("role") === "combobox") {
    if (!element.value) put(element, null, { now: true });
  } else if (element.matches("textarea, [type=text]")) put(element, contentOf(element));
});

document.addEventListener("change", ({ target: element }) => {
  if (element.dataset.act === "put" && !element.matches("textarea, [type=text], [role=combobox]")) {
    put(element, contentOf(element), { now: true });
  }
});

document.addEventListener("keydown", (event) => {
  const element = event.target;
  if (event.key === "Escape" && !event.defaultPrevented) escape(event);
  if (event.key === "Enter" && element.matches("[data-enter]")) {
    event.preventDefault();
    act("/acts/enter", target(element)); // also while the last one is under way: the words may be others
  }
  const busy = element.matches("input, textarea, select") || document.querySelector("dialog[open]");
  if (event.key === "/" && !busy) by("composer")?.focus();
});

function escape(event) {
  const menu = document.querySelector("details[data-menu][open]");
  if (menu) {
    menu.open = false;
    event.preventDefault();
  } else if (modal.open && !by("confirm").open) {
    event.preventDefault(); // the window goes once the bot knows
    act("/acts/close", { everything: false });
  } else if (document.body.hasAttribute("data-menu")) clicks.menu();
}

/* Typing with suggestions */

document.addEventListener("focusin", ({ target: input }) => {
  if (input.getAttribute("role") !== "combobox" || ready.has(input)) return;
  ready.add(input);
  if (input.id === "composer") combobox(input, commands, (option) => (input.value = option.value));
  else {
    combobox(input, (words) => options(input, words), (option) => choose(input, option), { wait: 150, opens: true });
    input.addEventListener("blur", () => {
      if (input.value) input.value = input.defaultValue; // words that were not chosen are no answer
    });
  }
});

const ready = new WeakSet();

async function commands(words) {
  const start = words.toLowerCase();
  const all = start.startsWith("/") ? JSON.parse(by("composer").dataset.commands) : [];
  const found = all.filter(({ line }) => line.startsWith(start) && line !== start);
  return { options: found.map(({ line, words: description }) => ({ value: line, text: line, description })) };
}

async function options(input, words) {
  const least = Number(input.dataset.least);
  const said = words === input.defaultValue ? "" : words;
  if (said.length < least) return { options: [], note: `Escriba al menos ${least} letras.` };
  const answer = await fetch(`/options?${new URLSearchParams({ ...seat, ...target(input), typed: said })}`).catch(() => null);
  if (!answer?.ok) return { options: [], note: "La lista no llegó. Escriba de nuevo." };
  return { options: await answer.json(), note: "Nada coincide. Pruebe con otras palabras." };
}

function choose(input, option) {
  input.value = input.defaultValue = option.text;
  put(input, option.value, { now: true });
}

async function command() {
  const composer = by("composer");
  const line = composer.value.trim();
  if (!line) return;
  if (!line.startsWith("/")) return say("Aquí se escriben comandos. Empiece con /, por ejemplo /llaves ayuda.");
  composer.value = "";
  if (!(await act("/acts/command", { line }, by("send"))) && !composer.value) composer.value = line;
}

/* News: a browser has six connections to one place, so a tab that nobody sees keeps none */

let news = null;

function listen() {
  news?.close();
  news = document.hidden ? null : new EventSource("/changes");
  news?.addEventListener("message", refresh);
}

/* Beginning */

function begin() {
  const asked = new URLSearchParams(location.search);
  const messages = by("messages");
  if (messages) messages.scrollTop = messages.scrollHeight;
  const pointed = by(asked.get("point"));
  if (pointed) sessionStorage.setItem("tour", "on");
  settle();
  if (pointed) {
    const spot = pointed.closest("form") ?? [...pointed.querySelectorAll(".message")].at(-1) ?? pointed;
    spot.setAttribute("data-pointed", "");
    if (!modal.open) pointed.focus({ preventScroll: true, focusVisible: pointed.id === "composer" });
    asked.delete("point");
    history.replaceState(null, "", `?${asked}`);
  }
  if (seat.at === "home") post("/acts/home", {});
  listen();
  document.addEventListener("visibilitychange", listen);
  setInterval(refresh, 30_000); // the clock on the wall
}

begin();
