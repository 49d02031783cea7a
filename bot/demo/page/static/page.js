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
    const lacking = [...unsent.values()].some(({ ref }) => ref === body.ref);
    return (!lacking || path === "/acts/close") && (await post(path, body));
  } finally {
    await refresh().finally(() => element?.removeAttribute("aria-busy"));
  }
}

let said = "";
let forget;

/** Tell what did not work: in the window in front, or above the composer where there is none. */
function say(sentence) {
  said = sentence;
  const inWindow = modal.querySelector(".window-notice");
  if (inWindow && inWindow.textContent !== said) inWindow.textContent = said;
  const notice = by("notice");
  const words = inWindow ? "" : said;
  if (notice.textContent === words) return;
  notice.textContent = words;
  notice.style.bottom = by("compose") ? `${innerHeight - by("compose").getBoundingClientRect().top + 12}px` : "";
  notice.togglePopover(Boolean(words));
  clearTimeout(forget);
  if (words) forget = setTimeout(() => say(""), 9000);
}

/* Typing: the server holds what is in the fields, so that no drawing loses it */

const typed = new Map();
const unsent = new Map(); // what the server did not take
const latest = new Map(); // of each field, until the server has taken it
let sending = Promise.resolve();
let puts = 0; // begun so far
let underWay = 0;
let pause;

const target = ({ dataset }) => ({ ref: dataset.ref, block: dataset.block, action: dataset.action });

const keyOf = ({ ref, block, action }) => `${ref} ${block} ${action}`;
const fieldsOf = (key) => [...document.querySelectorAll("[data-act=put]")].filter((each) => keyOf(each.dataset) === key);

function put(element, content, { now = false } = {}) {
  const body = { ...target(element), content };
  typed.set(keyOf(body), body);
  latest.set(keyOf(body), body);
  puts += 1;
  clearTimeout(pause);
  if (now) flush();
  else pause = setTimeout(flush, 120);
}

function flush() {
  clearTimeout(pause);
  const bodies = new Map([...unsent, ...typed]);
  unsent.clear();
  typed.clear();
  if (bodies.size) {
    underWay += 1;
    sending = sending
      .then(async () => {
        for (const [key, body] of bodies) keep(key, body, await post("/acts/put", body));
      })
      .finally(() => {
        underWay -= 1;
        refresh();
      });
  }
  return sending;
}

/** What was not taken stays in its field, and goes again with the next thing done, unless something newer came. */
function keep(key, body, taken) {
  if (latest.get(key) !== body) return;
  if (taken) latest.delete(key);
  else unsent.set(key, body);
  for (const each of fieldsOf(key)) each.toggleAttribute("data-unsent", !taken);
}

function contentOf(element) {
  if (element.type === "checkbox") {
    return [...document.getElementsByName(element.name)].filter((box) => box.checked).map((box) => box.value);
  }
  if (element.multiple) return [...element.selectedOptions].map((option) => option.value);
  return element.value || null;
}

// Whoever leaves before all is sent: a beacon goes although the page does not stay.
let leaving = false;
addEventListener("beforeunload", () => (leaving = true));
addEventListener("pagehide", () => {
  for (const body of latest.values()) {
    navigator.sendBeacon("/acts/put", new Blob([JSON.stringify({ ...seat, ...body })], { type: "application/json" }));
  }
});

/* Drawing: only what changed is touched, so focus, caret and scrolling stay */

const drawn = {};
let run = null; // which life of the simulation this page shows
let restarting = false;
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
    const allSent = () => before === puts && !typed.size && !underWay;
    const beforehand = allSent();
    const answer = await fetch(`/parts?${query}`).catch(() => null);
    const told = answer?.ok && (await answer.json().catch(() => null)); // it may break off halfway
    if (!told) return;
    if (restarting || !isOf(told.run)) return;
    // What is typed, or was on its way when this was drawn, may be missing in it; the next drawing is on its way.
    if (beforehand && allSent()) show(told.parts);
  }
}

