using Microsoft.Extensions.Diagnostics.HealthChecks;
using ReflectionBot.Adapters.Discord;

namespace ReflectionBot.Tests.Discord;

public sealed class DiscordStateTests
{
    [Fact]
    public async Task What_goes_well_at_the_same_moment_does_not_hide_that_the_token_is_refused()
    {
        var state = new DiscordState();
        state.RefuseToken();
        state.Trouble = null;
        Assert.Equal(HealthStatus.Degraded, (await state.CheckHealthAsync(new HealthCheckContext(), TestContext.Current.CancellationToken)).Status);
    }
}
