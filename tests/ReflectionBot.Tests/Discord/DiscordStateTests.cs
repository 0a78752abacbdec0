using Microsoft.Extensions.Diagnostics.HealthChecks;
using ReflectionBot.Adapters.Discord;

namespace ReflectionBot.Tests.Discord;

public sealed class DiscordStateTests
{
    [Fact]
    public async Task What_goes_well_at_the_same_moment_does_not_hide_that_the_token_is_refused()
    {
        var state = new DiscordState();
        state.Refuse("the token was refused");
        state.Trouble = null;
        Assert.Equal(HealthStatus.Degraded, (await state.CheckHealthAsync(new HealthCheckContext(), TestContext.Current.CancellationToken)).Status);
    }

    [Fact]
    public async Task What_Discord_refused_for_first_is_what_is_told()
    {
        var state = new DiscordState();
        Assert.True(state.Refuse("an intent is not allowed"));
        Assert.False(state.Refuse("the token was refused"));
        Assert.Equal("an intent is not allowed", (await state.CheckHealthAsync(new HealthCheckContext(), TestContext.Current.CancellationToken)).Description);
    }
}
