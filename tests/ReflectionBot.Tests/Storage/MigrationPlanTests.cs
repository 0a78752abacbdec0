using ReflectionBot.Storage.Migrations;

namespace ReflectionBot.Tests.Storage;

public sealed class MigrationPlanTests
{
    private static readonly Migration[] Known = [Migration.Of(1, "0001_a.sql", "A"), Migration.Of(2, "0002_b.sql", "B"), Migration.Of(3, "0003_c.sql", "C")];

    [Fact]
    public void What_was_not_applied_yet_is_pending_in_order()
    {
        Assert.Equal(Known, MigrationPlan.Pending([], Known));
        Assert.Equal(Known[2..], MigrationPlan.Pending([.. Known.Take(2).Select(Applied)], Known));
        Assert.Empty(MigrationPlan.Pending([.. Known.Select(Applied)], Known));
    }

    [Fact]
    public void A_file_left_out_in_the_middle_is_noticed() =>
        Assert.Throws<MigrationException>(() => MigrationPlan.Pending([Applied(Known[0]), Applied(Known[2])], Known));

    [Fact]
    public void Line_ends_of_a_checkout_do_not_make_another_file() =>
        Assert.Equal(Migration.Of(1, "a", "one\ntwo\n").Sha256, Migration.Of(1, "a", "one\r\ntwo\r\n").Sha256);

    [Fact]
    public void The_embedded_files_are_numbered_without_a_gap() =>
        Assert.Equal("0001_conversations.sql", Migration.Embedded("Sqlite")[0].Name);

    private static AppliedMigration Applied(Migration migration) => new(migration.Number, migration.Name, migration.Sha256);
}
