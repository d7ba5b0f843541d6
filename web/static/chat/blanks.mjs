/** The empty parts that the page brings along; every word in them was written in the page's templates. */

export class Blanks {
  constructor(page = document) {
    this.page = page;
    this.words = JSON.parse(page.getElementById("words").textContent);
  }

  /** A fresh copy of one part. */
  copy(name) {
    const blank = this.page.getElementById(`blank-${name}`);
    return blank.content.firstElementChild.cloneNode(true);
  }

  /** One line to call: a link that dials where there is a number, words where there is none. */
  call({ label, phone }) {
    const item = this.copy(phone ? "call" : "call-plain");
    item.querySelector(".js-call-label").textContent = label;
    if (phone) {
      item.querySelector(".js-call-number").textContent = phone;
      item.querySelector(".js-call").href = `tel:${phone.replace(/[^\d+*#]/g, "")}`;
    }
    return item;
  }

  /** A plain list item. */
  line(text) {
    const item = this.page.createElement("li");
    item.textContent = text;
    return item;
  }

  /** A paragraph. */
  paragraph(text) {
    const item = this.page.createElement("p");
    item.textContent = text;
    return item;
  }

  /** A button that sends its own words. */
  offer(text) {
    const button = this.copy("offer");
    button.value = text;
    button.textContent = text;
    return button;
  }

  /** Where an answer comes from, and whether that was reviewed. */
  source({ title, section, href, review }) {
    const item = this.copy("source");
    const link = item.querySelector(".js-source-link");
    link.textContent = title;
    if (href.startsWith("/")) link.href = href;
    item.querySelector(".js-source-section").textContent = section;
    const status = item.querySelector(".js-status");
    const reviewed = review.status === "approved";
    status.textContent = [this.words.review[review.status], reviewed && review.reviewed_on].filter(Boolean).join(" ");
    status.classList.toggle("status-approved", reviewed);
    return item;
  }
}
