// One message, or one album, as a bubble with what belongs to it.

import { h, richText, safeUrl } from "/web/dom.js";
import { icon } from "/web/icons.js";
import { mediaOf } from "/web/media.js";
import { WORDS, clock } from "/web/words.js";

const W = WORDS.log;
const BARE = new Set(["sticker", "dice", "video_note"]);

/** A centred line for what happened in the chat. */
export const serviceLine = (message) => h("div", { class: "service" }, h("span", null, message.service.text));

/** A centred day. */
export const dayLine = (text) => h("div", { class: "service day", role: "separator", "aria-label": text }, h("span", null, text));

/**
 * Builds a bubble. `messages` is one, or the parts of an album; `named` shows who wrote; `first` and `last` say where in a run it stands.
 * `on` are the acts: `menu(message, anchor, at)`, `press(message, row, col, button)`, `jump(id)`, `react(message, emoji)`.
 */
export function bubble(messages, { named, first, last, on }) {
  const message = messages.find((one) => one.text) ?? messages[0];
  const anyButtons = messages.find((one) => one.buttons)?.buttons;
  const bare = message.media && BARE.has(message.media.kind) && !message.text;
  const who = message.out ? WORDS.you : message.from?.name ?? "";
  const classes = ["message", message.out ? "out" : "in", first && "first", last && "last", bare && "bare", message.protected && "protected",
    message.media && !message.text && "only-media", anyButtons && "has-buttons"].filter(Boolean).join(" ");
  const more = h("button", { type: "button", class: "message-more", "aria-label": W.more, "aria-haspopup": "menu", "aria-expanded": "false",
    tabindex: -1, dataset: { focus: `more${message.id}` }, onclick: (event) => on.menu(message, event.currentTarget, null) }, icon("more"));
  const body = h("div", { class: "bubble" },
    named && first && !message.out ? author(message) : null,
    message.forwarded ? h("div", { class: "forwarded" }, icon("forward"), WORDS.forwardedFrom(message.forwarded.name)) : null,
    message.reply_to ? replyLine(message.reply_to, on) : null,
    messages.length > 1 ? album(messages) : message.media ? h("div", { class: `media media-${message.media.kind}` }, mediaOf(message)) : null,
    message.text ? textOf(message) : null,
    meta(message));
  const element = h("article", { class: classes, tabindex: -1, dataset: { id: message.id, ids: messages.map((one) => one.id).join(" ") },
    "aria-label": `${who}, ${clock(message.date)}` },
  h("div", { class: "bubble-row" }, body, more),
  anyButtons ? inlineKeyboard(messages.find((one) => one.buttons), on) : null,
  message.reactions?.length ? reactions(message, on) : null);
  return element;
}

function author(message) {
  const { from } = message;
  const badge = from.kind === "bot" ? WORDS.bot : from.kind === "anonymous" ? WORDS.anonymous : null;
  return h("div", { class: `author hue-${Math.abs(from.id ?? 0) % 6}` }, from.name, badge ? h("small", null, badge) : null);
}

function textOf(message) {
  const emoji = !message.media && /^(?:\p{Extended_Pictographic}|\p{Emoji_Modifier}|\u200d|\ufe0f|\s){1,6}$/u.test(message.text) && !/\d/.test(message.text);
  const element = h("div", { class: emoji ? "text big" : "text", dir: "auto" });
  if (message.html === null || message.html === undefined) element.append(message.text);
  else element.append(richText(message.html, { hidden: WORDS.hidden }));
  return element;
}

function replyLine(reply, on) {
  return h("button", { type: "button", class: "reply-line", dataset: { focus: `reply${reply.id}` }, onclick: () => on.jump(reply.id) },
    h("b", null, reply.name), h("span", null, WORDS.media[reply.preview] ?? reply.preview));
}

function album(messages) {
  const pictures = messages.every((one) => ["photo", "video"].includes(one.media?.kind));
  return h("div", { class: pictures ? `album album-${Math.min(messages.length, 10)}` : "album-files" }, messages.map((one) => mediaOf(one)));
}

function meta(message) {
  const state = message.out ? message.state : null;
  const tick = { sending: "clock", sent: "check", read: "checks" }[state];
  return h("span", { class: "meta" },
    message.silent && !message.out ? h("span", { class: "hidden-words" }, WORDS.silent) : null,
    message.edited ? h("span", null, WORDS.edited) : null,
    h("time", { datetime: new Date(message.date * 1000).toISOString() }, clock(message.date)),
    tick ? h("span", { class: `tick ${state}` }, icon(tick), h("span", { class: "hidden-words" }, WORDS.states[state])) : null);
}

function inlineKeyboard(message, on) {
  return h("div", { class: "inline-keyboard", role: "group", "aria-label": W.buttons }, message.buttons.map((row, r) => h("div", { class: "key-row" },
    row.map((button, c) => inlineButton(message, button, r, c, on)))));
}

function inlineButton(message, button, row, col, on) {
  const focus = `key${message.id}.${row}.${col}`;
  const href = ["url", "web_app"].includes(button.kind) ? safeUrl(button.url ?? "") : null;
  if (href) return h("a", { class: "key", href, target: "_blank", rel: "noopener noreferrer", dataset: { focus } }, button.text, icon("link"));
  return h("button", { type: "button", class: "key", dataset: { focus }, onclick: (event) => on.press(message, row, col, event.currentTarget) },
    h("span", null, button.text), button.kind === "copy" ? icon("copy") : null);
}

function reactions(message, on) {
  return h("div", { class: "reactions" }, message.reactions.map((one) => h("button", {
    type: "button", "aria-pressed": String(one.mine), "aria-label": W.react(one.emoji, one.count), dataset: { focus: `react${message.id}${one.emoji}` },
    onclick: () => on.react(message, one.mine ? null : one.emoji),
  }, one.emoji, h("span", null, String(one.count)))));
}
