using System.Security.Cryptography;
using System.Text;
using ReflectionBot.Adapters.Discord.Gateway;
using ReflectionBot.Tests.Discord.Gateway.Script;
using ReflectionBot.Tests.Scheduling;

namespace ReflectionBot.Tests.Discord.Gateway;

/// <summary>What comes over the wire, in whatever shape.</summary>
public sealed class WireTests
{
    private static readonly byte[] _long = Encoding.UTF8.GetBytes(
        $$"""{"t":"LONG","s":2,"op":0,"d":{"random":"{{Convert.ToHexString(RandomNumberGenerator.GetBytes(100_000))}}"} }""");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_message_comes_whole_however_it_is_cut(bool plain)
    {
        await using var gateway = await ScriptedGateway.StartAsync(plain);
        await using var bed = new GatewayBed(gateway).Start();
        var line = await gateway.SessionAsync();
        var data = Encoding.UTF8.GetString(_long)["""{"t":"LONG","s":2,"op":0,"d":""".Length..^2];

        await line.SendBytesAsync(_long, 1, 16_384, 3, 40_000, 1);
        await line.SendBytesAsync(Encoding.UTF8.GetBytes("""{"t":"SHORT","s":3,"op":0,"d":null}"""), 1, 1, 1);
        await line.SendBytesAsync(Encoding.UTF8.GetBytes("""{"t":"LAST","s":4,"op":0,"d":[1]}"""));

        await bed.EventAsync("LAST");
        Assert.Equal([data, "null", "[1]"], bed.Events.Skip(1).Select(one => one.Data));
    }

    [Fact]
    public async Task The_mark_that_ends_a_compressed_message_may_itself_be_cut()
    {
        await using var gateway = await ScriptedGateway.StartAsync();
        await using var bed = new GatewayBed(gateway).Start();
        var line = await gateway.SessionAsync();

        for (var behind = 1; behind <= 5; behind++)
        {
            await line.SendCutBeforeEndAsync($$"""{"t":"E{{behind}}","s":{{behind + 1}},"op":0,"d":{} }""", behind);
        }

        await bed.EventAsync("E5");
        Assert.Equal(["READY", "E1", "E2", "E3", "E4", "E5"], bed.Names);
    }

    [Fact]
    public async Task Who_does_not_ask_for_compression_gets_and_understands_plain_messages()
    {
        await using var gateway = await ScriptedGateway.StartAsync();
        await using var bed = new GatewayBed(gateway);
        bed.Options = bed.Options with { Compress = false };
        bed.Start();

        var line = await gateway.SessionAsync();

        Assert.Equal("?v=10&encoding=json", line.Query);
        await bed.EventAsync("READY");
    }

    [Theory]
    [InlineData("""{"t":"MESSAGE_CREATE","s":2,"op":0,"d":{"content":"a secret""")]
    [InlineData("""{"t":"MESSAGE_CREATE","s":2,"op":0,"d":{"content":"a secret"}}}""")]
    [InlineData("""{"t":"MESSAGE_CREATE","s":2,"d":{"content":"a secret"}}""")]
    [InlineData("""{"t":"MESSAGE_CREATE","s":2,"op":"0","d":{"content":"a secret"}}""")]
    [InlineData("""["a secret"]""")]
    [InlineData("a secret")]
    [InlineData("")]
    public async Task A_payload_that_cannot_be_read_costs_itself_and_nothing_else_and_is_not_told(string payload)
    {
        await using var gateway = await ScriptedGateway.StartAsync(plain: true);
        await using var bed = new GatewayBed(gateway).Start();
        var line = await gateway.SessionAsync();

        await line.SendAsync(payload);
        await line.EventAsync("NEXT", "{}", 3);

        await bed.EventAsync("NEXT");
        Assert.Equal(["READY", "NEXT"], bed.Names);
        Assert.Single(bed.Logs.Lines, one => one.Contains("could not be read", StringComparison.Ordinal));
        Assert.DoesNotContain(bed.Logs.Lines, one => one.Contains("secret", StringComparison.Ordinal));
        Assert.True(gateway.IsQuiet);
    }

