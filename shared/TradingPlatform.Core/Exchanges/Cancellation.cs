namespace TradingPlatform.Core.Exchanges;

/// <summary>How a cancel ended.</summary>
public abstract record Cancellation
{
    private Cancellation()
    {
    }

    /// <summary>It is cancelled; this is how it ended.</summary>
    public sealed record Done(OrderReport Report) : Cancellation;

    /// <summary>There is nothing to cancel: it filled or ended before, or never was. Ask how it stands.</summary>
    public sealed record NothingToCancel : Cancellation;

    /// <summary>The exchange refused for another reason, and the order stands as it stood.</summary>
    public sealed record Refused(ExchangeError Error) : Cancellation;

    /// <summary>The answer was lost. Safe to ask again: a cancel does no more the second time.</summary>
    public sealed record Unknown(string Why) : Cancellation;
}

/// <summary>How a cancel-and-replace ended.</summary>
public abstract record Replacement
{
    private Replacement()
    {
    }

    /// <summary>The first is cancelled, the second is placed.</summary>
    public sealed record Done(OrderReport Cancelled, OrderReport Placed) : Replacement;

    /// <summary>The first could not be cancelled, so the second was not sent. Ask how the first stands.</summary>
    public sealed record NotCancelled(ExchangeError Error) : Replacement;

    /// <summary>The first is cancelled, the second was refused.</summary>
    public sealed record OnlyCancelled(OrderReport? Cancelled, ExchangeError Error) : Replacement;

    /// <summary>The answer was lost: both must be asked about.</summary>
    public sealed record Unknown(string Why) : Replacement;
}
