// The stage: who has a phone here, what else runs, colours, and faults to try.

import { call } from "/web/api.js";
import { h } from "/web/dom.js";
import { icon } from "/web/icons.js";
import { ask, attempt, confirm, openDialog } from "/web/layers.js";
import { avatar } from "/web/lists.js";
import { WORDS } from "/web/words.js";

const W = WORDS.stage;
const CONSOLE = "http://127.0.0.1:8000";
const PLACES = [[W.desk, `${CONSOLE}/desk`], [W.studio, `${CONSOLE}/studio`]];
const LOOK_MS = 10_000;

/** The panel beside the phones (a drawer on a narrow screen) and the switcher above them. */
export class Stage {
  constructor({ panel, switcher, toggle, current, add }) {
    this.panel = panel;
    this.switcher = switcher;
    this.on = { toggle, current, add };
    this.narrow = matchMedia("(max-width: 860px)");
    this.people = h("ul", { class: "people" });
    this.bot = h("p", { class: "status", role: "status" });
    this.places = PLACES.map(([label, href]) => ({ href, dot: h("span", { class: "state" }), label }));
    this.root = h("div", { class: "toasts", role: "status" });
    panel.append(
      h("div", { class: "brand" }, h("img", { src: "/web/icon.svg", alt: "", width: 40, height: 40 }), h("div", null, h("h1", null, "Antarkerja"), h("p", null, W.title)),
        h("button", { type: "button", class: "round close-panel", "aria-label": W.closePanel, onclick: () => this.drawer(false) }, icon("close"))),
      h("p", { class: "intro" }, W.intro),
      this.bot,
      h("h2", null, W.people), this.people,
      h("button", { type: "button", class: "wide primary", onclick: () => this.addPerson() }, icon("plus"), W.add),
      h("h2", null, W.places),
      h("ul", { class: "places" }, this.places.map((one) => h("li", null, h("a", { href: one.href, target: "_blank", rel: "noopener" }, one.label, one.dot)))),
      h("h2", { id: "theme-label" }, W.theme), this.themes(),
      h("div", { class: "panel-foot" },
        h("button", { type: "button", class: "quiet", onclick: () => this.faults() }, icon("bolt"), W.faults),
        h("button", { type: "button", class: "quiet danger", onclick: () => this.reset() }, icon("refresh"), W.reset)),
      this.root);
    this.narrow.addEventListener("change", () => this.drawer(false));
    panel.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.drawer(false);
    });
    this.drawer(false);
    this.look();
  }

  /** Shows who is here; `shown` are the ids on the stage, `current` the one in front on a narrow screen. */
  show(accounts, shown, current) {
    this.people.replaceChildren(...accounts.map((one) => h("li", null, h("button", {
      type: "button", class: "person", "aria-pressed": String(shown.has(one.id)), onclick: () => this.on.toggle(one.id),
    }, avatar(one), h("span", null, h("b", null, one.first_name), h("small", null, WORDS.roles[one.role] ?? "")), h("span", { class: "switch" }), h("span", { class: "hidden-words" }, W.show)))));
    const on = accounts.filter((one) => shown.has(one.id));
    const menu = h("button", { type: "button", class: "round", "aria-label": W.more, onclick: () => this.drawer(true) }, icon("menu"));
    this.switcher.replaceChildren(menu, h("nav", { "aria-label": W.people }, on.map((one) => h("button", {
      type: "button", class: "tab", "aria-current": one.id === current ? "true" : null, dataset: { account: one.id }, onclick: () => this.on.current(one.id),
    }, avatar(one), h("span", null, one.first_name), h("span", { class: "unread", hidden: true })))));
  }

  /** Marks unread messages on the switcher. */
  unread(id, count) {
    const mark = this.switcher.querySelector(`[data-account="${id}"] .unread`);
    if (!mark) return;
    mark.hidden = !count;
    mark.replaceChildren(count ? h("span", { "aria-hidden": "true" }, String(count)) : "", h("span", { class: "hidden-words" }, WORDS.list.unread(count)));
  }

  drawer(open) {
    const narrow = this.narrow.matches;
    this.panel.classList.toggle("open", open);
    this.panel.inert = narrow && !open;
    if (open) this.panel.querySelector(".close-panel").focus();
    else if (narrow) this.switcher.querySelector("button")?.focus({ preventScroll: true });
  }

  themes() {
    const stored = localStorage.getItem("theme") ?? "auto";
    const asked = new URLSearchParams(location.search).get("theme");
    const now = Object.hasOwn(W.themes, asked ?? "") ? asked : stored;
    const set = (theme) => {
      document.documentElement.dataset.theme = theme;
      localStorage.setItem("theme", theme);
    };
    document.documentElement.dataset.theme = now;
    const glyphs = { auto: "auto", light: "sun", dark: "moon" };
    return h("div", { class: "themes", role: "radiogroup", "aria-labelledby": "theme-label" }, Object.entries(W.themes).map(([theme, label]) => h("label", null,
      h("input", { type: "radio", name: "theme", value: theme, checked: theme === now, onchange: () => set(theme) }), h("span", null, icon(glyphs[theme]), label))));
  }

  async addPerson() {
    const answer = await ask(this.front(), WORDS.person.title, [
      { name: "first_name", label: WORDS.person.name, required: true },
      { name: "language_code", label: WORDS.person.language, options: Object.entries(WORDS.person.languages), value: "id" },
      { name: "phone_number", label: WORDS.person.phone, type: "tel" },
    ], WORDS.create);
    if (!answer) return;
    if (!answer.phone_number) delete answer.phone_number;
    const account = await attempt(this.panel, () => call("POST", "/phone/accounts", { ...answer, role: "seeker" }));
    if (account) {
      this.drawer(false);
      this.on.add(account);
    }
  }

  front() {
    return this.narrow.matches ? document.body : this.panel;
  }

  async faults() {
    const { faults = [] } = await call("GET", "/control/faults").then((all) => (Array.isArray(all) ? { faults: all } : all), () => ({}));
    const kind = h("select", { name: "kind" }, Object.entries(W.faultKinds).map(([value, label]) => h("option", { value }, label)));
    const times = h("input", { type: "number", min: 0, max: 100, value: 1 });
    const chosen = await openDialog(document.body, {
      title: W.faults,
      body: [h("p", null, W.faultsIntro), h("p", null, W.faultsNow(faults.length)),
        h("label", { class: "field" }, h("span", null, W.faults), kind), h("label", { class: "field" }, h("span", null, W.faultTimes), times)],
      actions: [{ label: WORDS.cancel, value: null }, ...(faults.length ? [{ label: W.faultsClear, value: "clear" }] : []), { label: W.put, value: "put", primary: true }],
    });
    if (chosen === "clear") await attempt(this.panel, () => call("DELETE", "/control/faults"));
    if (chosen === "put") await attempt(this.panel, () => call("POST", "/control/faults", { kind: kind.value, times: Number(times.value) }));
  }

  async reset() {
    if (await confirm(document.body, W.resetAsk, W.reset)) await attempt(this.panel, () => call("POST", "/control/reset"));
  }

  /** Looks now and then whether the bot and the console run. */
  async look() {
    if (document.visibilityState === "visible") {
      const health = await call("GET", "/health").catch(() => null);
      const runs = Boolean(health?.bot_polling || health?.webhook);
      this.bot.classList.toggle("good", runs);
      const words = runs ? W.botRunning : W.botWaiting;
      if (this.bot.textContent !== words) this.bot.textContent = words;
      const console = await fetch(CONSOLE, { mode: "no-cors" }).then(() => true, () => false);
      for (const place of this.places) {
        place.dot.textContent = console ? W.running : W.notRunning;
        place.dot.classList.toggle("good", console);
      }
    }
    setTimeout(() => this.look(), LOOK_MS);
  }
}
