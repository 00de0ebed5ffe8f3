// One stream of events for all phones on the stage; it reconnects by itself and says so.

const EVENTS = ["hello", "message", "changed", "deleted", "action", "chat", "gone", "account", "accounts", "answer", "reset"];
const RETRY_MS = 1500;

/** Listens for the accounts given to `follow`; calls `onevent(account, name, data)` and `onstate("open"|"lost"|"back")`. */
export class Live {
  constructor({ onevent, onstate }) {
    this.onevent = onevent;
    this.onstate = onstate;
    this.source = null;
    this.lost = false;
  }

  /** Follows these accounts from now on; `hello` tells when to load what was missed between two streams. */
  follow(accounts) {
    const wanted = [...accounts].sort().join(",");
    if (wanted === this.accounts && this.source) return;
    this.accounts = wanted;
    this.connect();
  }

  connect() {
    this.source?.close();
    clearTimeout(this.timer);
    this.source = null;
    if (!this.accounts) return;
    const source = new EventSource(`/phone/events?accounts=${this.accounts}`);
    this.source = source;
    source.onopen = () => {
      this.onstate(this.lost ? "back" : "open");
      this.lost = false;
    };
    source.onerror = () => {
      if (source !== this.source) return;
      if (!this.lost) this.onstate("lost");
      this.lost = true;
      if (source.readyState === EventSource.CLOSED) this.timer = setTimeout(() => this.connect(), RETRY_MS);
    };
    for (const name of EVENTS) {
      source.addEventListener(name, (event) => {
        if (source !== this.source) return;
        const { account, data } = JSON.parse(event.data);
        this.onevent(account ?? null, name, data);
      });
    }
  }
}
