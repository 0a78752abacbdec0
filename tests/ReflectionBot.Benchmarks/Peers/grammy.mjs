// The conversation of the benchmark with grammY and its runner: /start, a press, a press; each writes one row; a press is answered before the message is sent.
import { Bot, InlineKeyboard } from "grammy";
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
run(bot, { runner: { fetch: { allowed_updates: ["message", "callback_query"] } } });
