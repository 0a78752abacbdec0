using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using NodaTime;
using ReflectionBot.Core.Content;
using ReflectionBot.Core.Conversations;
using ReflectionBot.Core.Flows;
using ReflectionBot.Storage;

namespace ReflectionBot.Turns;

/// <summary>Finds the flow revisions that a Run stands on and the Pack no longer has.</summary>
public sealed class FlowArchive(IFlowSourceStore store)
{
    private readonly ConcurrentDictionary<(string FlowId, string Revision), Flow?> _compiled = new();

    /// <summary>The Pack with every revision this conversation stands on, as far as it is known; the engine copes with one that is not.</summary>
    public async ValueTask<Pack> CompleteAsync(Pack pack, Conversation conversation, CancellationToken cancellationToken)
    {
        var complete = pack;
        foreach (var run in conversation.Run is { } current ? conversation.Left.Insert(0, current) : conversation.Left)
        {
            foreach (var frame in run.Frames)
            {
                if (!complete.TryFlow(frame.FlowId, frame.Revision, out _) && await FindAsync(frame, cancellationToken) is { } flow)
                {
                    complete = complete with { Earlier = complete.Earlier.SetItem($"{frame.FlowId}@{frame.Revision}", flow) };
                }
            }
        }

        return complete;
    }

    /// <summary>Stores the sources of every flow of a Pack; call it when one is taken up, before a Run can begin on it.</summary>
    /// <exception cref="StorageUnavailableException">Not now; call again.</exception>
    public Task RememberAsync(Pack pack, Instant now, CancellationToken cancellationToken) =>
        store.RememberAsync(
            [.. pack.Flows.Values.Select(flow => new FlowSource(flow.Id, flow.Revision, JsonSerializer.Serialize(pack.SourcesOf(flow.Id, flow.Revision), FlowSourceJson.Default.ImmutableArraySourceFile)))],
            now,
            cancellationToken);

    private async ValueTask<Flow?> FindAsync(Frame frame, CancellationToken cancellationToken)
    {
        if (_compiled.TryGetValue((frame.FlowId, frame.Revision), out var known))
        {
            return known;
        }

        var source = await store.FindAsync(frame.FlowId, frame.Revision, cancellationToken);
        return _compiled.GetOrAdd((frame.FlowId, frame.Revision), source is null ? null : Compile(source));
    }

    private static Flow? Compile(FlowSource source) =>
        PackCompiler.CompileFlow(JsonSerializer.Deserialize(source.Source, FlowSourceJson.Default.ImmutableArraySourceFile)).Flow;
}

/// <summary>The stored form of a flow's files.</summary>
[JsonSerializable(typeof(ImmutableArray<SourceFile>))]
internal sealed partial class FlowSourceJson : JsonSerializerContext;
