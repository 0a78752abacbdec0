namespace ReflectionBot.Core.Crisis.Screen;

/// <summary>Counts work instead of time, so that the same text always ends the same way on every machine.</summary>
internal sealed class WorkBudget(long limit)
{
    private readonly long _limit = limit;
    private long _left = limit;

    public long Used => _limit - _left;

    public void Spend(int work)
    {
        _left -= work;
        if (_left < 0)
        {
            throw new BudgetExhaustedException();
        }
    }
}

/// <summary>The reading cost more than it may; what was found so far stands.</summary>
public sealed class BudgetExhaustedException : Exception
{
    public BudgetExhaustedException()
        : base("The work budget of one reading is exhausted.")
    {
    }

    public BudgetExhaustedException(string message)
        : base(message)
    {
    }

    public BudgetExhaustedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
