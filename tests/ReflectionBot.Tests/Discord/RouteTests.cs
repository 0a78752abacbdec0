using System.Reflection;
using ReflectionBot.Adapters.Discord.Wire;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Tests.Discord.Loopback;

namespace ReflectionBot.Tests.Discord;

/// <summary>Our calls against the official description of the API.</summary>
public sealed class RouteTests
{
    [Fact]
    public void Every_route_is_in_the_description_and_every_described_one_is_used()
    {
        var key = new InteractionKey("1", "2", "3");
        Route[] routes =
        [
            Route.Application(), Route.GatewayBot(), Route.Commands(HttpMethod.Get, "1"), Route.Commands(HttpMethod.Put, "1"), Route.OpenChannel(), Route.Typing("1"), Route.Guild("1"), Route.Member("1", "2"), Route.Threads("1", "2"), Route.Channel(HttpMethod.Patch, "1"), Route.Channel(HttpMethod.Get, "1"),
            Route.Messages(HttpMethod.Post, "1"), Route.Messages(HttpMethod.Get, "1", "?limit=5"), Route.Message(HttpMethod.Patch, "1", "2"), Route.Message(HttpMethod.Delete, "1", "2"),
            Route.Callback(key), Route.Followup(key),
            Route.OwnMessage(HttpMethod.Get, key, Route.Original), Route.OwnMessage(HttpMethod.Patch, key, Route.Original), Route.OwnMessage(HttpMethod.Delete, key, Route.Original),
            Route.OwnMessage(HttpMethod.Patch, key, "4"), Route.OwnMessage(HttpMethod.Delete, key, "4"),
        ];

        Assert.Equal(new DiscordRules().Routes.Order(), routes.Select(route => route.Name).Order());
        Assert.All(routes, route => Assert.DoesNotContain("3", route.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_method_makes_a_call_that_keeps_to_the_description()
    {
        await using var discord = await LoopbackDiscord.StartAsync();
        using var transport = new RestTransport(discord.Address, LoopbackDiscord.Token, new RestLimits(TimeProvider.System), TimeProvider.System);
        var api = new DiscordApi(transport);
        var cancellation = TestContext.Current.CancellationToken;
        var person = discord.Person(5);
        var body = new MessageBody { Content = "x", Flags = MessageFlags.SuppressEmbeds, Components = [new ActionRow([new Button(Button.Primary, "B") { CustomId = "b" }]), new ActionRow([new StringSelect("s", [new SelectOption("L", "v") { Default = true }], 1, 1)])] };
        var file = new Document("a.txt", "text/plain", "a");
        var called = new HashSet<string>();
        void Did(string method, RestFailure? failure)
        {
            Assert.True(failure is null, $"{method}: {failure?.Reason}");
            called.Add(method);
        }

        Did(nameof(api.GetApplicationAsync), (await api.GetApplicationAsync(cancellation)).Failure);
        Did(nameof(api.GetGatewayAsync), (await api.GetGatewayAsync(cancellation)).Failure);
        Did(nameof(api.GetCommandsAsync), (await api.GetCommandsAsync("1", cancellation)).Failure);
        Did(nameof(api.SetCommandsAsync), (await api.SetCommandsAsync("1", [new SlashCommand("a", "b") { Options = [new SlashOption("c", "d")], Contexts = [0], IntegrationTypes = [1] }], cancellation)).Failure);
        var channel = await api.OpenChannelAsync("5", Urgency.Reply, cancellation);
        Did(nameof(api.OpenChannelAsync), channel.Failure);
        var message = await api.CreateMessageAsync(channel.Value!.Id, body with { Nonce = "n", EnforceNonce = true, Attachments = [new AttachmentSlot(0, "a.txt")] }, file, Urgency.Reply, cancellation);
        Did(nameof(api.CreateMessageAsync), message.Failure);
        Did(nameof(api.ListMessagesAsync), (await api.ListMessagesAsync(channel.Value.Id, 5, Urgency.Reply, cancellation)).Failure);
        Did(nameof(api.EditMessageAsync), (await api.EditMessageAsync(channel.Value.Id, message.Value!.Id, new MessageBody { Components = [] }, Urgency.Reply, cancellation)).Failure);
        Did(nameof(api.GetGuildAsync), (await api.GetGuildAsync(LoopbackServer.Id, cancellation)).Failure);
        Did(nameof(api.GetMemberAsync), (await api.GetMemberAsync(LoopbackServer.Id, "5", cancellation)).Failure);
        Did(nameof(api.GetChannelAsync), (await api.GetChannelAsync(LoopbackServer.Channel, cancellation)).Failure);
        Did(nameof(api.OpenThreadAsync), (await api.OpenThreadAsync(channel.Value.Id, message.Value.Id, new OpenThreadBody("T", 1440), Urgency.Reply, cancellation)).Failure);
        Did(nameof(api.CloseThreadAsync), (await api.CloseThreadAsync(message.Value.Id, new CloseThreadBody(Archived: true), Urgency.Reply, cancellation)).Failure);
        Did(nameof(api.DeleteMessageAsync), (await api.DeleteMessageAsync(channel.Value.Id, message.Value.Id, Urgency.Reply, cancellation)).Failure);
        Did(nameof(api.ShowTypingAsync), (await api.ShowTypingAsync(channel.Value.Id, cancellation)).Failure);
        var key = Key(person.Uses("a"));
        Did(nameof(api.AnswerAsync), (await api.AnswerAsync(key, new CallbackBody(CallbackBody.Message) { Data = body with { Attachments = [new AttachmentSlot(0, "a.txt")] } }, file, cancellation)).Failure);
        Did(nameof(api.OpenModalAsync), (await api.OpenModalAsync(Key(person.Uses("a")), new ModalBody("m", "T", [new ModalLabel("L", new ModalText("w", 4000))]), cancellation)).Failure);
        Did(nameof(api.FollowUpAsync), (await api.FollowUpAsync(key, body, file, cancellation)).Failure);
        Did(nameof(api.GetOriginalAsync), (await api.GetOriginalAsync(key, cancellation)).Failure);
        Did(nameof(api.EditOwnAsync), (await api.EditOwnAsync(key, Route.Original, body with { Flags = null }, file, cancellation)).Failure);
        Did(nameof(api.DeleteOwnAsync), (await api.DeleteOwnAsync(key, Route.Original, cancellation)).Failure);

        Assert.Equal(typeof(DiscordApi).GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).Select(method => method.Name).Order(), called.Order());
        await discord.AssertKeptAsync();
    }

    private static InteractionKey Key(LoopbackInteraction interaction) => new(LoopbackDiscord.Application, interaction.Id, interaction.Token);
}
