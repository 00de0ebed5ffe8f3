// The list of chats and the list of topics.

import { h, reconcile } from "/web/dom.js";
import { icon } from "/web/icons.js";
import { WORDS, preview, shortTime } from "/web/words.js";

const TOPIC_HUES = new Map([[0x6fb9f0, 0], [0xffd67e, 1], [0xcb86db, 2], [0x8eee98, 3], [0xff93b2, 4], [0xfb6f5f, 5]]);

/** A round picture: a chat's or person's first letter, or a topic's emoji or mark. */
export function avatar(one) {
  if ("thread" in one) {
    const hue = TOPIC_HUES.get(one.icon_color) ?? (one.thread === null ? "general" : 0);
    return h("span", { class: `avatar topic hue-${hue}`, "aria-hidden": "true" }, one.icon_emoji ?? (one.thread === null ? icon("topic") : initials(one.name)));
  }
  const name = one.title ?? one.first_name ?? one.name ?? "";
  const bot = one.type === "private";
  return h("span", { class: `avatar ${bot ? "bot" : `hue-${Math.abs(one.id ?? 0) % 6}`}`, "aria-hidden": "true" }, initials(name));
}

function initials(name) {
  const words = name.replace(/^pak |^bu /i, "").split(/\s+/).filter((word) => /^[\p{L}\p{N}]/u.test(word));
  return (words.length > 1 && words[0].length > 1 ? [...words[0]][0] + [...words[1]][0] : [...(words[0] ?? name)].slice(0, 1).join("")).toUpperCase();
}

function row({ key, picture, title, marks, message, time, unread, acting, run }) {
  return {
    key,
    signature: JSON.stringify([title, marks, message, time, unread, acting, picture.outerHTML]),
    build: () => h("li", null, h("button", { type: "button", class: "chat-row", dataset: { focus: key }, onclick: run },
      picture,
      h("span", { class: "chat-words" },
        h("span", { class: "chat-line" }, h("b", null, title, marks), h("time", null, time)),
        h("span", { class: "chat-line" }, h("span", { class: acting ? "chat-preview acting" : "chat-preview" }, message),
          unread ? h("span", { class: "unread" }, h("span", null, String(unread)), h("span", { class: "hidden-words" }, WORDS.list.unreadWords)) : null)))),
  };
}

/** Says who wrote the last message, in groups. */
function lastLine(message, named) {
  if (!message || message.service || !named) return preview(message);
  return `${message.out ? WORDS.you : message.from?.name ?? ""}: ${preview(message)}`;
}

/** Fills `list` (a `ul`) with the session's chats. */
export function showChats(list, session, open) {
  reconcile(list, session.sorted().map((chat) => {
    const title = chat.title;
    const message = chat.action ? WORDS.head.actions[chat.action.action] ?? WORDS.head.actions.typing : lastLine(chat.last_message, chat.type !== "private");
    return row({
      key: `chat${chat.id}`, picture: avatar(chat), title, marks: null, message, acting: Boolean(chat.action), unread: chat.unread,
      time: chat.last_message ? shortTime(chat.last_message.date) : "",
      run: () => open(chat),
    });
  }));
}

/** Fills `list` (a `ul`) with a forum's topics, newest first. */
export function showTopics(list, chat, open) {
  const time = (topic) => topic.last_message?.date ?? 0;
  const topics = chat.topics.filter((topic) => !topic.hidden).sort((a, b) => time(b) - time(a));
  reconcile(list, topics.map((topic) => {
    const title = topic.thread === null ? topic.name === "General" ? WORDS.topics.general : topic.name : topic.name;
    const acting = chat.action && (chat.action.thread ?? null) === topic.thread ? WORDS.head.actions[chat.action.action] ?? WORDS.head.actions.typing : null;
    const message = acting ?? lastLine(topic.last_message, true);
    const entry = row({
      key: `topic${topic.thread}`, picture: avatar(topic), title, marks: null, message, acting: Boolean(acting), unread: topic.unread,
      time: topic.last_message ? shortTime(topic.last_message.date) : "",
      run: () => open(topic),
    });
    const build = entry.build;
    entry.signature += topic.closed;
    entry.build = () => {
      const element = build();
      if (topic.closed) element.querySelector("b").append(icon("lock"), h("span", { class: "hidden-words" }, `, ${WORDS.topics.closed}`));
      return element;
    };
    return entry;
  }));
}
