using TradingPlatform.Core.Exchanges;

namespace TradingPlatform.Core.Accounts;

/// <summary>How changing an account ended.</summary>
public abstract record AccountAnswer
{
    private AccountAnswer()
    {
    }

    /// <summary>This is how it now stands.</summary>
    public sealed record Done(ExchangeAccount Account) : AccountAnswer;

    /// <summary>The tenant has no such account.</summary>
    public sealed record NotFound : AccountAnswer;

    /// <summary>The tenant has another account of this label.</summary>
    public sealed record LabelTaken : AccountAnswer;

    /// <summary>Another key is being put in place just now.</summary>
    public sealed record Busy : AccountAnswer;

    /// <summary>The exchange does not accept the key, or the key may do what it should not.</summary>
    public sealed record KeyRefused(string Why, ExchangeError? Error) : AccountAnswer;

    /// <summary>The exchange could not be asked, so nothing was changed.</summary>
    public sealed record Unavailable(ExchangeError Error) : AccountAnswer;
}
