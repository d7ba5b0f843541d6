/** The HTTP contract as seen from the page. Raises ChatUnreachable or ChatRefused, nothing else on purpose. */

import { ChatRefused, ChatUnreachable } from "./errors.mjs";

const LIMIT_MS = 12000;

export class ChatClient {
  constructor(conversationsUrl, cardUrl) {
    this.conversationsUrl = conversationsUrl;
    this.cardUrl = cardUrl;
  }

  /** Begin a conversation; `consent` is null where the family has not chosen, `context` where nothing was told. */
  start(consent, context) {
    return this.#ask("POST", this.conversationsUrl, null, { consent, context });
  }

  /** Send one message; the same `clientTurnId` gets the same reply however often it is sent. */
  say({ id, token }, text, clientTurnId) {
    return this.#ask("POST", this.#url(id, "turns"), token, { text, client_turn_id: clientTurnId });
  }

  /** The stored conversation. */
  read({ id, token }) {
    return this.#ask("GET", this.#url(id), token);
  }

  /** Change who is writing, where the patient is, or the therapy. */
  place({ id, token }, context) {
    return this.#ask("PATCH", this.#url(id, "context"), token, context);
  }

  /** Say whether a reply helped: `rating` is `up` or `down`. */
  rate({ id, token }, turnId, rating) {
    return this.#ask("POST", this.#url(id, "turns", turnId, "feedback"), token, { rating });
  }

  /** Have the conversation forgotten everywhere. */
  forget({ id, token }) {
    return this.#ask("DELETE", this.#url(id), token);
  }

  /** The emergency card for a setting and a country; either may be empty. */
  card({ setting, country }) {
    const known = Object.entries({ setting, country }).filter(([, value]) => value);
    return this.#ask("GET", `${this.cardUrl}?${new URLSearchParams(known)}`);
  }

  #url(...parts) {
    return [this.conversationsUrl, ...parts.map(encodeURIComponent)].join("/");
  }

  async #ask(method, url, token, body) {
    const headers = { Accept: "application/json" };
    if (token) headers.Authorization = `Bearer ${token}`;
    if (body) headers["Content-Type"] = "application/json";
    const limit = new AbortController();
    const timer = setTimeout(() => limit.abort(), LIMIT_MS);
    try {
      const request = { method, headers, signal: limit.signal, cache: "no-store", credentials: "omit" };
      const response = await fetch(url, { ...request, body: body && JSON.stringify(body) });
      return await this.#read(response);
    } catch (error) {
      if (error instanceof ChatRefused) throw error;
      throw new ChatUnreachable("nothing came back", { cause: error });
    } finally {
      clearTimeout(timer);
    }
  }

  async #read(response) {
    if (response.status === 204 || response.status === 202) return null;
    const isJson = /json/.test(response.headers.get("Content-Type") ?? "");
    if (response.ok) return response.json();
    // A proxy's own page in place of ours means that our server is down.
    if (!isJson) throw new ChatUnreachable(`status ${response.status}`);
    throw new ChatRefused(response.status, await response.json());
  }
}
