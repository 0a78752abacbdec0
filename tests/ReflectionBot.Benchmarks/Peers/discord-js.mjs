// The conversation of the benchmark with discord.js: a command, a press, a press; each writes one row and says one message with two buttons.
import { ActionRowBuilder, ButtonBuilder, ButtonStyle, Client, GatewayIntentBits } from "discord.js";
import { openStore } from "./store.mjs";

const remember = openStore();
const client = new Client({ intents: [GatewayIntentBits.Guilds, GatewayIntentBits.DirectMessages], rest: { api: new URL("api", process.env.PEER_API).href, globalRequestsPerSecond: 0 } });
const buttons = [
  new ActionRowBuilder().addComponents(
    new ButtonBuilder().setCustomId("on").setLabel("Go on").setStyle(ButtonStyle.Secondary),
    new ButtonBuilder().setCustomId("stop").setLabel("Stop here").setStyle(ButtonStyle.Secondary),
  ),
];

client.on("interactionCreate", async (interaction) => {
  const step = remember(interaction.user.id);
  await interaction.reply({ content: `Step ${step}. What would closeness look like today, in one small thing that somebody could do?`, components: buttons });
});
await client.login(process.env.PEER_TOKEN);
