// The server's people side over HTTP.

import { WORDS } from "/web/words.js";

/** What the server refused, with the sentence to show and a word for programs. */
export class Refused extends Error {
  constructor(message, code) {
    super(message);
    this.code = code;
  }
}

/** Calls the server; answers its JSON, throws Refused with a sentence for the person. */
export async function call(method, path, body) {
  const form = body instanceof FormData;
  let response;
  try {
    response = await fetch(path, {
      method,
      headers: body && !form ? { "content-type": "application/json" } : {},
      body: form ? body : body && JSON.stringify(body),
    });
  } catch (error) {
    throw new Refused(WORDS.offline, "offline", { cause: error });
  }
  const answer = await response.json().catch(() => null);
  if (!response.ok) throw new Refused(answer?.error ?? WORDS.trouble, answer?.code ?? "http");
  return answer;
}

/** One account's side: every path below it. */
export class AccountApi {
  constructor(id) {
    this.base = `/phone/accounts/${id}`;
  }

  chats() {
    return call("GET", `${this.base}/chats`);
  }

  messages(chat, { thread, before } = {}) {
    const query = new URLSearchParams({ limit: "50" });
    if (thread !== undefined) query.set("thread", thread ?? "general");
    if (before) query.set("before", before);
    return call("GET", `${this.base}/chats/${chat}/messages?${query}`);
  }

  createGroup(body) {
    return call("POST", `${this.base}/chats`, body);
  }

  /** Anything under one chat: `in(chat, "POST", "messages", {…})`. */
  in(chat, method, path, body) {
    return call(method, `${this.base}/chats/${chat}/${path}`.replace(/\/$/, ""), body);
  }
}
