// One opened conversation: header, pinned message, log, composer, and the acts on messages.

import { Composer } from "/web/composer.js";
import { h } from "/web/dom.js";
import { icon } from "/web/icons.js";
import { attempt, choose, confirm, openDialog, openMenu, toast } from "/web/layers.js";
import { Log } from "/web/log.js";
import { chatMenu } from "/web/chatmenu.js";
import { downloadUrl } from "/web/media.js";
import { avatar } from "/web/lists.js";
import { WORDS, preview } from "/web/words.js";

const ANSWER_SECONDS = 10;

/** The screen of one chat or topic; call `update` after every change. */
export class Conversation {
  constructor({ phone, session, people, back }) {
    Object.assign(this, { phone, session, people, back });
    this.late = new Set();
    this.shown = new Set();
    const { chat, topic } = session;
    this.chatId = chat.id;
    this.thread = session.view.thread;
    this.composer = new Composer({ phone, session, people });
    this.log = new Log({
      title: topic ? `${chat.title}, ${topic.name}` : chat.title,
      grouped: chat.type !== "private",
      on: {
        menu: (message, anchor, at) => this.messageMenu(message, anchor, at),
        press: (message, row, col, button) => this.press(message, row, col, button),
        react: (message, emoji) => this.react(message, emoji),
        jump: (id) => this.log.jump(id),
        older: () => session.older(),
      },
    });
    this.head = h("header", { class: "head" });
    this.pinned = h("button", { type: "button", class: "pinned", hidden: true });
    this.about = h("div", { class: "about", hidden: true });
    this.root = h("div", { class: "screen conversation" }, this.head, this.pinned, this.log.root, this.composer.root);
    this.log.root.append(this.about);
    this.onmessages = (event) => {
      if (this.isOpen()) {
        this.log.show(session.view, event.detail ?? {});
        this.update();
      }
    };
    this.onanswer = (event) => this.lateAnswer(event.detail);
    session.addEventListener("messages", this.onmessages);
    session.addEventListener("answer", this.onanswer);
    this.update();
  }

  destroy() {
    this.log.destroy();
    this.session.removeEventListener("messages", this.onmessages);
    this.session.removeEventListener("answer", this.onanswer);
  }

  isOpen() {
    return this.session.view?.chat === this.chatId && this.session.view.thread === this.thread;
  }

  update() {
    const { session } = this;
    const { chat, topic } = session;
    if (!chat) return;
    this.showHead(chat, topic);
    const message = session.view.messages.get(chat.pinned_message_id);
    this.pinned.hidden = !message;
    if (message) {
      this.pinned.replaceChildren(icon("pushpin"), h("span", null, h("b", null, WORDS.head.pinned), h("span", null, preview(message))));
      this.pinned.onclick = () => this.log.jump(message.id);
    }
    const empty = chat.type === "private" && session.view.early === null && session.view.messages.size === 0;
    this.about.hidden = !empty;
    if (empty) {
      this.about.replaceChildren(avatar(chat), h("b", null, WORDS.composer.what),
        h("p", null, chat.description ?? WORDS.empty));
    }
    this.composer.update();
  }

  showHead(chat, topic) {
    const action = chat.action && (chat.action.thread ?? null) === (this.thread ?? null) ? chat.action : null;
    const members = chat.members?.length ?? 0;
    const status = action ? WORDS.head.actions[action.action] ?? WORDS.head.actions.typing
      : topic ? `${chat.title}${topic.closed ? ` · ${WORDS.topics.closed}` : ""}`
        : chat.type === "private" ? WORDS.bot : WORDS.head.members(members);
    const signature = JSON.stringify([chat.title, topic, status, chat.me]);
    if (signature === this.head.signature) return;
    const inside = this.head.contains(document.activeElement) ? document.activeElement.dataset.focus : null;
    this.head.signature = signature;
    this.head.replaceChildren(
      h("button", { type: "button", class: "round", "aria-label": WORDS.head.back, dataset: { focus: "back" }, onclick: () => this.back() }, icon("back")),
      topic ? avatar(topic) : avatar(chat),
      h("div", { class: "head-words" }, h("h3", null, topic?.name ?? chat.title, topic?.closed ? icon("lock") : null),
        h("p", { class: action ? "acting" : null }, status)),
      h("button", { type: "button", class: "round", "aria-label": WORDS.head.menu, "aria-haspopup": "menu", "aria-expanded": "false", dataset: { focus: "menu" },
        onclick: (event) => chatMenu({ phone: this.phone, session: this.session, anchor: event.currentTarget, people: this.people, left: () => this.back() }) }, icon("more")));
    if (inside) this.head.querySelector(`[data-focus="${inside}"]`)?.focus();
  }

