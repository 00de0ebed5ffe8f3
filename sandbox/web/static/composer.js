// Writing: the input, the bot's keyboards, commands, replies and edits.

import { attachFiles, chooseLocation, openAttach, recordVoice, shareOwn } from "/web/attach.js";
import { h } from "/web/dom.js";
import { icon } from "/web/icons.js";
import { attempt, openMenu } from "/web/layers.js";
import { WORDS, preview } from "/web/words.js";

const W = WORDS.composer;

/** The lower part of a conversation; follows the session's chat. */
export class Composer {
  constructor({ phone, session, people }) {
    this.phone = phone;
    this.session = session;
    this.people = people;
    this.reply = null;
    this.editing = null;
    this.keyboardHidden = false;
    this.keyboardSeen = null;
    this.bar = h("div", { class: "compose-bar", hidden: true });
    this.suggestions = h("div", { class: "suggestions", hidden: true });
    this.input = h("textarea", { rows: 1, class: "compose-input", dataset: { focus: "input" }, enterkeyhint: "send", autocomplete: "off",
      oninput: () => this.typed(), onkeydown: (event) => this.key(event), onpaste: (event) => this.pasted(event) });
    this.menu = h("button", { type: "button", class: "compose-menu", "aria-haspopup": "menu", "aria-expanded": "false", "aria-label": W.commandsLabel, onclick: () => this.openCommands() },
      icon("menu"), h("span", null, W.commands));
    this.attach = h("button", { type: "button", class: "round", "aria-label": W.attach, "aria-haspopup": "menu", "aria-expanded": "false", onclick: () => this.openAttach() }, icon("attach"));
    this.toggle = h("button", { type: "button", class: "round", hidden: true, onclick: () => this.toggleKeyboard() }, icon("keyboard"));
    this.go = h("button", { type: "button", class: "round go", onclick: () => this.submit() });
    this.row = h("div", { class: "compose-row" }, this.menu, this.attach, this.input, this.toggle, this.go);
    this.keys = h("div", { class: "reply-keyboard", role: "group", "aria-label": W.keyboardLabel, hidden: true });
    this.instead = h("div", { class: "compose-instead", hidden: true });
    this.root = h("footer", { class: "composer" }, this.suggestions, this.bar, this.instead, this.row, this.keys);
    this.dropFiles();
    this.typed();
  }

  get send() {
    return {
      body: (body) => this.post((extra) => this.session.act("POST", "messages", { ...body, ...extra })),
      files: (files, kind, fields) => this.post((extra) => this.session.act("POST", "files", form(files, kind, { ...fields, ...extra }))),
    };
  }

  /** Sends in the opened topic, as an answer when one is being written; keeps what was typed when refused. */
  post(work) {
    const extra = {};
    if (this.reply) extra.reply_to = this.reply.id;
    if (this.session.view.thread) extra.thread = this.session.view.thread;
    this.endReply();
    return attempt(this.phone, () => this.session.send(() => work(extra)));
  }

  /** Brings everything in step with the chat. */
  update() {
    const { chat, topic } = this.session;
    if (!chat) return;
    this.input.setAttribute("aria-label", W.label(topic?.name ?? chat.title));
    const title = chat.keyboard?.placeholder ?? W.message;
    this.input.placeholder = title;
    this.menu.hidden = chat.type !== "private" || chat.menu_button?.type === "web_app" || !chat.commands?.length;
    this.showInstead(chat, topic);
    this.showKeyboard(chat.keyboard);
  }

  showInstead(chat, topic) {
    let words = null;
    if (chat.type === "private" && chat.blocked) words = ["button", W.unblock, () => this.session.act("POST", "unblock")];
    else if (chat.type === "private" && !chat.started) words = ["button", W.start, () => this.session.send(() => this.session.act("POST", "start", {}))];
    else if (["left", "kicked"].includes(chat.me?.status)) words = ["p", W.notMember];
    else if (topic?.closed && !["creator", "administrator"].includes(chat.me?.status)) words = ["p", WORDS.topics.closedBar];
    const signature = words ? words[1] : "";
    this.row.hidden = Boolean(words);
    this.instead.hidden = !words;
    if (this.instead.signature === signature) return;
    this.instead.signature = signature;
    this.instead.replaceChildren(...(words
      ? [words[0] === "p" ? h("p", null, icon("lock"), words[1]) : h("button", { type: "button", class: "wide primary", onclick: async () => {
        await attempt(this.phone, words[2]);
        this.focus();
      } }, words[1])]
      : []));
  }

  showKeyboard(keyboard) {
    const signature = JSON.stringify(keyboard);
    if (this.keyboardSeen !== signature) {
      this.keyboardSeen = signature;
      this.keyboardHidden = false;
      if (keyboard?.kind === "force_reply") this.forceReply(keyboard);
      this.keys.replaceChildren(...(keyboard?.kind === "reply"
        ? keyboard.rows.map((row) => h("div", { class: "key-row" }, row.map((button) => this.replyKey(button, keyboard))))
        : []));
    }
    const shown = keyboard?.kind === "reply" && !this.row.hidden;
    this.keys.hidden = !shown || this.keyboardHidden;
    this.toggle.hidden = !shown;
    this.toggle.setAttribute("aria-label", this.keyboardHidden ? W.keyboard : W.keyboardHide);
    this.toggle.setAttribute("aria-expanded", String(!this.keyboardHidden));
  }

