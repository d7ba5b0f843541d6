/** The conversation on the page: takes what is sent, asks the server, shows what comes back. */

import { Composer } from "./composer.mjs";
import { ConversationLog } from "./conversation_log.mjs";
import { EmergencyCard } from "./emergency_card.mjs";
import { ChatRefused, ChatUnreachable } from "./errors.mjs";
import { SituationForm } from "./situation_form.mjs";

export class ChatPage {
  constructor(root, client, memory, blanks) {
    const find = (name) => document.querySelector(`.js-${name}`);
    this.find = find;
    this.client = client;
    this.memory = memory;
    this.composer = new Composer(find("composer"));
    this.log = new ConversationLog(find("log"), find("waiting"), blanks);
    this.card = new EmergencyCard(find("emergency"), blanks);
    this.situation = new SituationForm(find("situation"), (context) => this.#place(context));
    this.version = root.dataset.consentVersion;
  }

  /** Bring back what this browser remembers, then listen. */
  async start() {
    document.addEventListener("submit", (event) => this.#onSubmit(event));
    document.addEventListener("change", ({ target }) => {
      if (target.name === "consent") this.memory.choose(target.value);
    });
    this.find("start-again").addEventListener("click", (event) => this.#startAgain(event));
    await this.#restore();
  }

  #onSubmit(event) {
    const { submitter } = event;
    event.preventDefault();
    if (submitter?.getAttribute("aria-disabled") === "true" || this.composer.isBusy) return;
    if (submitter?.name === "rating") this.#rate(submitter);
    else if (submitter?.name === "action") this.#forget(submitter);
    else if (submitter?.name === "said") this.#choose(submitter);
    else if (this.composer.text) {
      this.#send(this.composer.text, newId());
      this.composer.clear();
    }
  }

  #choose(button) {
    const group = button.closest(".js-choices, .js-suggestions");
    for (const offer of group?.querySelectorAll("button") ?? []) offer.setAttribute("aria-disabled", "true");
    if (button.matches(".js-resend")) button.remove();
    this.#send(button.value, newId());
  }

  async #send(text, clientTurnId) {
    this.composer.setBusy(true);
    const view = this.log.say(text);
    this.#showTalk();
    try {
      const turn = await this.#ask(text, clientTurnId);
      this.log.answer(view, turn, this.memory.conversation.stored);
      this.memory.renew(turn.token);
      this.memory.add(text, turn);
      this.composer.setToken(this.memory.conversation.token);
      if (this.placePending) this.#place(this.situation.context);
    } catch (error) {
      this.#onFailure(error, view, text, clientTurnId);
    } finally {
      this.composer.setBusy(false);
    }
  }

  async #ask(text, clientTurnId) {
    if (!this.memory.conversation) {
      const store = this.memory.consent === "keep";
      const consent = this.memory.consent ? { version: this.version, store } : null;
      const begun = await this.client.start(consent, known(this.situation.context));
      this.memory.begin(begun.conversation_id, begun.token, store);
      this.#showTalk();
    }
    return this.client.say(this.memory.conversation, text, clientTurnId);
  }

  #onFailure(error, view, text, clientTurnId) {
    const expected = error instanceof ChatUnreachable || error instanceof ChatRefused;
    // Our own script has failed: the server can still take the message as a plain form.
    if (!expected) return this.composer.submitPlainly(text, clientTurnId);
    if (error.status === 401 || error.status === 404) this.memory.leave();
    const resend = () => this.#send(text, clientTurnId);
    return this.log.fail(view, text, this.card.contacts(), error.detail, resend);
  }

  async #place(context) {
    this.memory.place(context);
    this.placePending = false;
    try {
      if (this.memory.conversation) {
        const { token } = await this.client.place(this.memory.conversation, context);
        this.memory.renew(token);
        this.composer.setToken(token);
      }
      this.card.show(await this.client.card(context));
    } catch {
      // The card as it stands still names whom to call; the next reply tries this again.
      this.placePending = true;
    }
  }

  async #rate(button) {
    const [turnId, rating] = button.value.split(":");
    try {
      await this.client.rate(this.memory.conversation, turnId, rating);
    } catch {
      return; // The button stays unpressed, which says that the rating did not arrive.
    }
    for (const each of button.parentElement.querySelectorAll("button")) {
      each.setAttribute("aria-pressed", String(each === button));
    }
  }

  async #forget(button) {
    if (!confirm(button.dataset.confirm)) return;
    try {
      await this.client.forget(this.memory.conversation);
    } catch {
      this.find("status-line").textContent = button.dataset.failed;
      return;
    }
    this.memory.forget();
    location.assign(this.find("start-again").href);
  }

  #startAgain(event) {
    if (confirm(event.currentTarget.dataset.confirm)) this.memory.forget();
    else event.preventDefault();
  }

  async #restore() {
    const { memory } = this;
    this.situation.restore(memory.context);
    for (const choice of document.querySelectorAll('[name="consent"]')) choice.checked = choice.value === memory.consent;
    if (Object.values(memory.context).some(Boolean)) this.#place(memory.context);
    if (!memory.conversation || !this.log.isEmpty) return;
    this.composer.setToken(memory.conversation.token);
    for (const { said, turn } of await this.#exchanges()) this.log.restore(said, turn, memory.conversation.stored);
    if (this.log.isEmpty) return;
    this.#showTalk();
    this.log.showLatest();
  }

  async #exchanges() {
    if (this.memory.exchanges.length || !this.memory.conversation.stored) return this.memory.exchanges;
    try {
      const { turns } = await this.client.read(this.memory.conversation);
      return turns.map(({ text, reply }) => ({ said: text, turn: reply }));
    } catch (error) {
      if (error instanceof ChatRefused) this.memory.forget(); // Deleted or expired: begin anew.
      return [];
    }
  }

  #showTalk() {
    for (const name of ["first-run", "starters"]) this.find(name)?.toggleAttribute("hidden", true);
    this.find("title").classList.add("visually-hidden");
    this.find("keeping").hidden = false;
    const stored = Boolean(this.memory.conversation?.stored);
    this.find("kept").hidden = !stored;
    this.find("delete").hidden = !stored;
    this.find("not-kept").hidden = stored;
  }
}

/** An id that nobody can guess, also where the page is not served over https. */
function newId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** What the family told of their situation, or null where they told nothing. */
function known(context) {
  const told = Object.entries(context).filter(([, value]) => value);
  return told.length ? Object.fromEntries(told) : null;
}
