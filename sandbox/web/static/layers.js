// What lies over a phone: menus, dialogs, toasts. Each gives the focus back to where it came from.

import { h } from "/web/dom.js";
import { icon } from "/web/icons.js";
import { WORDS } from "/web/words.js";

const TOAST_MS = 4000;

/**
 * Opens a menu over the phone, at `anchor` or at a pointer's place.
 * `items` are `{label, icon, run, danger}`; `reactions` (optional) are `{emoji, label, pressed, run}`.
 */
export function openMenu(phone, anchor, items, { label = WORDS.menu.label, reactions = [], at = null, onclose = () => undefined } = {}) {
  phone.querySelector(".menu")?.dispatchEvent(new CustomEvent("dismiss"));
  const menu = h("div", { class: "menu", role: "menu", "aria-label": label });
  const close = (focus = true) => {
    menu.remove();
    document.removeEventListener("pointerdown", outside, true);
    anchor?.setAttribute("aria-expanded", "false");
    onclose();
    if (focus && anchor?.isConnected) anchor.focus({ preventScroll: true });
  };
  const outside = (event) => {
    if (!menu.contains(event.target)) close(false);
  };
  const choose = (item) => () => {
    close();
    item.run();
  };
  if (reactions.length) {
    menu.append(h("div", { class: "menu-reactions", role: "group" }, reactions.map((one) => h("button", {
      type: "button", role: "menuitemcheckbox", "aria-checked": String(one.pressed), "aria-label": one.label, tabindex: -1, onclick: choose(one),
    }, one.emoji))));
  }
  for (const item of items) {
    menu.append(h("button", { type: "button", role: "menuitem", tabindex: -1, class: item.danger ? "danger" : null, onclick: choose(item) },
      item.icon ? icon(item.icon) : null,
      h("span", null, item.label, item.hint ? h("small", null, item.hint) : null)));
  }
  menu.addEventListener("dismiss", () => close(false));
  menu.addEventListener("keydown", (event) => {
    const all = [...menu.querySelectorAll("button")];
    const now = all.indexOf(document.activeElement);
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    if (event.key === "Escape" || event.key === "Tab") {
      event.preventDefault();
      close();
    } else if (step) {
      event.preventDefault();
      all[(now + step + all.length) % all.length].focus();
    } else if (event.key === "Home" || event.key === "End") {
      event.preventDefault();
      all.at(event.key === "Home" ? 0 : -1).focus();
    }
    event.stopPropagation();
  });
  phone.append(menu);
  anchor?.setAttribute("aria-expanded", "true");
  place(phone, menu, anchor, at);
  document.addEventListener("pointerdown", outside, true);
  menu.querySelector("button")?.focus({ preventScroll: true });
}

function place(phone, menu, anchor, at) {
  const frame = phone.getBoundingClientRect();
  const box = (anchor ?? phone).getBoundingClientRect();
  const { x, y } = at ?? { x: box.left, y: box.bottom + 4 };
  const width = menu.offsetWidth;
  const height = menu.offsetHeight;
  const left = Math.min(Math.max(8, x - frame.left), frame.width - width - 8);
  let top = y - frame.top;
  if (top + height > frame.height - 8) top = (at ? y : box.top - 4) - frame.top - height;
  menu.style.setProperty("left", `${left}px`);
  menu.style.setProperty("top", `${Math.max(8, Math.min(top, frame.height - height - 8))}px`);
}

/**
 * Opens a dialog over the phone. `actions` are `{label, value, primary, danger}`; answers the chosen value, or null when dismissed.
 * A form inside `body` is read by whoever made it.
 */
