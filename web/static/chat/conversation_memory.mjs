/**
 * What this browser remembers of the chat, so that a reload loses nothing.
 * A chat that the family agreed to keep is found again after the browser was closed; any other ends with the tab.
 */

const KEPT = "family-guide.kept";
const TAB = "family-guide.tab";

export class ConversationMemory {
  constructor(tab = sessionStorage, browser = localStorage) {
    this.tab = tab;
    this.browser = browser;
    const kept = this.#read(browser, KEPT);
    this.state = this.#read(tab, TAB) ?? { conversation: kept, context: {}, consent: "", exchanges: [] };
  }

  get conversation() {
    return this.state.conversation;
  }

  get exchanges() {
    return this.state.exchanges;
  }

  get context() {
    return this.state.context;
  }

  get consent() {
    return this.state.consent;
  }

  /** Keep the choice, before there is a conversation. */
  choose(consent) {
    this.#change({ consent });
  }

  /** Keep who is writing, where the patient is, and the therapy. */
  place(context) {
    this.#change({ context });
  }

  /** Keep the conversation's id and token. */
  begin(id, token, stored) {
    this.#change({ conversation: { id, token, stored } });
  }

  /** Each reply brings a newer token. */
  renew(token) {
    if (token) this.#change({ conversation: { ...this.conversation, token } });
  }

  /** The server no longer knows this conversation: the next message begins another. */
  leave() {
    this.#change({ conversation: null });
    this.browser.removeItem(KEPT);
  }

  /** Keep what was said and what came back. */
  add(said, turn) {
    const { token, ...reply } = turn;
    this.#change({ exchanges: [...this.exchanges, { said, turn: reply }] });
  }

  /** Forget everything in this browser. */
  forget() {
    this.state = { conversation: null, context: {}, consent: "", exchanges: [] };
    this.tab.removeItem(TAB);
    this.browser.removeItem(KEPT);
  }

  #change(part) {
    this.state = { ...this.state, ...part };
    this.#write(this.tab, TAB, this.state);
    if (this.conversation?.stored) this.#write(this.browser, KEPT, this.conversation);
  }

  #read(storage, key) {
    try {
      return JSON.parse(storage.getItem(key));
    } catch {
      return null;
    }
  }

  #write(storage, key, value) {
    try {
      storage.setItem(key, JSON.stringify(value));
    } catch {
      // A full or forbidden storage costs the history after a reload, never the chat.
    }
  }
}
