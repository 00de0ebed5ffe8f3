// The page: puts phones on the stage and keeps them in step with the server.

import { call } from "/web/api.js";
import { h } from "/web/dom.js";
import { Live } from "/web/live.js";
import { Phone } from "/web/phone.js";
import { Session } from "/web/session.js";
import { Stage } from "/web/stage.js";
import { WORDS } from "/web/words.js";

const BACK_SHOWN_MS = 3000;
const floor = document.getElementById("phones");
const connection = document.getElementById("connection");
const phones = new Map();
let accounts = [];
let current = null;

const stage = new Stage({
  panel: document.getElementById("panel"),
  switcher: document.getElementById("switcher"),
  toggle: (id) => (phones.has(id) ? hide(id) : show(id)),
  current: (id) => front(id),
  add: async (account) => {
    await people();
    await show(account.id);
  },
});

const live = new Live({
  onevent(account, name, data) {
    if (name === "accounts") people();
    else if (name === "reset") restart();
    else if (name === "hello") phones.get(account)?.session.catchUp();
    else phones.get(account)?.session.apply(name, data);
  },
  onstate(state) {
    clearTimeout(connection.timer);
    connection.className = `connection ${state}`;
    connection.textContent = state === "lost" ? WORDS.connection.lost : state === "back" ? WORDS.connection.back : "";
    if (state === "back") {
      connection.timer = setTimeout(() => {
        connection.textContent = "";
        connection.className = "connection";
      }, BACK_SHOWN_MS);
    }
  },
});

async function people() {
  accounts = await call("GET", "/phone/accounts");
  for (const id of phones.keys()) if (!accounts.some((one) => one.id === id)) take(id);
  refresh();
}

async function restart() {
  await people();
  await Promise.all([...phones.values()].map((phone) => phone.start()));
  if (phones.size === 0) await first();
}

/** Puts an account's phone on the stage, in front unless told otherwise. */
async function show(id, { ahead = true } = {}) {
  const account = accounts.find((one) => one.id === id);
  if (!account || phones.has(id)) return;
  const session = new Session(account);
  const phone = new Phone({ session, people: () => accounts, hide: () => hide(id) });
  phones.set(id, phone);
  session.addEventListener("chats", () => stage.unread(id, [...session.chats.values()].reduce((sum, chat) => sum + chat.unread, 0)));
  floor.append(phone.root);
  live.follow([...phones.keys()]);
  front(ahead ? id : current ?? id);
  await phone.start();
  if (ahead) phone.root.scrollIntoView({ inline: "nearest", block: "nearest" });
}

function take(id) {
  phones.get(id)?.root.remove();
  phones.delete(id);
}

function hide(id) {
  take(id);
  live.follow([...phones.keys()]);
  front(current === id ? phones.keys().next().value ?? null : current);
}

function front(id) {
  current = id;
  for (const [one, phone] of phones) phone.root.classList.toggle("current", one === id);
  refresh();
}

function refresh() {
  stage.show(accounts, phones, current);
  for (const [id, { session }] of phones) stage.unread(id, [...session.chats.values()].reduce((sum, chat) => sum + chat.unread, 0));
  floor.querySelector(".nobody")?.remove();
  if (phones.size === 0) floor.append(h("p", { class: "nobody" }, WORDS.stage.none));
  const asked = new URLSearchParams(location.search);
  asked.set("phones", [...phones.keys()].join(","));
  history.replaceState(null, "", `?${asked}`.replaceAll("%2C", ","));
}

/** Opens the phones named in the address, else the first seeker's and the first officer's. */
async function first() {
  const asked = new URLSearchParams(location.search).get("phones");
  const named = (asked ?? "").split(",").map(Number).filter((id) => accounts.some((one) => one.id === id));
  const usual = ["seeker", "officer"].map((role) => accounts.find((one) => one.role === role)?.id).filter(Boolean);
  await Promise.all((named.length ? named : usual).map((id) => show(id, { ahead: false })));
  refresh();
}

async function begin() {
  try {
    accounts = await call("GET", "/phone/accounts");
  } catch (error) {
    if (!error.code) throw error;
    connection.className = "connection lost";
    connection.textContent = error.message;
    setTimeout(begin, BACK_SHOWN_MS);
    return;
  }
  connection.textContent = "";
  connection.className = "connection";
  await first();
}

await begin();