/** Whether a drawing belongs to what this page shows; after a new start the page comes anew. */
function isOf(told) {
  if (run === null) {
    run = told;
    if (seat.at === "home") post("/acts/home", {});
  }
  if (run === told) return true;
  restarting = true;
  sessionStorage.setItem("said", "La simulación se reinició en otra pestaña.");
  location.reload();
  return false;
}

function show(parts) {
  const messages = by("messages");
  const focused = document.activeElement ?? document.body;
  const inWindow = modal.contains(focused);
  const isAway = focused !== document.body && !focused.closest("dialog");
  if (isAway) spot = focused.closest(".message, #messages")?.id ?? "";
  const atEnd = messages && messages.scrollHeight - messages.scrollTop - messages.clientHeight < 90;
  for (const [id, html] of Object.entries(parts)) {
    if (drawn[id] === html) continue;
    drawn[id] = html;
    const fresh = document.createElement("template");
    fresh.innerHTML = html;
    morphInside(by(id), fresh.content);
  }
  for (const key of [...unsent.keys()]) {
    if (fieldsOf(key).length) continue;
    unsent.delete(key); // its window is gone
    latest.delete(key);
  }
  settle();
  if (inWindow && modal.open && !modal.contains(document.activeElement)) beginAtTop(modal.querySelector("form"));
  if (atEnd) messages.scrollTop = messages.scrollHeight;
  else if (messages && newest < lastMessage()) by("new-messages").hidden = false;
  newest = lastMessage();
  if (!document.querySelector("dialog[open]")) giveFocusBack();
}

let newest = 0; // when the message at the end of the last drawing was written
const lastMessage = () => Number([...document.querySelectorAll("#messages > ol > .message")].at(-1)?.id.replace(/^\D+/, "").replace("-", ".") ?? 0);

let spot = ""; // the message one was in before a window came, or before what one pressed went away

function giveFocusBack() {
  const place = by(spot) ?? (spot && by("messages"));
  if (place && document.activeElement === document.body) {
    place.tabIndex = place.id === "messages" ? 0 : -1;
    place.focus({ preventScroll: true });
  }
  spot = "";
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
  if (!button || !(await act("/acts/submit", { ref: form.dataset.ref }, button))) return;
  const wrong = modal.querySelector("[aria-invalid], .wrong input");
  wrong?.focus({ preventScroll: true });
  wrong?.closest(".field").scrollIntoView({ block: "nearest" }); // with what is wrong about it
}

const close = (button) =>
  act("/acts/close", { ref: windowOf(button), everything: button.dataset.everything === "yes" }, button);
const windowOf = (button) => button.closest(".window").dataset.ref;
const closeFront = () => close(modal.querySelector("[data-act=close]:not([data-everything])"));

// A phone's gesture to go back: the window goes once the bot knows, unless the browser insists.
modal.addEventListener("cancel", (event) => {
  event.preventDefault();
  closeFront();
});
modal.addEventListener("close", () => !modal.open && modal.querySelector("form") && closeFront());

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
  async fill(button) {
    if (await act("/acts/fill", { ref: windowOf(button) }, button)) modal.querySelector(".field")?.scrollIntoView({ block: "nearest" });
  },
  leave() {
    sessionStorage.removeItem("tour");
    settle();
  },
  close,
  clock: (button) => act("/clock", { by: button.dataset.by }, button),
  async reset(button) {
    if (!(await agreed(button))) return;
    restarting = true;
    restart.showModal();
    restart.querySelector("p").textContent = "Reiniciando la simulación…";
    if (await post("/reset", {})) {
      sessionStorage.clear();
      return location.assign("/");
    }
    restarting = false;
    restart.close();
    refresh();
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
    for (const id of ["main", "panel"]) by(id).inert = open;
    (open ? by("sidebar").querySelector("a") : by("menu")).focus();
  },
  bottom() {
    by("messages").scrollTop = by("messages").scrollHeight;
  },
  async copy(button) {
    say("");
    try {
      await navigator.clipboard.writeText(by(button.dataset.from).textContent);
    } catch {
      return say("No se pudo copiar: seleccione el texto y cópielo.");
    }
    by("told").textContent = button.textContent = "Copiado";
    setTimeout(() => (by("told").textContent = ""), 4000);
    setTimeout(() => (button.textContent = "Copiar"), 4000);
  },
};

