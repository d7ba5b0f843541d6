/** What can go wrong between the page and the server, named for what the page then does. */

/** Nothing came back: no network, no server, or too late. The page offers the numbers and a resend. */
export class ChatUnreachable extends Error {}

/** The server answered with a problem; `detail` is its sentence for the family. */
export class ChatRefused extends Error {
  constructor(status, problem) {
    super(`refused with ${status}`);
    this.status = status;
    this.title = problem.title ?? "";
    this.detail = problem.detail ?? "";
  }
}
