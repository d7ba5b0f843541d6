/** One message and the reply to it, as they stand on the page. */

export class ExchangeView {
  constructor(blanks, said) {
    this.blanks = blanks;
    this.element = blanks.copy("exchange");
    this.element.removeAttribute("id");
    this.#find("said").textContent = said;
    this.reply = this.#find("reply");
    this.parts = this.reply.cloneNode(true);
    this.reply.replaceChildren();
  }

  /**
   * Show the reply. `fresh` is false for one shown again after a reload: it is then not announced as an alarm.
   * `stored` says whether a rating has anything to be kept with.
   */
  fill(turn, { fresh = true, stored = false } = {}) {
    this.reply.replaceWith(this.parts);
    this.reply = this.parts;
    this.reply.lang = turn.lang;
    this.reply.dir = turn.dir;
    this.#fillUrgent(turn.urgent, fresh);
    for (const kind of ["advise", "conditional"]) {
      this.#fillText(`banner-${kind}`, turn.urgency.banner === kind ? turn.banner?.text : null);
    }
    this.#fillAnswer(turn);
    this.#fillList("choices", turn.choices, ({ text }) => this.blanks.offer(text));
    this.#fillList("suggestions", turn.suggestions, (text) => this.blanks.offer(text));
    this.#fillThumbs(turn, stored);
  }

  /** The urgent reply's heading, or null. */
  get urgentTitle() {
    return this.#find("urgent-title");
  }

  #find(name) {
    return this.element.querySelector(`.js-${name}`);
  }

  #fillText(name, text) {
    if (text) this.#find(name).textContent = text;
    else this.#find(name)?.remove();
  }

  #fillList(name, values, make) {
    if (values?.length) this.#find(name).replaceChildren(...values.map(make));
    else this.#find(name)?.remove();
  }

  #fillUrgent(urgent, fresh) {
    const panel = this.#find("urgent");
    if (!urgent) return panel.remove();
    if (!fresh) panel.removeAttribute("role");
    this.#fillText("urgent-title", urgent.title);
    this.#fillText("urgent-say", urgent.say);
    this.#fillList("urgent-contacts", urgent.contacts, (contact) => this.blanks.call(contact));
    this.#fillList("urgent-steps", urgent.steps, (step) => this.blanks.line(step));
    this.#fillEnglish(urgent);
  }

  #fillEnglish({ english, note }) {
    if (!english) return this.#find("urgent-english").remove();
    this.#fillText("urgent-note", note);
    this.#fillText("english-title", english.title);
    this.#fillText("english-say", english.say);
    this.#fillList("english-steps", english.steps, (step) => this.blanks.line(step));
  }

  #fillAnswer(turn) {
    // While an alarm is open, the first message is the line that says so.
    const lead = turn.episode?.state === "open" && !turn.urgent;
    const [first, ...rest] = turn.messages;
    this.#fillText("episode", lead ? first.text : null);
    if (turn.urgent) return this.#find("answer").remove();
    this.#fillList("messages", lead ? rest : turn.messages, ({ text }) => this.blanks.paragraph(text));
    this.#fillList("sources", turn.sources, (source) => this.blanks.source(source));
    this.#fillText("disclaimer", turn.sources.length ? turn.disclaimer : null);
    if (turn.outcome === "failed") this.#find("resend").value = this.#find("said").textContent;
    else this.#find("resend").remove();
  }

  #fillThumbs({ outcome, turn_id: turnId }, stored) {
    const thumbs = this.#find("thumbs");
    if (outcome !== "answered" || !stored) return thumbs.remove();
    for (const button of thumbs.querySelectorAll("button")) button.value = `${turnId}${button.value}`;
  }
}
