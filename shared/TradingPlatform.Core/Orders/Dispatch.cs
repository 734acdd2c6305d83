using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using TradingPlatform.Core.Audit;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Risk;
using TradingPlatform.Core.Storage;
using TradingPlatform.Core.Tenancy;

namespace TradingPlatform.Core.Orders;

/// <summary>
/// Stores orders and sends them: sign, store the intent, pass the gate, store what was signed, send, and only within
/// 250 ms of the beginning of those writes by the local monotonic clock, else begin again (DESIGN.md, 'The order path',
/// step 4).
/// </summary>
/// <remarks>
/// So an order that was signed before the kill switch leaves at most 250 ms after it; and where a process freezes after
/// the gate, the exchange's receive window refuses what it sends when it wakes. To begin again is to sign again and to
/// look at the switch again; it reserves nothing a second time. The writes are steps that an engine may make in one
/// (docs/adr/0033).
/// </remarks>
public sealed class Dispatch(
    RiskRepository risk, OrderRepository orders, OrderLedger ledger, Departures departures, TimeProvider clock,
    ILogger<Dispatch> log)
{
    private const int Attempts = 6;
    private static readonly TimeSpan GateIsFresh = TimeSpan.FromMilliseconds(250);

    private static ExchangeError TooSlow { get; } = new(
        ExchangeErrorKind.Unavailable, "TOO_SLOW", "The order could not be sent in time, and was not.");

    /// <summary>
    /// Sends. Once the gate is passed nothing but the exchange ends the call: a caller that hangs up must not leave an
    /// order half recorded.
    /// </summary>
    public async Task<Dispatched<T>> HandleAsync<T>(Parcel<T> parcel, Caller caller, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(parcel);
        ArgumentNullException.ThrowIfNull(caller);
        using var place = await departures.EnterAsync(cancellation);
        SignedOrder signed;
        try
        {
            signed = await parcel.Sign(cancellation);
        }
        catch (ExchangeException e)
        {
            return new Dispatched<T>.NotSent(new Refusal.Unavailable(e.Error));
        }

        var started = clock.GetTimestamp();
        // Stored before it is sent: after a crash, settlement finds it and asks the exchange.
        var submitted = ledger.Prepare(parcel.Orders, Submitted(signed), caller)
            ?? throw new ArgumentException("What is to be sent is not pending.", nameof(parcel));
        var gate = RiskRepository.Adding(caller.Tenant, parcel.Deltas, parcel.Guards);
        switch (await orders.TryPassAsync(parcel.Intents, gate, submitted, cancellation))
        {
            case StepsResult.Made made:
                var exposure = new Exposure(made.Counters.Counters);
                ledger.Saw(caller.Tenant, exposure);
                return await SendAsync(
                    parcel, [.. submitted.Select(change => change.Order)], caller, signed, exposure, started, place);
            case StepsResult.AddRefused refused:
                var found = new Exposure(refused.Counters.Counters);
                ledger.Saw(caller.Tenant, found);
                return await RefuseAsync(parcel, Explain(parcel, found), refused.FirstStays);
            default:
                return new Dispatched<T>.Overtaken();
        }
    }

    private static OrderEvent.Submitted Submitted(SignedOrder signed) =>
        new(new Sending(signed.SignedAt, signed.AcceptableUntil));

    // By the rules themselves where they find it too: a guard knows its counter, not the limit's own figures.
    private static Refusal Explain<T>(Parcel<T> parcel, Exposure exposure) =>
        !exposure.IsKilled && parcel.Judge(exposure) is { IsEmpty: false } violations
            ? new Refusal.BreaksRisk(violations)
            : GateRules.Explain(parcel.Deltas, parcel.Guards, exposure);

    private async Task<Dispatched<T>> SendAsync<T>(
        Parcel<T> parcel, IReadOnlyList<Order> current, Caller caller, SignedOrder signed, Exposure gate,
        long gateStarted, Departures.Place place)
    {
        var isSecondSending = false;
        for (var attempt = 1; ; attempt++)
        {
            var inTime = clock.GetElapsedTime(gateStarted) < GateIsFresh;
            place.Passed(inTime);
            if (inTime)
            {
                place.Dispose();
                var answer = await parcel.Send(signed);
                if (parcel.NotTaken(answer) is not { } error)
                {
                    return new Dispatched<T>.Sent(current, answer);
                }

                // The adapter has set its clock by that answer. Refused again, the clock is not what is wrong.
                if (error.Kind is not ExchangeErrorKind.ClockSkew || isSecondSending || attempt == Attempts)
                {
                    return await TakeBackAsync(parcel, current, caller, gate, new Refusal.Unavailable(error));
                }

                isSecondSending = true;
            }
            else if (attempt == Attempts)
            {
                return await TakeBackAsync(parcel, current, caller, gate, new Refusal.Unavailable(TooSlow));
            }

            try
            {
                signed = await parcel.Sign(CancellationToken.None);
            }
            catch (ExchangeException e)
            {
                return await TakeBackAsync(parcel, current, caller, gate, new Refusal.Unavailable(e.Error));
            }

            gateStarted = clock.GetTimestamp();
            if ((await risk.GetExposureAsync(caller.Tenant, CancellationToken.None)).Exposure.IsKilled)
            {
                return await TakeBackAsync(parcel, current, caller, gate, new Refusal.Killed());
            }

            if (await ledger.TryRecordAsync(
                current, Submitted(signed), caller, CancellationToken.None) is not { } stored)
            {
                return new Dispatched<T>.Overtaken();
            }

            current = stored;
        }
    }

    // Past the gate, and known not to be at the exchange: what it reserved is given back, once it is withdrawn.
    private async Task<Dispatched<T>> TakeBackAsync<T>(
        Parcel<T> parcel, IReadOnlyList<Order> current, Caller caller, Exposure gate, Refusal why)
    {
        if (await orders.TryWithdrawAsync(current, CancellationToken.None))
        {
            await ledger.GiveBackAsync(caller.Tenant, parcel.Deltas, gate);
        }
        else
        {
            log.WithdrawFailed(current[0].Id);
        }

        return new Dispatched<T>.NotSent(why);
    }

    private async Task<Dispatched<T>> RefuseAsync<T>(Parcel<T> parcel, Refusal why, bool isStored)
    {
        if (isStored && !await orders.TryWithdrawAsync(parcel.Orders, CancellationToken.None))
        {
            log.WithdrawFailed(parcel.Orders[0].Id);
        }

        return new Dispatched<T>.NotSent(why);
    }
}