    [Theory]
    [InlineData("""{"t":null,"s":null,"op":99,"d":{"new":true}}""")]
    [InlineData("""{"t":null,"s":null,"op":-1}""")]
    [InlineData("""{"extra":{"deep":[1,{"t":"X"}]},"op":0,"s":2,"t":"UNHEARD_OF","d":{"a":[[]]},"more":[1]}""")]
    [InlineData("""{"op":0,"s":null,"t":null,"d":null}""")]
    [InlineData("""{"op":0,"s":"2","t":5,"d":7}""")]
    [InlineData("""{"op":11}""")]
    [InlineData("""{"op":10,"d":{"heartbeat_interval":5}}""")]
    public async Task What_is_new_is_passed_over(string payload)
    {
        await using var gateway = await ScriptedGateway.StartAsync();
        await using var bed = new GatewayBed(gateway);
        bed.Options = bed.Options with { Events = ["NEXT"] };
        bed.Start();
        var line = await gateway.SessionAsync();

        await line.SendAsync(payload);
        await line.EventAsync("NEXT", "{}", 3);

        await bed.EventAsync("NEXT");
        Assert.Equal(["READY", "NEXT"], bed.Names);
        Assert.DoesNotContain(bed.Logs.Lines, one => one.StartsWith("Warning", StringComparison.Ordinal) || one.StartsWith("Error", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Events_that_nobody_wants_count_for_the_sequence_all_the_same()
    {
        await using var gateway = await ScriptedGateway.StartAsync();
        await using var bed = new GatewayBed(gateway) { Time = new ManualClock() };
        bed.Options = bed.Options with { Events = ["NEXT"] };
        bed.Start();
        var line = await gateway.SessionAsync();
        await line.EventAsync("TYPING_START", "{}");
        await line.EventAsync("PRESENCE_UPDATE", "{}");
        await line.ReconnectAsync();

        var (_, _, sequence) = await gateway.ResumedAsync();

        Assert.Equal(3, sequence);
        Assert.Equal(["READY"], bed.Names);
    }

    [Fact]
    public async Task A_broken_compressed_stream_ends_the_connection_and_not_the_session()
    {
        await using var gateway = await ScriptedGateway.StartAsync();
        await using var bed = new GatewayBed(gateway) { Time = new ManualClock() }.Start();
        var line = await gateway.SessionAsync();
        await bed.EventAsync("READY");

        await line.SendBinaryAsync([0x07, 0xFF, 0xFF, 0x33, 0x00, 0x00, 0xFF, 0xFF]);

        Assert.Equal(4000, await line.ClosedByBotAsync());
        var (_, session, sequence) = await gateway.ResumedAsync();
        Assert.Equal(("session-1", 1L), (session, sequence));
    }

    [Fact]
    public async Task A_message_larger_than_any_is_passed_over_and_keeps_no_memory()
    {
        await using var gateway = await ScriptedGateway.StartAsync();
        await using var bed = new GatewayBed(gateway).Start();
        var line = await gateway.SessionAsync();
        var bomb = new byte[GatewayLimits.MaxMessageBytes + 1_000_000];
        bomb.AsSpan().Fill((byte)' ');

        await line.SendBytesAsync(bomb);
        await line.EventAsync("NEXT", "{}");

        await bed.EventAsync("NEXT");
        Assert.Single(bed.Logs.Lines, one => one.Contains("more than", StringComparison.Ordinal));
    }

    [Fact]
    public void A_buffer_forgets_what_is_too_much_and_takes_the_next_message()
    {
        using var buffer = new MessageBuffer(limit: 10_000);
        buffer.Append(new byte[10_000]);
        Assert.False(buffer.Overflowed);
        buffer.Append([1]);
        buffer.Append(new byte[50_000]);
        Assert.True(buffer.Overflowed);
        Assert.True(buffer.Written.IsEmpty);

        buffer.Clear();
        buffer.Append("whole"u8);

        Assert.Equal("whole", Encoding.UTF8.GetString(buffer.Written.Span));
    }
}
