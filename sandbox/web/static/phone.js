// One phone: an account, and the screen it is on.

import { chatMenu, makeGroup, makeTopic } from "/web/chatmenu.js";
import { Conversation } from "/web/conversation.js";
import { h } from "/web/dom.js";
import { icon } from "/web/icons.js";
import { attempt } from "/web/layers.js";
import { avatar, showChats, showTopics } from "/web/lists.js";
import { WORDS } from "/web/words.js";

/** A phone on the stage; `people()` lists the other accounts, `hide()` takes it off. */
export class Phone {
  constructor({ session, people, hide }) {
    this.session = session;
    this.people = () => people().filter((one) => one.id !== session.id);
    this.screen = null;
    const { account } = session;
    const name = account.first_name;
    this.owner = h("div", { class: "owner" }, avatar(account), h("b", null, name), h("span", null, WORDS.roles[account.role] ?? ""),
      h("button", { type: "button", class: "round", "aria-label": WORDS.stage.hide(name), onclick: hide }, icon("close")));
    this.stack = h("div", { class: "stack" });
    this.root = h("section", { class: "phone", "aria-label": WORDS.stage.phone(name, WORDS.roles[account.role] ?? ""), dataset: { account: session.id } },
      this.owner, this.stack, h("div", { class: "toasts", role: "status", "aria-live": "polite" }));
    session.addEventListener("chats", () => this.changed());
  }

  /** Opens the place this account most wants: the bot for a seeker, the group's topics for staff. */
  async start() {
    await attempt(this.root, () => this.session.load());
    const group = this.session.sorted().find((chat) => chat.forum);
    const bot = this.session.sorted().find((chat) => chat.type === "private");
    if (this.session.account.role !== "seeker" && group) this.topics(group.id);
    else if (bot) await this.open(bot.id);
    else this.chats();
  }

  show(kind, element, update) {
    const inside = this.root.contains(document.activeElement);
    this.conversation?.destroy();
    this.conversation = null;
    this.screen = { kind, update };
    this.stack.replaceChildren(element);
    update();
    return inside;
  }

  changed() {
    const { session } = this;
    if (this.screen?.kind === "conversation" && !session.view) this.chats();
    else if (this.screen?.kind === "topics" && !session.chats.has(this.screen.chat)) this.chats();
    else this.screen?.update();
  }

  /** The list of chats. */
  chats(focus = null) {
    const { session } = this;
    session.close();
    const list = h("ul", { class: "chat-list" });
    const element = h("div", { class: "screen" },
      h("header", { class: "head" }, h("div", { class: "head-words" }, h("h3", null, WORDS.list.title)),
        h("button", { type: "button", class: "round", "aria-label": WORDS.list.newGroup, onclick: async () => {
          const chat = await makeGroup(this.root, session, this.people());
          if (!chat) return;
          session.chats.set(chat.id, chat);
          this.enter(chat);
        } }, icon("plus"))),
      h("div", { class: "list-scroll" }, list));
    const inside = this.show("chats", element, () => showChats(list, session, (chat) => this.enter(chat)));
    if (inside) (list.querySelector(`[data-focus="${focus}"]`) ?? list.querySelector("button"))?.focus();
  }

  enter(chat) {
    return chat.forum ? this.topics(chat.id) : this.open(chat.id);
  }

  /** The topics of a forum. */
  topics(id, focus = null) {
    const { session } = this;
    session.close();
    const list = h("ul", { class: "chat-list" });
    const head = h("header", { class: "head" });
    const element = h("div", { class: "screen" }, head, h("div", { class: "list-scroll" }, list,
      h("button", { type: "button", class: "make-topic", onclick: async () => {
        const topic = await makeTopic(this.root, session, session.chats.get(id));
        if (topic) await this.open(id, topic.thread);
      } }, icon("plus"), WORDS.topics.make)));
    const inside = this.show("topics", element, () => {
      const chat = session.chats.get(id);
      this.topicsHead(head, chat);
      showTopics(list, chat, (topic) => this.open(id, topic.thread));
    });
    this.screen.chat = id;
    if (inside) (list.querySelector(`[data-focus="${focus}"]`) ?? list.querySelector("button"))?.focus();
  }

  topicsHead(head, chat) {
    const signature = JSON.stringify([chat.title, chat.topics.length, chat.members.length, chat.me]);
    if (head.signature === signature) return;
    head.signature = signature;
    head.replaceChildren(
      h("button", { type: "button", class: "round", "aria-label": WORDS.head.back, onclick: () => this.chats(`chat${chat.id}`) }, icon("back")),
      avatar(chat),
      h("div", { class: "head-words" }, h("h3", null, chat.title),
        h("p", null, [WORDS.head.members(chat.members.length), WORDS.topics.count(chat.topics.filter((topic) => !topic.hidden).length), chat.me?.anonymous && WORDS.anonymous].filter(Boolean).join(" · "))),
      h("button", { type: "button", class: "round", "aria-label": WORDS.head.menu, "aria-haspopup": "menu", "aria-expanded": "false",
        onclick: (event) => chatMenu({ phone: this.root, session: this.session, anchor: event.currentTarget, people: this.people, chat: this.session.chats.get(chat.id) }) }, icon("more")));
  }

  /** One conversation; `thread` null is General, undefined where there are no topics. */
  async open(id, thread) {
    const { session } = this;
    const opening = session.open(id, thread);
    const topics = session.chats.get(id)?.forum;
    const conversation = new Conversation({
      phone: this.root, session, people: this.people,
      back: () => (topics && session.chats.has(id) ? this.topics(id, `topic${thread}`) : this.chats(`chat${id}`)),
    });
    const inside = this.show("conversation", conversation.root, () => conversation.update());
    this.conversation = conversation;
    await attempt(this.root, () => opening);
    if (inside) conversation.composer.focus();
  }
}
