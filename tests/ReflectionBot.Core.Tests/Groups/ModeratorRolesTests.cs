using ReflectionBot.Core.Groups;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Core.Tests.Groups;

/// <summary>Where a platform has roles, those who manage the group choose which of them moderate.</summary>
public sealed class ModeratorRolesTests
{
    private static readonly GroupRole Helpers = new("42", "Helpers");

    [Fact]
    public void Where_there_are_no_roles_nothing_is_offered()
    {
        var stage = new GroupStage();
        stage.Call("mod");

        Assert.DoesNotContain("Who moderates", stage.SaidTo("mod")[^1].Options.Select(option => option.Label));
    }

    [Fact]
    public void A_role_is_chosen_and_taken_back_and_the_log_says_who_did_it()
    {
        var stage = new GroupStage();
        stage.Call("mod", Helpers);
        stage.Press("mod", "Who moderates");
        stage.Press("mod", "Helpers");
        Assert.Equal([Helpers], stage.State.ModeratorRoles);

        stage.Press("mod", "✓ Helpers");
        Assert.Empty(stage.State.ModeratorRoles);
        Assert.Equal([ModeratorAction.ModeratorRolesSet, ModeratorAction.ModeratorRolesSet], stage.State.Log.Select(act => act.Action));
    }

    [Fact]
    public void Who_manages_no_more_in_the_middle_changes_nothing()
    {
        var stage = new GroupStage();
        stage.Call("mod", Helpers);
        stage.Press("mod", "Who moderates");
        stage.Demote("mod");
        stage.Press("mod", "Helpers");

        Assert.Empty(stage.State.ModeratorRoles);
        Assert.Contains(stage.SaidTo("mod"), reply => reply.Text.StartsWith("Only those who manage the server decide who else moderates.", StringComparison.Ordinal));
        Assert.DoesNotContain("Who moderates", stage.SaidTo("mod")[^1].Options.Select(option => option.Label));
    }

    [Fact]
    public void A_role_that_nobody_named_cannot_be_chosen()
    {
        var stage = new GroupStage();
        stage.Call("mod", Helpers);
        stage.Press("mod", "Who moderates");
        var pressed = stage.SaidTo("mod")[^1].Options.Single(option => option.Label == "Helpers").Id;
        stage.PressId("mod", pressed.Replace("42", "43", StringComparison.Ordinal));

        Assert.Empty(stage.State.ModeratorRoles);
    }
}
