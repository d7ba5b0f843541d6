/** The text box and its button. Enter sends, Shift and Enter begins a new line. */

export class Composer {
  constructor(form) {
    this.form = form;
    this.field = form.querySelector("textarea");
    this.button = form.querySelector(".js-send");
    this.field.addEventListener("keydown", (event) => this.#onKey(event));
  }

  get text() {
    return this.field.value.trim();
  }

  get isBusy() {
    return this.button.getAttribute("aria-disabled") === "true";
  }

  /** While a message is under way nothing else is sent, yet the button stays where the focus is. */
  setBusy(busy) {
    if (busy) this.button.setAttribute("aria-disabled", "true");
    else this.button.removeAttribute("aria-disabled");
  }

  clear() {
    this.field.value = "";
    // On a touch screen the keyboard would cover the reply.
    if (matchMedia("(pointer: coarse)").matches) this.field.blur();
  }

  focus() {
    this.field.focus();
  }

  /** Keep the form ready for being sent without script. */
  setToken(token) {
    this.form.elements.token.value = token;
  }

  /** Hand the message to the server as a plain form. */
  submitPlainly(text, clientTurnId) {
    this.field.value = text;
    this.form.elements.client_turn_id.value = clientTurnId;
    HTMLFormElement.prototype.submit.call(this.form);
  }

  #onKey(event) {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.form.requestSubmit(this.button);
  }
}
