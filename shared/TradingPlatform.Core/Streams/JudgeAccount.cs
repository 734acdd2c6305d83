using System.Collections.Immutable;
using TradingPlatform.Core.Accounts;
using TradingPlatform.Core.Exchanges;

namespace TradingPlatform.Core.Streams;

/// <summary>
/// What the way to an account's exchange says about trading on it (DESIGN.md, 'Degradation'): pure, from how the stream
/// stands to the causes that restrict.
/// </summary>
public static class JudgeAccount
{
    /// <summary>The account cannot be seen: neither its stream nor REST is proven fresh (FAILURES.md F06).</summary>
    public const string Blind = "ACCOUNT_NOT_SEEN";

    /// <summary>The exchange's clock cannot be established.</summary>
    public const string Clock = "CLOCK_UNKNOWN";

    /// <summary>The exchange does not accept the key, or it cannot be opened.</summary>
    public const string Credential = "CREDENTIAL_IN_DOUBT";

    /// <summary>The exchange has banned our address.</summary>
    public const string Banned = "EXCHANGE_BANNED";

    /// <summary>The judgement itself failed.</summary>
    public const string Failed = "EVALUATION_FAILED";

    /// <summary>The codes that are given here, and taken back here.</summary>
    public static ImmutableArray<string> Codes { get; } = [Blind, Clock, Credential, Banned, Failed];

    /// <summary>
    /// What restricts the account now. A cause that was given is not among them only where something proves that it is
    /// over; that time has passed is no proof.
    /// </summary>
    /// <param name="standing">How its stream stands.</param>
    /// <param name="given">The causes that restrict it already.</param>
    /// <param name="times">How long it may be unproven.</param>
    /// <param name="now">The moment.</param>
    public static ImmutableArray<TradingCause> Judge(
        StreamStanding standing, ImmutableArray<TradingCause> given, StreamTimes times, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(standing);
        ArgumentNullException.ThrowIfNull(times);
        var causes = ImmutableArray.CreateBuilder<TradingCause>();
        var isBlind = standing.Unsettled > 0 && now - standing.SeenAt > times.BlindAfter;
        if (isBlind || (Given(Blind) is { } blind
            && !(standing.AnsweredAt > blind.Since) && !(standing.ToldAt > blind.Since)))
        {
            causes.Add(new TradingCause(
                Blind, null, TradingState.ReduceOnly,
                "Neither the account's stream nor its exchange's answers have proven fresh for too long.", now));
        }

        // What the exchange said last, for as long as it has answered no signed call since.
        var trouble = standing.Trouble?.Kind switch
        {
            ExchangeErrorKind.ClockSkew => new TradingCause(
                Clock, null, TradingState.CancelOnly, "The exchange's clock could not be established.", now),
            ExchangeErrorKind.CredentialsInvalid => new TradingCause(
                Credential, null, TradingState.CancelOnly, "The exchange does not accept the account's key.", now),
            ExchangeErrorKind.Banned => new TradingCause(
                Banned, null, TradingState.CancelOnly, "The exchange has banned the platform's address.", now),
            _ => null,
        };
        if (trouble is not null)
        {
            causes.Add(trouble);
        }

        // Another trouble, or none that is told, proves nothing of the one before.
        foreach (var code in (string[])[Clock, Credential, Banned])
        {
            if (code != trouble?.Code && Given(code) is { } cause && !(standing.AnsweredAt > cause.Since))
            {
                causes.Add(cause);
            }
        }

        return causes.ToImmutable();

        TradingCause? Given(string code) => given.IsDefault
            ? null
            : given.FirstOrDefault(cause => cause.Code == code && cause.Symbol is null);
    }
}
