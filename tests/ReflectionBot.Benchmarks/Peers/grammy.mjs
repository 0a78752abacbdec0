// The conversation of the benchmark with grammY, by its runner or by webhook: /start, a press, a press; each writes one row; a press is answered before the message is sent.
import { createServer } from "node:http";
import { Bot, InlineKeyboard, webhookCallback } from "grammy";
import { run } from "@grammyjs/runner";
import { openStore } from "./store.mjs";

const remember = openStore();
const bot = new Bot(process.env.PEER_TOKEN, { client: { apiRoot: process.env.PEER_API.replace(/\/$/, "") } });
const keyboard = () => new InlineKeyboard().text("What is this?", "!about").row().text("What is kept?", "!privacy").row().text("Go on", "on");

async function say(context) {
  const step = remember(context.chat.id);
  await context.reply(`Step ${step}. What would closeness look like today, in one small thing that somebody could do?`, { reply_markup: keyboard() });
}

bot.command("start", say);
bot.on("callback_query:data", async (context) => {
  await context.answerCallbackQuery();
  await say(context);
});
await bot.init();
const receives = { allowed_updates: ["message", "callback_query"] };
const port = Number(process.env.PEER_WEBHOOK_PORT);
if (port) {
  createServer(webhookCallback(bot, "http", { secretToken: "secret" })).listen(port, "127.0.0.1");
  await bot.api.setWebhook("https://bot.example/telegram", { secret_token: "secret", ...receives });
} else {
  run(bot, { runner: { fetch: receives } });
}
