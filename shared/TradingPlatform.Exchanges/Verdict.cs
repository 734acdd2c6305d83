using TradingPlatform.Core.Exchanges;

namespace TradingPlatform.Exchanges;

/// <summary>What sending an order has shown.</summary>
internal abstract record Verdict<T>
{
    private Verdict()
    {
    }

    /// <summary>The exchange has it.</summary>
    public sealed record Taken(T What) : Verdict<T>;

    /// <summary>It is certainly not on the book.</summary>
    public sealed record Refused(ExchangeError Error) : Verdict<T>;

    /// <summary>An order with this id is open already.</summary>
    public sealed record Open : Verdict<T>;

    /// <summary>Not known.</summary>
    public sealed record Unknown(string Why) : Verdict<T>;
}
