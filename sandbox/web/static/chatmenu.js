// What can be done with a chat, its topics and its members.

import { h } from "/web/dom.js";
import { ask, attempt, choose, confirm, openDialog, openMenu, toast } from "/web/layers.js";
import { WORDS } from "/web/words.js";

const W = WORDS.head;

/** Opens the menu of the chat (or topic) at hand. */
export function chatMenu(context) {
  const { phone, session, anchor } = context;
  const chat = context.chat ?? session.chat;
  openMenu(phone, anchor, chat.type === "private" ? privateItems(context, chat) : groupItems(context, chat), { label: W.menu });
}

function privateItems({ phone, session }, chat) {
  const act = (path) => attempt(phone, () => session.api.in(chat.id, "POST", path));
  return [
    chat.blocked
      ? { label: W.unblock, icon: "block", run: () => act("unblock") }
      : { label: W.block, icon: "block", danger: true, run: () => act("block") },
    { label: W.clear, icon: "trash", danger: true, run: async () => {
      if (!(await confirm(phone, W.clearAsk, W.clear))) return;
      await act("clear");
      await attempt(phone, () => session.load());
    } },
  ];
}

function groupItems({ phone, session, people }, chat) {
  const admin = ["creator", "administrator"].includes(chat.me?.status);
  const topic = session.view?.chat === chat.id ? session.topic : null;
  const items = [{ label: W.membersTitle, icon: "users", run: () => showMembers(phone, session, chat.id, people()) }];
  if (admin) {
    items.push({ label: chat.me.anonymous ? W.anonymousOff : W.anonymousOn, icon: "mask", run: () => attempt(phone, () => session.api.in(chat.id, "POST", "members",
      { id: session.id, status: chat.me.status, anonymous: !chat.me.anonymous })) });
    items.push({ label: W.rename, icon: "edit", run: async () => {
      const answer = await ask(phone, W.rename, [{ name: "title", label: WORDS.list.groupTitle, value: chat.title, required: true }]);
      if (answer) await attempt(phone, () => session.api.in(chat.id, "PATCH", "", answer));
    } });
  }
  if (chat.forum && !topic) items.push({ label: WORDS.topics.make, icon: "plus", run: () => makeTopic(phone, session, chat) });
  if (topic && admin) items.push(...topicItems(phone, session, chat, topic));
  return items;
}

function topicItems(phone, session, chat, topic) {
  const path = `topics/${topic.thread ?? "general"}`;
  const change = (body) => attempt(phone, () => session.api.in(chat.id, "PATCH", path, body));
  const items = [
    { label: topic.closed ? WORDS.topics.reopen : WORDS.topics.close, icon: "lock", run: () => change({ closed: !topic.closed }) },
    { label: WORDS.topics.rename, icon: "edit", run: async () => {
      const answer = await ask(phone, WORDS.topics.rename, [{ name: "name", label: WORDS.topics.name, value: topic.name, required: true }]);
      if (answer) await change(answer);
    } },
  ];
  if (topic.thread !== null) {
    items.push({ label: WORDS.topics.remove, icon: "trash", danger: true, run: async () => {
      if (await confirm(phone, `${WORDS.topics.remove}: «${topic.name}»?`, WORDS.menu.remove)) await attempt(phone, () => session.api.in(chat.id, "DELETE", path));
    } });
  }
  return items;
}

/** Asks for a topic's name and makes it; answers the topic. */
export async function makeTopic(phone, session, chat) {
  const answer = await ask(phone, WORDS.topics.make, [{ name: "name", label: WORDS.topics.name, required: true }], WORDS.create);
  return answer ? attempt(phone, () => session.api.in(chat.id, "POST", "topics", answer)) : undefined;
}

/** Asks for a group's name and members, and makes it; answers the chat. */
export async function makeGroup(phone, session, people) {
  const answer = await ask(phone, WORDS.list.newGroup, [
    { name: "title", label: WORDS.list.groupTitle, required: true },
    { name: "forum", label: WORDS.list.forum, type: "checkbox", checked: true },
    { name: "bot", label: "Bot", options: [["administrator", W.statuses.administrator], ["member", W.statuses.member], ["", "–"]], value: "administrator" },
    ...people.map((one) => ({ name: `member${one.id}`, label: one.first_name, type: "checkbox" })),
  ], WORDS.create);
  if (!answer) return undefined;
  const members = people.filter((one) => answer[`member${one.id}`]).map((one) => one.id);
  return attempt(phone, () => session.api.createGroup({ title: answer.title, forum: answer.forum, members, bot: answer.bot || null }));
}

async function showMembers(phone, session, chatId, people) {
  const chat = session.chats.get(chatId);
  const admin = ["creator", "administrator"].includes(chat.me?.status);
  const chosen = await openDialog(phone, {
    title: W.membersTitle,
    body: (finish) => [
      h("ul", { class: "member-list" }, chat.members.map((one) => h("li", null,
        h("span", null, h("b", null, one.name), h("small", null, [one.title ?? W.statuses[one.status], one.anonymous && WORDS.anonymous, one.is_bot && WORDS.bot].filter(Boolean).join(" · "))),
        admin && one.id !== session.id && one.status !== "creator" ? h("span", { class: "member-acts" },
          h("button", { type: "button", "aria-label": `${one.status === "administrator" ? W.demote : W.promote}: ${one.name}`,
            onclick: () => finish({ id: one.is_bot ? "bot" : one.id, status: one.status === "administrator" ? "member" : "administrator" }) }, one.status === "administrator" ? W.demote : W.promote),
          h("button", { type: "button", class: "danger", "aria-label": `${W.remove}: ${one.name}`, onclick: () => finish({ id: one.is_bot ? "bot" : one.id, status: "left" }) }, W.remove)) : null))),
      admin ? h("button", { type: "button", class: "quiet", onclick: () => finish("invite") }, W.invite) : null,
    ],
  });
  if (!chosen) return;
  let body = chosen;
  if (chosen === "invite") {
    const inside = new Set(chat.members.map((one) => one.id));
    const outside = people.filter((one) => !inside.has(one.id)).map((one) => ({ label: one.first_name, value: one.id }));
    if (!chat.members.some((one) => one.is_bot)) outside.push({ label: "Bot", value: "bot" });
    if (!outside.length) {
      toast(phone, WORDS.empty);
      return;
    }
    const id = await choose(phone, W.invite, outside);
    if (id === null) return;
    body = { id, status: "member" };
  }
  const done = await attempt(phone, () => session.api.in(chatId, "POST", "members", body));
  if (done) await showMembers(phone, session, chatId, people);
}