const isWide = matchMedia("(width > 800px)");
isWide.addEventListener("change", () => document.body.hasAttribute("data-menu") && clicks.menu()); // all is in view

const restart = by("restarting");
restart.addEventListener("cancel", (event) => event.preventDefault());
restart.addEventListener("close", () => restarting && restart.showModal());

/** What no drawing knows: whether the panel is open, and who came from the tour and goes on with it. */
function settle() {
  const open = localStorage.getItem("panel") === "open";
  by("panel").hidden = !open;
  by("panel-toggle").setAttribute("aria-expanded", String(open));
  by("coach")?.toggleAttribute("hidden", !sessionStorage.getItem("tour"));
  showWindow();
  say(said); // where one looks by now
}

// Whoever has reached the end has seen what is new. Scrolling does not bubble.
document.addEventListener(
  "scroll",
  ({ target: place }) => {
    if (place.id === "messages" && place.scrollHeight - place.scrollTop - place.clientHeight < 90) by("new-messages").hidden = true;
  },
  true,
);

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
  if (element.id === "composer") draft();
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
    menu.querySelector("summary").focus();
    event.preventDefault();
  } else if (modal.open && !document.querySelector("#confirm[open], #restarting[open]")) {
    event.preventDefault();
    if (!event.repeat) closeFront(); // one press closes one window, however long
  } else if (document.body.hasAttribute("data-menu")) clicks.menu();
}

/* Typing with suggestions */

document.addEventListener("focusin", ({ target: input }) => {
  if (input.getAttribute("role") !== "combobox" || ready.has(input)) return;
  ready.add(input);
  if (input.id === "composer") {
    combobox(input, commands, write, { tab: true });
  } else {
    const how = { wait: 150, opens: true, floats: true };
    combobox(input, (words) => options(input, words), (option) => choose(input, option), how);
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
  const whole = all.some(({ line }) => line === start.trim()); // Enter sends it as it is
  const shown = found.map(({ line, words: description }) => ({ value: line, text: line, description }));
  return { options: shown, marked: whole ? -1 : 0 };
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

/** What is in the composer waits there until one comes back. */
const draft = () => sessionStorage.setItem(`draft ${query}`, by("composer").value);

function write({ value }) {
  by("composer").value = value;
  draft();
}

async function command() {
  const composer = by("composer");
  const line = composer.value.trim();
  if (!line) return;
  if (!line.startsWith("/")) return say("Aquí se escriben comandos. Empiece con /, por ejemplo /llaves ayuda.");
  write({ value: "" });
  if (!(await act("/acts/command", { line }, by("send"))) && !composer.value && !leaving) write({ value: line });
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
  if (by("composer")) by("composer").value = sessionStorage.getItem(`draft ${query}`) ?? "";
  const pointed = by(asked.get("point"));
  const isMessage = pointed?.matches(".message");
  if (!isWide.matches) localStorage.removeItem("panel"); // there it covers everything
  if (asked.has("tour")) sessionStorage.setItem("tour", "on");
  const missed = asked.get("point")?.startsWith("message") && !pointed;
  said = sessionStorage.getItem("said") ?? (missed ? "Ese mensaje ya no se muestra: hay muchos después." : "");
  sessionStorage.removeItem("said");
  settle();
  newest = lastMessage();
  if (pointed) {
    const place = pointed.closest("form") ?? [...pointed.querySelectorAll(".message")].at(-1) ?? pointed;
    place.setAttribute("data-pointed", "");
    setTimeout(() => place.removeAttribute("data-pointed"), 5000);
    if (isMessage) {
      pointed.tabIndex = -1;
      pointed.scrollIntoView({ block: "center" });
    }
    if (!modal.open) pointed.focus({ preventScroll: true, focusVisible: pointed.id === "composer" });
  }
  if (asked.has("point")) {
    asked.delete("point");
    asked.delete("tour");
    history.replaceState(null, "", `?${asked}`);
  }
  listen();
  document.addEventListener("visibilitychange", listen);
  setInterval(refresh, 30_000); // the clock on the wall
}

begin();
