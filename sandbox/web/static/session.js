// What one account knows: its chats, the opened conversation, and how events change them.

import { AccountApi } from "/web/api.js";

/** The state behind one phone; dispatches `chats`, `messages`, `action`, `answer` when something changed. */
export class Session extends EventTarget {
  constructor(account) {
    super();
    this.account = account;
    this.id = account.id;
    this.api = new AccountApi(account.id);
    this.chats = new Map();
    this.view = null;
    this.sending = Promise.resolve();
    this.timers = new Map();
  }

  emit(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  /** Loads the chats and, when one is open, its messages again. */
  async load() {
    const chats = await this.api.chats();
    this.chats = new Map(chats.map((chat) => [chat.id, chat]));
    for (const chat of chats) this.watchAction(chat);
    if (this.view && !this.chats.has(this.view.chat)) this.view = null;
    this.emit("chats");
    if (this.view) await this.open(this.view.chat, this.view.thread);
  }

  get chat() {
    return this.view ? this.chats.get(this.view.chat) : null;
  }

  /** Chats, newest first. */
  sorted() {
    const time = (chat) => chat.last_message?.date ?? 0;
    return [...this.chats.values()].sort((a, b) => time(b) - time(a));
  }

  /** The opened topic, or null. */
  get topic() {
    return this.chat?.topics?.find((topic) => topic.thread === this.view.thread) ?? null;
  }

  /** Opens a chat; `thread` is a topic's number, null for General, undefined where there are no topics. */
  async open(chat, thread) {
    const same = this.view?.chat === chat && this.view.thread === thread;
    const view = { chat, thread, messages: same ? this.view.messages : new Map(), more: same && this.view.more, early: [] };
    this.view = view;
    const page = await this.api.messages(chat, { thread });
    if (this.view !== view) return;
    const oldest = page.messages[0]?.id ?? 0;
    for (const id of view.messages.keys()) if (id >= oldest) view.messages.delete(id);
    const reached = view.messages.size > 0 && { more: view.more };
    this.keep(view, { messages: [...view.messages.values(), ...page.messages], more: page.more });
    Object.assign(view, reached || {});
    for (const [name, message] of view.early) {
      if (name === "deleted") view.messages.delete(message);
      else view.messages.set(message.id, message);
    }
    view.early = null;
    this.emit("messages");
    this.read();
  }

  /** Loads again what may have been missed while no stream was open. */
  catchUp() {
    if (this.chats.size > 0) this.load().catch(() => undefined);
  }

  keep(view, page) {
    const all = [...page.messages, ...view.messages.values()];
    view.messages = new Map(all.map((message) => [message.id, message]));
    view.more = page.more;
  }

  /** Loads the page before the oldest message. */
  async older() {
    const view = this.view;
    if (!view?.more || view.loading) return;
    view.loading = true;
    try {
      const before = Math.min(...view.messages.keys());
      const page = await this.api.messages(view.chat, { thread: view.thread, before });
      if (this.view === view) this.keep(view, page);
    } finally {
      view.loading = false;
    }
    if (this.view === view) this.emit("messages");
  }

  close() {
    this.view = null;
  }

  /** Tells the server that what is on the screen was read. */
  read() {
    const { chat, view } = this;
    const unread = this.topic ? this.topic.unread : chat?.unread;
    if (!unread) return;
    if (this.topic) {
      chat.unread = Math.max(0, chat.unread - this.topic.unread);
      this.topic.unread = 0;
    } else {
      chat.unread = 0;
    }
    this.emit("chats");
    this.api.in(chat.id, "POST", "read", view.thread === undefined ? {} : { thread: view.thread }).catch(() => this.load());
  }

  /** Runs sends one after another, so that the order on the screen is the order of writing. */
  send(work) {
    const sent = this.sending.then(work);
    this.sending = sent.catch(() => undefined);
    return sent.then((messages) => {
      // The stream may have brought it already, in a newer state («read») than this answer.
      const unknown = (message) => message?.id && message.chat && !(this.inView(message) && this.view.messages.has(message.id));
      for (const message of [messages].flat().filter(unknown)) this.arrived(message, false);
      return messages;
    });
  }

  /** Acts in the opened chat. */
  act(method, path, body) {
    return this.api.in(this.view.chat, method, path, body);
  }

  inView(message) {
    const view = this.view;
    return view !== null && view.chat === message.chat && (view.thread === undefined || view.thread === (message.thread ?? null));
  }

  /** Puts a new or changed message where it belongs. */
  arrived(message, fresh) {
    const chat = this.chats.get(message.chat);
    if (!chat) return;
    const newest = !chat.last_message || message.id >= chat.last_message.id;
    if (newest) chat.last_message = message;
    const topic = chat.topics?.find((one) => one.thread === (message.thread ?? null));
    if (topic && (!topic.last_message || message.id >= topic.last_message.id)) topic.last_message = message;
    if (fresh && newest && message.from?.kind === "bot") chat.action = null;
    if (message.out && chat.type === "private") chat.started = true;
    if (this.inView(message)) {
      if (this.view.early) this.view.early.push(["message", message]);
      this.view.messages.set(message.id, message);
      this.emit("messages", { fresh: fresh ? message : null });
    }
    this.emit("chats");
  }

  /** Applies one event of the live stream. */
  apply(name, data) {
    if (name === "message") {
      const chat = this.chats.get(data.chat);
      const known = chat?.last_message && data.id <= chat.last_message.id;
      if (chat && !data.out && !known && !this.inView(data)) {
        chat.unread += 1;
        const topic = chat.topics?.find((one) => one.thread === (data.thread ?? null));
        if (topic) topic.unread += 1;
      }
      this.arrived(data, true);
      if (this.inView(data) && !data.out) this.api.in(data.chat, "POST", "read", this.view.thread === undefined ? {} : { thread: this.view.thread }).catch(() => undefined);
    } else if (name === "changed") {
      if (!this.inView(data) || this.view.messages.has(data.id)) this.arrived(data, false);
    } else if (name === "deleted") {
      this.removed(data);
    } else if (name === "action") {
      const chat = this.chats.get(data.chat);
      if (chat) {
        chat.action = data.action ? { action: data.action, thread: data.thread ?? null, until: Date.now() / 1000 + data.seconds } : null;
        this.watchAction(chat);
        this.emit("chats");
      }
    } else if (name === "chat") {
      const before = this.chats.get(data.id);
      this.chats.set(data.id, data);
      if (before && this.view?.chat === data.id) this.read();
      this.watchAction(data);
      this.emit("chats");
    } else if (name === "gone") {
      this.chats.delete(data.chat);
      if (this.view?.chat === data.chat) this.view = null;
      this.emit("chats");
    } else if (name === "account") {
      this.account = data;
      this.emit("chats");
    } else if (name === "answer") {
      this.emit("answer", data);
    }
  }

  removed({ chat: id, ids }) {
    const gone = new Set(ids);
    if (this.view?.chat === id) {
      for (const one of ids) {
        this.view.messages.delete(one);
        this.view.early?.push(["deleted", one]);
      }
      this.emit("messages");
    }
    const chat = this.chats.get(id);
    const last = [chat, ...(chat?.topics ?? [])].some((one) => gone.has(one?.last_message?.id));
    if (last) this.load().catch(() => undefined);
  }

  /** Ends «mengetik…» when its time is over. */
  watchAction(chat) {
    clearTimeout(this.timers.get(chat.id));
    if (!chat.action) return;
    const left = Math.max(0, chat.action.until * 1000 - Date.now());
    this.timers.set(chat.id, setTimeout(() => {
      const now = this.chats.get(chat.id);
      if (now) now.action = null;
      this.emit("chats");
    }, left));
  }
}
