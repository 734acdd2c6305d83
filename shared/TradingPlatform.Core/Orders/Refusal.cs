using System.Collections.Immutable;
using TradingPlatform.Core.Accounts;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;
using TradingPlatform.Core.Risk;

namespace TradingPlatform.Core.Orders;

/// <summary>Why an order is not sent. It then leaves nothing behind, and its key is unused.</summary>
public abstract record Refusal
{
    private Refusal()
    {
    }

    /// <summary>The tenant has no such account.</summary>
    public sealed record NoSuchAccount : Refusal;

    /// <summary>The tenant has no such order.</summary>
    public sealed record NoSuchOrder : Refusal;

    /// <summary>The exchange trades no such pair.</summary>
    public sealed record NoSuchSymbol(Symbol Symbol) : Refusal;

    /// <summary>The exchange does not accept the account's key.</summary>
    public sealed record KeyInvalid : Refusal;

    /// <summary>The account is switched off.</summary>
    public sealed record AccountInactive : Refusal;

    /// <summary>The account's trading state does not allow it.</summary>
    public sealed record Restricted(Trading Trading) : Refusal;

    /// <summary>It breaks a rule of the exchange.</summary>
    public sealed record BreaksInstrument(InstrumentViolation Violation) : Refusal;

    /// <summary>It would pass limits.</summary>
    public sealed record BreaksRisk(ImmutableArray<RiskViolation> Violations) : Refusal;

    /// <summary>The kill switch is on.</summary>
    public sealed record Killed : Refusal;

    /// <summary>The exchange cannot be asked, or the checks could not be made.</summary>
    public sealed record Unavailable(ExchangeError Error) : Refusal;

    /// <summary>The key was used for another order.</summary>
    public sealed record KeyReused : Refusal;

    /// <summary>The order is not in a state that allows this.</summary>
    public sealed record Conflict(OrderStatus Status) : Refusal;

    /// <summary>The exchange would refuse it, or cannot do this.</summary>
    public sealed record ExchangeRefuses(ExchangeError Error) : Refusal;
}
