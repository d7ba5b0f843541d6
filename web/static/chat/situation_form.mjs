/** Who is writing, where the patient is, and the therapy: each may be left open and changed later. */

const NAMES = ["audience", "therapy", "setting", "country"];

export class SituationForm {
  constructor(element, onChange) {
    this.fields = NAMES.map((name) => element.querySelector(`[name="${name}"]`));
    element.addEventListener("change", () => onChange(this.context));
  }

  /** What is known, in the words of the HTTP contract; null takes an earlier word back. */
  get context() {
    return Object.fromEntries(this.fields.map(({ name, value }) => [name, value || null]));
  }

  /** Put back what this browser remembers. */
  restore(context) {
    for (const field of this.fields) field.value = context[field.name] ?? "";
  }
}
