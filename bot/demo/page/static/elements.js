// What the browser does not have: a text input with suggestions, and changing only what is different in a drawing.

/**
 * A text input with a list: arrow keys move, Enter or a click chooses, Esc closes.
 *
 * @param {HTMLInputElement} input   role="combobox", aria-controls names the list
 * @param {(typed: string) => Promise<{options: {value: string, text: string, description?: string}[], note?: string,
 *   marked?: number}>} find  `marked` is the place of the option that Enter takes before any arrow key
 * @param {(option: {value: string, text: string}) => void} choose
 * @param {{wait?: number, opens?: boolean, floats?: boolean, tab?: boolean}} how  milliseconds before asking; whether a
 *   click opens the list; whether it lies over everything, whatever scrolls; whether Tab chooses as well
 */
export function combobox(input, find, choose, { wait = 0, opens = false, floats = false, tab = false } = {}) {
  const list = document.getElementById(input.getAttribute("aria-controls"));
  let options = [];
  let active = -1;
  let asked = 0;
  let timer;
  if (floats) list.popover = "manual";

  /** Beside the input, where there is more room for it. */
  function place() {
    if (!input.isConnected) return close();
    const { left, top, bottom, width } = input.getBoundingClientRect();
    const [above, below] = [top - 12, innerHeight - bottom - 12];
    const up = below < 200 && above > below;
    list.style.inset = up ? `auto auto ${innerHeight - top + 4}px ${left}px` : `${bottom + 4}px auto auto ${left}px`;
    list.style.width = `${width}px`;
    list.style.maxHeight = `${Math.min(260, up ? above : below)}px`;
  }

  function show() {
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    if (!floats) return;
    place();
    list.togglePopover(true);
    document.addEventListener("scroll", place, { capture: true, passive: true });
    addEventListener("resize", place);
  }

  function close() {
    clearTimeout(timer);
    asked += 1; // an answer on its way comes too late
    active = -1;
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
    if (!floats) return;
    list.togglePopover(false);
    document.removeEventListener("scroll", place, { capture: true });
    removeEventListener("resize", place);
  }

  function take(index) {
    const option = options[index];
    close();
    choose(option);
  }

  function mark(index) {
    active = index;
    [...list.children].forEach((each, place) => each.setAttribute("aria-selected", String(place === active)));
    const chosen = list.children[active];
    if (!chosen) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", chosen.id);
    chosen.scrollIntoView({ block: "nearest" });
  }

  function item(words, more, index) {
    const each = document.createElement("li");
    each.setAttribute("role", "option");
    each.id = `${list.id}-${index}`;
    each.append(words);
    if (more) {
      const line = document.createElement("span");
      line.className = "option-more";
      line.textContent = more;
      each.append(" ", line);
    }
    return each;
  }

  async function ask() {
    const question = (asked += 1);
    const found = await find(input.value);
    if (question !== asked || document.activeElement !== input) return;
    options = found.options;
    if (!options.length && !found.note) return close();
    list.replaceChildren(...options.map((option, index) => item(option.text, option.description, index)));
    if (!options.length) {
      const note = item(found.note, "", 0);
      note.setAttribute("aria-disabled", "true");
      list.append(note);
    }
    show();
    mark(found.marked ?? -1);
  }

  function soon() {
    clearTimeout(timer);
    if (wait) timer = setTimeout(ask, wait);
    else ask(); // before the next key
  }

  input.addEventListener("input", soon);
  if (opens) input.addEventListener("click", soon);
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) return ask();
      const step = event.key === "ArrowDown" ? 1 : -1;
      if (options.length) mark((active + step + options.length + (active < 0 && step < 0 ? 1 : 0)) % options.length);
    } else if ((event.key === "Enter" || (tab && event.key === "Tab" && !event.shiftKey)) && !list.hidden) {
      if (active < 0) return close();
      event.preventDefault();
      event.stopPropagation();
      take(active);
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      event.stopPropagation();
      close();
    }
  });
  list.addEventListener("mousedown", (event) => event.preventDefault()); // the input keeps the focus
  list.addEventListener("click", (event) => {
    const place = [...list.children].indexOf(event.target.closest("[role=option]"));
    if (options[place]) take(place);
  });
}

/* What people and scripts did to an element, and no drawing knows. */
const OURS = new Set([
  "aria-busy", "aria-expanded", "aria-activedescendant", "data-pointed", "data-unsent", "open", "tabindex",
]);

// What somebody is typing, or what the server has not taken, stays as it is; elements of `to` may move over into `from`.
function morph(from, to) {
  if (from.hasAttribute("data-keep")) return;
  for (const { name } of [...from.attributes]) {
    if (!to.hasAttribute(name) && !OURS.has(name)) from.removeAttribute(name);
  }
  for (const { name, value } of to.attributes) {
    if (from.getAttribute(name) !== value && !OURS.has(name)) from.setAttribute(name, value);
  }
  const { value } = to; // before what is inside moves over
  morphInside(from, to);
  if (from.hasAttribute("data-unsent")) return;
  if (from.matches("[type=checkbox], [type=radio]")) from.checked = to.checked;
  else if (from.matches("input, textarea, select") && from !== document.activeElement && from.value !== value) {
    from.value = value;
  }
}

/** Make what is inside an element like what is inside another; twins stay, by their ids or by their places. */
export function morphInside(from, to) {
  const staying = new Set([...to.children].map((each) => each.id));
  for (const each of [...from.children]) if (each.id && !staying.has(each.id)) each.remove();
  let here = from.firstChild;
  for (const next of [...to.childNodes]) {
    const twin = twinOf(next, from, here);
    if (!twin) from.insertBefore(next, here);
    else if (twin === here) here = here.nextSibling;
    else from.insertBefore(twin, here);
    if (twin?.nodeType === Node.ELEMENT_NODE) morph(twin, next);
    else if (twin && twin.data !== next.data) twin.data = next.data;
  }
  while (here) {
    const gone = here;
    here = here.nextSibling;
    gone.remove();
  }
}

function twinOf(next, from, here) {
  if (next.id) return [...from.children].find((each) => each.id === next.id && each.nodeName === next.nodeName);
  return here?.nodeName === next.nodeName && !here.id ? here : undefined;
}
