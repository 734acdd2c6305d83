using System.Collections.Immutable;
using TradingPlatform.Core.Exchanges;

namespace TradingPlatform.Core.Accounts;

/// <summary>What an exchange says of a key.</summary>
public abstract record KeyVerdict
{
    private KeyVerdict()
    {
    }

    /// <summary>It may be used.</summary>
    /// <param name="Permissions">What it may do; null where the exchange has no way to say.</param>
    /// <param name="Uid">Which account it opens; null where the exchange does not tell.</param>
    public sealed record Accepted(KeyPermissions? Permissions, string? Uid) : KeyVerdict
    {
        /// <summary>What it may do, in the contract's words.</summary>
        public ImmutableArray<string> Words => Permissions is { CanWithdraw: true }
            ? ["read", "trade", "withdraw"]
            : ["read", "trade"];
    }

    /// <summary>The exchange does not accept it, or it may do what it should not.</summary>
    public sealed record Refused(string Why, ExchangeError? Error) : KeyVerdict;

    /// <summary>The exchange could not be asked.</summary>
    public sealed record Unavailable(ExchangeError Error) : KeyVerdict;
}

/// <summary>Checks a key with its exchange: account readable, trading allowed, funds out of its reach.</summary>
public static class KeyCheck
{
    /// <summary>Asks the exchange.</summary>
    /// <param name="exchange">The account, opened with the key.</param>
    /// <param name="mode">With whose money it trades.</param>
    /// <param name="mayWithdraw">The tenant accepts a key that may move funds.</param>
    /// <param name="cancellation">Ends the call.</param>
    public static async Task<KeyVerdict> AskAsync(
        IExchange exchange, TradingMode mode, bool mayWithdraw, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(exchange);
        try
        {
            var state = await exchange.GetAccountAsync(cancellation);
            var permissions = await exchange.FindKeyPermissionsAsync(cancellation);
            return WhyNot(state, permissions, mode, mayWithdraw) is { } why
                ? new KeyVerdict.Refused(why, null)
                : new KeyVerdict.Accepted(permissions, state.Uid);
        }
        catch (ExchangeException e) when (e.Error.Kind is ExchangeErrorKind.CredentialsInvalid)
        {
            return new KeyVerdict.Refused("The exchange does not accept the key.", e.Error);
        }
        catch (ExchangeException e)
        {
            return new KeyVerdict.Unavailable(e.Error);
        }
    }

    private static string? WhyNot(
        AccountState state, KeyPermissions? permissions, TradingMode mode, bool mayWithdraw) =>
        (state, permissions) switch
        {
            // Unknown is not harmless (FAILURES.md F19).
            (_, null) when mode is TradingMode.Production => "The exchange does not say what the key may do.",
            ({ CanTrade: false }, _) => "The account may not trade.",
            (_, { CanRead: false }) => "The key may not read the account.",
            (_, { CanTrade: false }) => "The key may not trade.",
            (_, { CanWithdraw: true }) when !mayWithdraw => "The key may withdraw or transfer funds.",
            _ => null,
        };
}