  messageMenu(message, anchor, at) {
    const W = WORDS.menu;
    const { session, composer } = this;
    const admin = ["creator", "administrator"].includes(session.chat.me?.status);
    const mine = message.reactions?.find((one) => one.mine)?.emoji;
    const url = message.protected ? null : downloadUrl(message);
    const items = [
      { label: W.reply, icon: "reply", run: () => composer.startReply(message) },
      message.text && !message.protected && { label: W.copy, icon: "copy", run: () => this.copy(message.text) },
      !message.protected && { label: W.forward, icon: "forward", run: () => this.forward(message) },
      message.out && message.text && !message.forwarded && { label: W.edit, icon: "edit", run: () => composer.startEdit(message) },
      url && { label: W.download, icon: "download", run: () => h("a", { href: url, download: message.media.name ?? "" }).click() },
      (message.out || admin || session.chat.type === "private") && { label: W.remove, icon: "trash", danger: true, run: () => this.remove(message) },
    ].filter(Boolean);
    const reactions = Object.entries(W.react).map(([emoji, label]) => ({
      emoji, label, pressed: emoji === mine, run: () => this.react(message, emoji === mine ? null : emoji),
    }));
    openMenu(this.phone, anchor, items, { reactions, at });
  }

  copy(text) {
    navigator.clipboard.writeText(text).then(() => toast(this.phone, WORDS.menu.copied), () => toast(this.phone, WORDS.trouble));
  }

  react(message, emoji) {
    return attempt(this.phone, async () => {
      this.session.arrived(await this.session.act("POST", `messages/${message.id}/react`, { emoji }), false);
    });
  }

  async remove(message) {
    if (!(await confirm(this.phone, `${WORDS.menu.remove}: «${preview(message).slice(0, 60)}»?`, WORDS.menu.remove))) return;
    await attempt(this.phone, async () => {
      await this.session.act("DELETE", `messages/${message.id}`);
      this.session.removed({ chat: this.chatId, ids: [message.id] });
    });
    this.composer.focus();
  }

  async forward(message) {
    const places = this.session.sorted().flatMap((chat) => (chat.forum
      ? chat.topics.filter((topic) => !topic.hidden).map((topic) => ({ label: `${chat.title} · ${topic.name}`, icon: avatar(topic), value: { to: chat.id, thread: topic.thread } }))
      : [{ label: chat.title, icon: avatar(chat), value: { to: chat.type === "private" ? "bot" : chat.id } }]));
    const to = await choose(this.phone, WORDS.menu.forwardTo, places);
    if (to) await attempt(this.phone, () => this.session.send(() => this.session.act("POST", `messages/${message.id}/forward`, to.thread === null ? { to: to.to } : to)));
  }

  /** Presses an inline button; shows the bot's answer as it asks: a toast, an alert, or a link. */
  async press(message, row, col, button) {
    if (button.getAttribute("aria-busy") === "true") return;
    button.setAttribute("aria-busy", "true");
    const answer = await attempt(this.phone, () => this.session.act("POST", `messages/${message.id}/press`, { row, col, wait: ANSWER_SECONDS }));
    button.removeAttribute("aria-busy");
    const focus = button.dataset.focus;
    const now = button.isConnected ? button : this.log.root.querySelector(`[data-focus="${focus}"]`);
    now?.removeAttribute("aria-busy");
    if (!answer) return;
    if (answer.kind === "copy") this.copy(answer.copied);
    else if (answer.answered) this.showAnswer(answer);
    else this.late.add(answer.id);
  }

  lateAnswer(answer) {
    if (this.late.delete(answer.id)) this.showAnswer(answer);
  }

  showAnswer({ id, text, alert, url }) {
    if (id && this.shown.has(id)) return;
    if (id) this.shown.add(id);
    if (url) {
      openDialog(this.phone, { title: url, body: h("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, url), actions: [{ label: WORDS.close, value: null }] });
    } else if (text && alert) {
      openDialog(this.phone, { title: this.session.chat.title, body: h("p", { class: "alert-text" }, text), alert: true, actions: [{ label: WORDS.ok, value: true, primary: true }] });
    } else if (text) {
      toast(this.phone, text);
    }
  }
}
