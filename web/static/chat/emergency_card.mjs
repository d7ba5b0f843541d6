/** The pinned card. It is whole in the page as served; this only fits it to a new setting or country. */

export class EmergencyCard {
  constructor(element, blanks) {
    this.element = element;
    this.blanks = blanks;
  }

  /** Copies of the lines to call, for a place where a message failed. */
  contacts() {
    return [...this.#find("contacts").children].map((item) => item.cloneNode(true));
  }

  /** Show another card; one that lacks contacts is not taken. */
  show({ title, contacts, signs, say, note }) {
    if (!contacts?.length) return;
    this.#find("title").textContent = title;
    this.#find("contacts").replaceChildren(...contacts.map((contact) => this.blanks.call(contact)));
    this.#find("signs").replaceChildren(...signs.map((sign) => this.blanks.line(sign)));
    this.#find("say").textContent = say;
    this.#find("note").textContent = note;
  }

  #find(name) {
    return this.element.querySelector(`.js-card-${name}`);
  }
}