  replyKey(button, keyboard) {
    const glyph = { contact: "contact", location: "pin" }[button.request];
    const press = (extra = {}) => {
      if (keyboard.one_time) this.keyboardHidden = true;
      return this.post((more) => this.session.act("POST", "keyboard", { text: button.text, ...extra, ...more }));
    };
    const run = async () => {
      if (button.request === "contact") await shareOwn(this.phone, this.session.account, press);
      else if (button.request === "location") {
        const at = await chooseLocation(this.phone);
        if (at) await press(at);
      } else await press();
      this.update();
    };
    return h("button", { type: "button", class: "key", dataset: { focus: `kb ${button.text}` }, onclick: run }, glyph ? icon(glyph) : null, h("span", null, button.text));
  }

  forceReply(keyboard) {
    const message = this.session.view.messages.get(keyboard.message_id);
    if (message) this.startReply(message, this.phone.contains(document.activeElement));
  }

  toggleKeyboard() {
    this.keyboardHidden = !this.keyboardHidden;
    this.update();
  }

  openCommands() {
    const commands = this.session.chat.commands;
    openMenu(this.phone, this.menu, commands.map((one) => ({
      label: `/${one.command}`, hint: one.description, run: () => this.send.body({ text: `/${one.command}` }),
    })), { label: W.commandsLabel });
  }

  openAttach() {
    openAttach(this.phone, this.attach, { account: this.session.account, send: this.send, people: this.people });
  }

  startReply(message, focus = true) {
    this.editing = null;
    this.reply = message;
    this.showBar("reply", W.replying(message.out ? WORDS.you : message.from?.name ?? ""), preview(message));
    if (focus) this.focus();
  }

  startEdit(message) {
    this.reply = null;
    this.editing = message;
    this.input.value = message.text;
    this.showBar("edit", W.editing, preview(message));
    this.typed();
    this.focus();
  }

  showBar(glyph, title, words) {
    this.bar.replaceChildren(icon(glyph), h("div", null, h("b", null, title), h("span", null, words)),
      h("button", { type: "button", class: "round", "aria-label": `${W.cancel}: ${title}`, onclick: () => this.cancel() }, icon("close")));
    this.bar.hidden = false;
  }

  cancel() {
    if (this.editing) this.input.value = "";
    this.editing = null;
    this.endReply();
    this.typed();
    this.focus();
  }

  endReply() {
    this.reply = null;
    if (!this.editing) this.bar.hidden = true;
  }

  focus() {
    if (!this.row.hidden) this.input.focus({ preventScroll: true });
  }

  typed() {
    const words = this.input.value;
    this.input.style.setProperty("height", "auto");
    this.input.style.setProperty("height", `${Math.min(140, this.input.scrollHeight || 40)}px`);
    const empty = words.trim() === "";
    this.root.classList.toggle("writing", !empty);
    const mode = this.editing ? "check" : empty ? "mic" : "send";
    if (this.go.dataset.mode !== mode) {
      this.go.dataset.mode = mode;
      this.go.setAttribute("aria-label", { check: W.save, mic: W.voice, send: W.send }[mode]);
      this.go.replaceChildren(icon(mode));
    }
    this.suggest(words);
  }

  suggest(words) {
    const commands = /^\/\w*$/.test(words) ? (this.session.chat?.commands ?? []).filter((one) => `/${one.command}`.startsWith(words)) : [];
    this.suggestions.hidden = commands.length === 0;
    this.suggestions.replaceChildren(...commands.slice(0, 6).map((one) => h("button", { type: "button", onclick: () => {
      this.input.value = "";
      this.typed();
      this.send.body({ text: `/${one.command}` });
      this.focus();
    } }, h("b", null, `/${one.command}`), h("span", null, one.description))));
  }

  key(event) {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      if (this.input.value.trim()) this.submit();
    } else if (event.key === "Escape" && (this.editing || this.reply)) {
      event.preventDefault();
      this.cancel();
    } else if (event.key === "ArrowUp" && this.input.value === "" && !this.editing) {
      const own = [...(this.session.view?.messages.values() ?? [])].filter((one) => one.out && one.text && !one.service).at(-1);
      if (own) {
        event.preventDefault();
        this.startEdit(own);
      }
    }
  }

  async submit() {
    const text = this.input.value;
    if (!text.trim()) {
      await recordVoice(this.phone, this.send);
      return;
    }
    const { editing } = this;
    this.editing = null;
    this.input.value = "";
    this.typed();
    if (editing) this.endReply();
    const done = editing
      ? await attempt(this.phone, () => this.session.send(() => this.session.act("POST", `messages/${editing.id}/edit`, { text })))
      : await this.send.body({ text });
    if (done === undefined && this.input.value === "") {
      if (editing) this.startEdit(editing);
      this.input.value = text;
      this.typed();
    }
    this.focus();
  }

  pasted(event) {
    const files = [...(event.clipboardData?.files ?? [])];
    if (!files.length) return;
    event.preventDefault();
    this.offer(files);
  }

  offer(files) {
    attachFiles(this.phone, files.every((file) => file.type.startsWith("image/")) ? "photo" : "document", this.send, files.slice(0, 10));
  }

  dropFiles() {
    this.phone.addEventListener("dragover", (event) => {
      if (this.root.isConnected && event.dataTransfer?.types.includes("Files")) event.preventDefault();
    });
    this.phone.addEventListener("drop", (event) => {
      const files = [...(event.dataTransfer?.files ?? [])];
      if (!this.root.isConnected || !files.length) return;
      event.preventDefault();
      this.offer(files);
    });
  }
}

function form(files, kind, fields) {
  const data = new FormData();
  data.set("kind", kind);
  for (const file of files) data.append("file", file, file.name);
  for (const [name, value] of Object.entries(fields)) if (value !== null && value !== undefined) data.set(name, String(value));
  return data;
}