/// <summary>What is to be sent.</summary>
/// <param name="Intents">The new orders that go in it, with their first events.</param>
/// <param name="Deltas">What they reserve.</param>
/// <param name="Guards">What must hold for them to pass the gate.</param>
/// <param name="Judge">What the rules find against it on counters as given, once the gate has refused.</param>
/// <param name="Sign">Signs it with the exchange's time as it then is.</param>
/// <param name="Send">Sends what was signed, once.</param>
/// <param name="NotTaken">
/// The error of an answer that proves that the order was not executed, for a reason of the moment: held back by
/// ourselves, too many requests, outside of its window. The order's key stays unused (API.md: a 503 stores no order).
/// Null for every other answer.
/// </param>
public sealed record Parcel<T>(
    IReadOnlyList<(Order Order, AuditEvent Event)> Intents,
    ImmutableSortedDictionary<string, decimal> Deltas,
    ImmutableArray<CounterGuard> Guards,
    Func<Exposure, ImmutableArray<RiskViolation>> Judge,
    Func<CancellationToken, Task<SignedOrder>> Sign,
    Func<SignedOrder, Task<T>> Send,
    Func<T, ExchangeError?> NotTaken)
{
    /// <summary>The orders, pending.</summary>
    public IReadOnlyList<Order> Orders { get; } = [.. Intents.Select(intent => intent.Order)];
}
