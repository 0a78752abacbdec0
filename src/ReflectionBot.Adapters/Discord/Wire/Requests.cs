using System.Text.Json.Serialization;

namespace ReflectionBot.Adapters.Discord.Wire;

/// <summary>What is sent as a message, wherever it goes. Null fields are left out.</summary>
internal sealed record MessageBody
{
    public string? Content { get; init; }

    /// <summary>Nobody is ever called by what a text holds.</summary>
    public AllowedMentions? AllowedMentions { get; init; } = AllowedMentions.None;

    /// <summary>Empty takes them away; null leaves them as they are.</summary>
    public IReadOnlyList<ActionRow>? Components { get; init; }

    public int? Flags { get; init; }

    public IReadOnlyList<AttachmentSlot>? Attachments { get; init; }

    /// <summary>At most 25 characters; channel messages only: within minutes the same nonce brings the same message instead of a second one.</summary>
    public string? Nonce { get; init; }

    public bool? EnforceNonce { get; init; }
}

internal static class MessageFlags
{
    /// <summary>No picture or preview of an address in the text: Discord would fetch it.</summary>
    public const int SuppressEmbeds = 1 << 2;

    /// <summary>Only the one who pressed sees it, and it cannot be reached through the channel.</summary>
    public const int Ephemeral = 1 << 6;

    /// <summary>A deferred answer that nothing has followed yet.</summary>
    public const int Thinking = 1 << 7;

    public const int SuppressNotifications = 1 << 12;
}

/// <param name="Parse">Kinds of mentions that call somebody.</param>
internal sealed record AllowedMentions(IReadOnlyList<string> Parse)
{
    public static readonly AllowedMentions None = new([]);

    /// <summary>Roles that are called, by id.</summary>
    public IReadOnlyList<string>? Roles { get; init; }
}

/// <param name="Id">The n of its part <c>files[n]</c>.</param>
internal sealed record AttachmentSlot(int Id, string Filename);

internal sealed record ActionRow(IReadOnlyList<Component> Components)
{
    public int Type { get; } = 1;
}

[JsonPolymorphic]
[JsonDerivedType(typeof(Button))]
[JsonDerivedType(typeof(StringSelect))]
internal abstract record Component;

/// <summary>Either <see cref="CustomId"/> or <see cref="Url"/>.</summary>
internal sealed record Button(int Style, string Label) : Component
{
    public const int Primary = 1;
    public const int Secondary = 2;
    public const int Success = 3;
    public const int Link = 5;

    public int Type { get; } = 2;

    public string? CustomId { get; init; }

    public string? Url { get; init; }

    /// <summary>It shows something and cannot be pressed.</summary>
    public bool? Disabled { get; init; }
}

/// <summary>Without a placeholder: then the client shows its own, in the person's language.</summary>
internal sealed record StringSelect(string CustomId, IReadOnlyList<SelectOption> Options, int MinValues, int MaxValues) : Component
{
    public int Type { get; } = 3;
}

internal sealed record SelectOption(string Label, string Value)
{
    public bool? Default { get; init; }
}

/// <summary>The answer to an interaction.</summary>
internal sealed record CallbackBody(int Type)
{
    /// <summary>A message.</summary>
    public const int Message = 4;

    /// <summary>"Thinking": a message will follow.</summary>
    public const int DeferredMessage = 5;

    /// <summary>Received; nothing to see.</summary>
    public const int DeferredUpdate = 6;

    /// <summary>The message the button stands on changes.</summary>
    public const int UpdateMessage = 7;

    public MessageBody? Data { get; init; }
}

/// <summary>The answer that opens a field to write in.</summary>
internal sealed record ModalCallbackBody(ModalBody Data)
{
    public int Type { get; } = 9;
}

/// <param name="Title">At most 45 characters.</param>
internal sealed record ModalBody(string CustomId, string Title, IReadOnlyList<ModalLabel> Components);

/// <param name="Label">At most 45 characters.</param>
internal sealed record ModalLabel(string Label, ModalText Component)
{
    public int Type { get; } = 18;
}

internal sealed record ModalText(string CustomId, int MaxLength)
{
    public const int Limit = 4000;

    public int Type { get; } = 4;

    /// <summary>A paragraph.</summary>
    public int Style { get; } = 2;

    public bool Required { get; } = true;
}

internal sealed record OpenChannelBody(string RecipientId);

/// <summary>A slash command as it is set and as it is read; names and descriptions in other languages by locale.</summary>
internal sealed record SlashCommand(string Name, string Description)
{
    public IReadOnlyDictionary<string, string>? NameLocalizations { get; init; }

    public IReadOnlyDictionary<string, string>? DescriptionLocalizations { get; init; }

    public IReadOnlyList<SlashOption>? Options { get; init; }

    /// <summary>Where it shows: 0 servers, 1 the bot's private chat, 2 other private chats.</summary>
    public IReadOnlyList<int>? Contexts { get; init; }

    /// <summary>Through which installation: 0 a server's, 1 a person's.</summary>
    public IReadOnlyList<int>? IntegrationTypes { get; init; }

    /// <summary>Who sees it unless the server's managers choose otherwise; null: everybody.</summary>
    public string? DefaultMemberPermissions { get; init; }
}

internal sealed record SlashOption(string Name, string Description)
{
    public const int Text = 3;
    public const int Role = 8;

    public int Type { get; init; } = Text;

    public IReadOnlyDictionary<string, string>? NameLocalizations { get; init; }

    public IReadOnlyDictionary<string, string>? DescriptionLocalizations { get; init; }
}
