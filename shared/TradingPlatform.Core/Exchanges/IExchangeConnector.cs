using TradingPlatform.Core.Secrets;

namespace TradingPlatform.Core.Exchanges;

/// <summary>The way to one exchange, for any account of it.</summary>
public interface IExchangeConnector
{
    /// <summary>Which exchange.</summary>
    ExchangeId Exchange { get; }

    /// <summary>Where an account of this mode trades when it names no address of its own.</summary>
    /// <param name="mode">With whose money.</param>
    /// <param name="credentials">
    /// The account's: an exchange with two APIs tells by the kind of key which of them it is for. Null asks for the
    /// public side.
    /// </param>
    Uri DefaultAddress(TradingMode mode, ExchangeCredentials? credentials);

    /// <summary>
    /// Opens an account: no call is made. Accounts at one address share its clock, rules, rate budget and connections.
    /// </summary>
    /// <param name="credentials">Whose.</param>
    /// <param name="mode">
    /// With whose money: an exchange can have its test accounts at the very address of the real ones.
    /// </param>
    /// <param name="address">Where.</param>
    IExchange Connect(ExchangeCredentials credentials, TradingMode mode, Uri address);

    /// <summary>Opens the public side at an address: no call is made. Shares what accounts there share.</summary>
    IMarketData OpenMarket(Uri address);
}

/// <summary>What an exchange needs to know an account by. Printing it shows nothing.</summary>
/// <param name="Key">The key's public half.</param>
/// <param name="SecretKey">The half that signs.</param>
/// <param name="Passphrase">Where the exchange has one.</param>
public sealed record ExchangeCredentials(Secret Key, Secret SecretKey, Secret? Passphrase)
{
    /// <summary>
    /// Whose they are: one account's keys share what the exchange counts by account, as orders, also while one takes
    /// the other's place. Null for a key that is only tried.
    /// </summary>
    public string? Account { get; init; }
}
