// The list of messages: days, runs, albums, scrolling, keys.

import { bubble, dayLine, serviceLine } from "/web/bubble.js";
import { h, reconcile } from "/web/dom.js";
import { icon } from "/web/icons.js";
import { WORDS, day } from "/web/words.js";

const NEAR_END_PX = 96;
const RUN_SECONDS = 300;
const LONG_PRESS_MS = 500;

/** Shows a session's opened conversation in `root`; `on` are the acts of bubbles and `older()`. */
export class Log {
  constructor({ title, grouped, on }) {
    this.grouped = grouped;
    this.on = on;
    this.unseen = 0;
    this.active = null;
    this.older = h("button", { type: "button", class: "older", hidden: true, onclick: () => on.older() }, WORDS.log.older);
    this.list = h("div", { class: "log-list", role: "log", "aria-live": "polite", "aria-label": WORDS.log.label(title), "aria-busy": "true", tabindex: 0 });
    this.scroller = h("div", { class: "log-scroll" }, this.older, this.list);
    this.down = h("button", { type: "button", class: "to-end", hidden: true, "aria-label": WORDS.log.fresh(0), onclick: () => this.toEnd(true) }, icon("down"));
    this.root = h("div", { class: "log" }, this.scroller, this.down);
    this.scroller.addEventListener("scroll", () => this.scrolled(), { passive: true });
    this.list.addEventListener("keydown", (event) => this.key(event));
    this.list.addEventListener("contextmenu", (event) => this.contextMenu(event));
    this.list.addEventListener("focusin", (event) => this.activate(event.target.closest(".message")));
    this.watchLongPress();
    this.atEnd = true;
    this.sizes = new ResizeObserver(() => {
      if (this.atEnd) this.toEnd();
    });
    this.sizes.observe(this.scroller);
    this.sizes.observe(this.list);
  }

  destroy() {
    this.sizes.disconnect();
  }

  /** Brings the list in step with the messages; keeps the place unless the reader was at the end. */
  show(view, { fresh = null } = {}) {
    this.messages = view.messages;
    const end = this.atEnd || (fresh === null && this.list.childElementCount === 0);
    const height = this.scroller.scrollHeight;
    const top = this.scroller.scrollTop;
    const before = this.list.firstElementChild?.dataset.key;
    reconcile(this.list, blocks([...view.messages.values()].sort((a, b) => a.id - b.id), this.grouped, this.on));
    this.older.hidden = !view.more;
    this.list.setAttribute("aria-busy", "false");
    if (end || fresh?.out) this.toEnd();
    else {
      const prepended = before !== undefined && this.list.firstElementChild?.dataset.key !== before && fresh === null;
      if (prepended) this.scroller.scrollTop = top + this.scroller.scrollHeight - height;
      if (fresh) this.unseen += 1;
      this.showDown();
    }
  }

  toEnd(smooth = false) {
    this.scroller.scrollTo({ top: this.scroller.scrollHeight, behavior: smooth ? "smooth" : "instant" });
    this.unseen = 0;
    this.atEnd = true;
    this.showDown();
  }

  scrolled() {
    const { scrollTop, scrollHeight, clientHeight } = this.scroller;
    this.atEnd = scrollHeight - scrollTop - clientHeight < NEAR_END_PX;
    if (this.atEnd) this.unseen = 0;
    if (scrollTop < 40 && !this.older.hidden) this.on.older();
    this.showDown();
  }

  showDown() {
    this.down.hidden = this.atEnd;
    this.down.setAttribute("aria-label", WORDS.log.fresh(this.unseen));
    this.down.replaceChildren(icon("down"), ...(this.unseen ? [h("b", null, String(this.unseen))] : []));
  }

  /** Scrolls to a message and marks it for a moment. */
  jump(id) {
    const element = this.find(id);
    if (!element) return;
    element.scrollIntoView({ block: "center" });
    element.classList.add("flash");
    element.addEventListener("animationend", () => element.classList.remove("flash"), { once: true });
    element.focus({ preventScroll: true });
  }

  find(id) {
    return this.list.querySelector(`.message[data-ids~="${id}"]`);
  }

  activate(element) {
    if (!element || element === this.active) return;
    if (this.active) {
      this.active.tabIndex = -1;
      const more = this.active.querySelector(".message-more");
      if (more) more.tabIndex = -1;
    }
    this.active = element;
    element.tabIndex = 0;
    element.querySelector(".message-more").tabIndex = 0;
  }

  key(event) {
    const all = [...this.list.querySelectorAll(".message")];
    if (!all.length || event.target.closest("input, textarea")) return;
    const now = all.indexOf(event.target.closest(".message"));
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (step) {
      event.preventDefault();
      all[now < 0 ? all.length - 1 : Math.min(all.length - 1, Math.max(0, now + step))].focus();
    } else if (now >= 0 && (event.key === "ContextMenu" || (event.key === "F10" && event.shiftKey) || (event.key === "Enter" && event.target === all[now]))) {
      event.preventDefault();
      this.openMenu(all[now], null);
    }
  }

  openMenu(element, at) {
    const message = this.messages.get(Number(element.dataset.id));
    if (message) this.on.menu(message, element.querySelector(".message-more"), at);
  }

  contextMenu(event) {
    const element = event.target.closest(".message");
    if (!element || event.target.closest("a")) return;
    event.preventDefault();
    this.openMenu(element, { x: event.clientX, y: event.clientY });
  }

  watchLongPress() {
    let timer = null;
    const stop = () => clearTimeout(timer);
    this.list.addEventListener("pointerdown", (event) => {
      const element = event.target.closest(".message");
      if (event.pointerType === "mouse" || !element || event.target.closest("button, a, input")) return;
      const at = { x: event.clientX, y: event.clientY };
      timer = setTimeout(() => this.openMenu(element, at), LONG_PRESS_MS);
    });
    for (const name of ["pointerup", "pointercancel", "pointermove"]) this.list.addEventListener(name, stop, { passive: true });
  }
}

/** Groups messages into days, runs of one writer, and albums. */
function blocks(messages, grouped, on) {
  const units = [];
  for (const message of messages) {
    const last = units.at(-1);
    if (message.album && last?.[0].album === message.album) last.push(message);
    else units.push([message]);
  }
  const out = [];
  let today = null;
  units.forEach((unit, index) => {
    const head = unit[0];
    const label = day(head.date);
    if (label !== today) {
      out.push({ key: `day ${new Date(head.date * 1000).toDateString()}`, signature: label, build: () => dayLine(label) });
      today = label;
    }
    if (head.service) {
      out.push({ key: `m${head.id}`, signature: JSON.stringify(head.service), build: () => serviceLine(head) });
      return;
    }
    const first = !sameRun(units[index - 1]?.at(-1), head);
    const last = !sameRun(unit.at(-1), units[index + 1]?.[0]);
    out.push({
      key: `m${head.id}`,
      signature: JSON.stringify([unit, first, last]),
      build: () => bubble(unit, { named: grouped, first, last, on }),
    });
  });
  return out;
}

function sameRun(a, b) {
  return Boolean(a && b && !a.service && !b.service && a.out === b.out && a.from?.id === b.from?.id && a.from?.name === b.from?.name
    && b.date - a.date < RUN_SECONDS && day(a.date) === day(b.date));
}
