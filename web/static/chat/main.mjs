/** Start the chat on the page. Where anything is missing, the plain form is left as it is. */

import { Blanks } from "./blanks.mjs";
import { ChatClient } from "./chat_client.mjs";
import { ChatPage } from "./chat_page.mjs";
import { ConversationMemory } from "./conversation_memory.mjs";

const root = document.querySelector('[data-module="chat"]');
if (root) {
  const client = new ChatClient(root.dataset.conversationsUrl, root.dataset.cardUrl);
  new ChatPage(root, client, new ConversationMemory(), new Blanks()).start();
}
