/** The log of the chat: adds what is new, brings it into view, and shows what could not be sent. */

import { ExchangeView } from "./exchange_view.mjs";

const SIGN_AFTER_MS = 300;

export class ConversationLog {
  constructor(element, waiting, blanks) {
    this.element = element;
    this.waiting = waiting;
    this.blanks = blanks;
  }

  /** Show a message at once; the sign of waiting follows when the reply takes its time. */
  say(text) {
    const view = new ExchangeView(this.blanks, text);
    this.#add(view.element);
    this.timer = setTimeout(() => {
      this.waiting.hidden = false;
    }, SIGN_AFTER_MS);
    return view;
  }

  /** Show the reply to a message. */
  answer(view, turn, stored) {
    this.#stopWaiting();
    view.fill(turn, { stored });
    this.#bringIntoView(view.element);
    view.urgentTitle?.focus({ preventScroll: true });
  }

  /** Show an exchange of earlier, without announcing it. */
  restore(said, turn, stored) {
    const view = new ExchangeView(this.blanks, said);
    view.fill(turn, { fresh: false, stored });
    this.#add(view.element, { move: false });
  }

  /** Say that a message was not sent, with the numbers to call and a way to send it again. */
  fail(view, text, contacts, detail, resend) {
    this.#stopWaiting();
    const failed = this.blanks.copy("unsent");
    failed.querySelector(".js-said").textContent = text;
    if (detail) failed.querySelector(".js-unsent-detail").textContent = detail;
    failed.querySelector(".js-unsent-contacts").replaceChildren(...contacts);
    failed.querySelector(".js-resend").addEventListener("click", () => {
      failed.remove();
      resend();
    });
    view.element.replaceWith(failed);
    this.#bringIntoView(failed);
  }

  /** Whether anything was said yet. */
  get isEmpty() {
    return !this.element.querySelector(".js-turn");
  }

  /** Show the newest exchange. */
  showLatest() {
    this.element.lastElementChild?.scrollIntoView({ block: "start", behavior: "instant" });
  }

  #add(element, { move = true } = {}) {
    this.element.querySelector("#latest")?.removeAttribute("id");
    element.id = "latest";
    this.element.append(element);
    if (move) this.#bringIntoView(element);
  }

  #bringIntoView(element) {
    element.scrollIntoView({ block: "start" });
  }

  #stopWaiting() {
    clearTimeout(this.timer);
    this.waiting.hidden = true;
  }
}
