namespace ReflectionBot.Adapters.LocalChat;

/// <summary>Who may reach the local chat. It has no password, so the answer is: this machine, unless the operator says otherwise.</summary>
public sealed class LocalChatOptions
{
    /// <summary>Take connections from other machines. For a container whose port is published on the host's loopback only.</summary>
    public bool AllowRemote { get; set; }

    /// <summary>Host names besides localhost, 127.0.0.1 and [::1] under which the page may be opened, without port.</summary>
    public IList<string> Hosts { get; } = [];

    /// <summary>Names of those who moderate groups; empty: everybody.</summary>
    public IList<string> Moderators { get; } = [];
}
