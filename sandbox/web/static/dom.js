// Building the page: every string becomes text; markup comes only from the allow-list below.

/** Makes an element: `on…` props are listeners, other props attributes, children nodes or text. */
export function h(tag, props, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") element.addEventListener(name.slice(2), value);
    else if (name === "dataset") Object.assign(element.dataset, value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  const present = (child) => child !== null && child !== undefined && child !== false;
  element.append(...children.flat(Infinity).filter(present));
  return element;
}

/** Returns the address when a person may safely be led there, else null. */
export function safeUrl(url) {
  try {
    const parsed = new URL(url, location.href);
    return ["http:", "https:", "mailto:", "tel:", "tg:", "blob:"].includes(parsed.protocol) ? parsed.href : null;
  } catch {
    return null;
  }
}

const ALLOWED = new Set(["B", "STRONG", "I", "EM", "U", "INS", "S", "DEL", "CODE", "PRE", "BLOCKQUOTE", "A", "TG-SPOILER", "BR"]);

/**
 * Turns the server's ready-made HTML into nodes, keeping only the tags a message may have.
 * The server's HTML is safe already; this holds even when it is not. `words.hidden` names a spoiler.
 */
export function richText(html, words) {
  const source = new DOMParser().parseFromString(html, "text/html").body;
  const fragment = document.createDocumentFragment();
  copyAllowed(source, fragment, words);
  return fragment;
}

function copyAllowed(from, to, words) {
  for (const node of from.childNodes) {
    if (node.nodeType === Node.TEXT_NODE) {
      to.append(node.data);
    } else if (node.nodeType === Node.ELEMENT_NODE && !["SCRIPT", "STYLE", "TEMPLATE"].includes(node.tagName)) {
      const copy = allowedCopy(node, words);
      copyAllowed(node, copy?.querySelector(".spoiler-text") ?? copy ?? to, words);
      if (copy) to.append(copy);
    }
  }
}

function allowedCopy(node, words) {
  if (!ALLOWED.has(node.tagName)) return null;
  if (node.tagName === "A") {
    const href = safeUrl(node.getAttribute("href") ?? "");
    return href ? h("a", { href, target: "_blank", rel: "noopener noreferrer nofollow" }) : null;
  }
  if (node.tagName === "TG-SPOILER") {
    const text = h("span", { class: "spoiler-text", "aria-hidden": "true" });
    const spoiler = h("button", { type: "button", class: "spoiler" }, h("span", { class: "hidden-words" }, words.hidden), text);
    spoiler.addEventListener("click", () => {
      const shown = h("span", null);
      shown.append(...text.childNodes);
      spoiler.replaceWith(shown);
    });
    return spoiler;
  }
  return document.createElement(node.tagName);
}

/** Replaces children only when their keys or contents changed; keeps focus and players of the rest. */
export function reconcile(parent, blocks) {
  const known = new Map([...parent.children].filter((e) => e.dataset.key).map((e) => [e.dataset.key, e]));
  let before = parent.firstElementChild;
  for (const { key, signature, build } of blocks) {
    let element = known.get(key);
    known.delete(key);
    if (element && element.signature !== signature) {
      const fresh = keyed(build(), key, signature);
      const focus = focusIn(element);
      if (before === element) before = element.nextElementSibling;
      element.replaceWith(fresh);
      element = fresh;
      restoreFocus(fresh, focus);
    } else if (!element) {
      element = keyed(build(), key, signature);
    }
    if (element === before) before = before.nextElementSibling;
    else if (element.nextElementSibling !== before || element.parentElement !== parent) parent.insertBefore(element, before);
  }
  for (const gone of known.values()) gone.remove();
}

function keyed(element, key, signature) {
  element.dataset.key = key;
  element.signature = signature;
  return element;
}

/** Says which control inside `root` has the focus, so that a rebuilt `root` can have it again. */
export function focusIn(root) {
  const active = document.activeElement;
  if (!active || !root.contains(active)) return null;
  return active.closest("[data-focus]")?.dataset.focus ?? (active === root ? "" : null);
}

/** Gives the focus back to the control named by `focusIn`. */
export function restoreFocus(root, focus) {
  if (focus === null) return;
  const target = focus === "" ? root : root.querySelector(`[data-focus="${CSS.escape(focus)}"]`);
  target?.focus({ preventScroll: true });
}