export function openDialog(phone, { title, body = [], actions = [{ label: WORDS.close, value: null }], alert = false, wide = false }) {
  const back = document.activeElement;
  const id = `dialog-${Math.random().toString(36).slice(2)}`;
  return new Promise((resolve) => {
    let result = null;
    const finish = (value) => {
      result = value;
      dialog.close();
    };
    const form = h("form", { method: "dialog", onsubmit: (event) => {
      event.preventDefault();
      const primary = actions.find((action) => action.primary);
      if (primary) finish(primary.value);
    } },
    h("h2", { id, tabindex: -1 }, title),
    h("div", { class: "dialog-body" }, typeof body === "function" ? body(finish) : body),
    actions.length ? h("div", { class: "dialog-actions" }, actions.map((action) => h("button", {
      type: action.primary ? "submit" : "button", class: action.danger ? "danger" : action.primary ? "primary" : null,
      onclick: action.primary ? null : () => finish(action.value),
    }, action.label))) : null);
    const dialog = h("dialog", { class: wide ? "dialog wide" : "dialog", role: alert ? "alertdialog" : null, "aria-labelledby": id }, form);
    dialog.addEventListener("close", () => {
      dialog.remove();
      if (back?.isConnected) back.focus({ preventScroll: true });
      resolve(result);
    });
    dialog.addEventListener("click", (event) => {
      if (event.target === dialog) dialog.close();
    });
    document.body.append(dialog);
    const frame = phone.getBoundingClientRect();
    dialog.style.setProperty("--middle", `${frame.left + frame.width / 2}px`);
    dialog.style.setProperty("--room", `${frame.width - 32}px`);
    dialog.showModal();
    (dialog.querySelector("[autofocus]") ?? dialog.querySelector(".primary, .dialog-actions button, .dialog-body button") ?? dialog).focus();
  });
}

/** Asks yes or no. */
export function confirm(phone, question, yes, { danger = true } = {}) {
  return openDialog(phone, {
    title: question, alert: true,
    actions: [{ label: WORDS.cancel, value: false }, { label: yes, value: true, primary: true, danger }],
  });
}

/** A list to choose one from; answers the value or null. */
export function choose(phone, title, options) {
  return openDialog(phone, {
    title,
    body: (finish) => h("div", { class: "choices" }, options.map((option) => h("button", { type: "button", onclick: () => finish(option.value) },
      option.icon ?? null, h("span", null, option.label)))),
    actions: [{ label: WORDS.cancel, value: null }],
  });
}

/** Asks for a few short answers; fields are `{name, label, value, type, required, options}`; answers an object or null. */
export async function ask(phone, title, fields, yes = WORDS.ok) {
  const inputs = fields.map((field) => [field, control(field)]);
  inputs[0][1].setAttribute("autofocus", "");
  const agreed = await openDialog(phone, {
    title,
    body: inputs.map(([field, input]) => h("label", { class: field.type === "checkbox" ? "field tick" : "field" },
      field.type === "checkbox" ? [input, h("span", null, field.label)] : [h("span", null, field.label), input])),
    actions: [{ label: WORDS.cancel, value: false }, { label: yes, value: true, primary: true }],
  });
  if (!agreed) return null;
  const values = inputs.map(([field, input]) => [field.name, field.type === "checkbox" ? input.checked : input.value.trim()]);
  return fields.some((field) => field.required && !Object.fromEntries(values)[field.name]) ? null : Object.fromEntries(values);
}

function control(field) {
  const common = { name: field.name, required: field.required };
  if (field.options) {
    return h("select", common, field.options.map(([value, label]) => h("option", { value, selected: value === field.value }, label)));
  }
  if (field.type === "textarea") return h("textarea", { ...common, rows: 4 }, field.value ?? "");
  return h("input", { ...common, type: field.type ?? "text", value: field.value ?? "", checked: field.checked, autocomplete: "off" });
}

/** Shows a short word over the phone; read out, never in the way. */
export function toast(phone, text) {
  const holder = phone.querySelector(".toasts");
  const shown = h("div", { class: "toast" }, text);
  holder.replaceChildren(shown);
  clearTimeout(holder.timer);
  holder.timer = setTimeout(() => shown.remove(), TOAST_MS + text.length * 40);
}

/** Runs work that the server may refuse; shows why when it does. */
export async function attempt(phone, work) {
  try {
    return await work();
  } catch (error) {
    if (!error.code) throw error;
    toast(phone, error.message);
    return undefined;
  }
}
