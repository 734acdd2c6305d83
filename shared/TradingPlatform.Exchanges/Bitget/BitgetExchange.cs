using System.Collections.Immutable;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;
using TradingPlatform.Core.Orders;
using TradingPlatform.Exchanges.RateBudget;

namespace TradingPlatform.Exchanges.Bitget;

/// <summary>One Bitget account, on spot or on USDT-margined futures.</summary>
internal sealed class BitgetExchange : IExchange
{
    private readonly BitgetVenue _venue;
    private readonly BitgetAccount _account;
    private readonly BitgetSigner _signer;
    private readonly BitgetCalls _calls;
    private readonly BitgetSending _sending;
    private readonly BitgetPlacing _placing;
    private readonly BitgetLookup _lookup;
    private readonly BitgetCancelling _cancelling;
    private readonly BitgetHistory _history;
    private readonly bool _first;

    public BitgetExchange(BitgetVenue venue, BitgetAccount account, BitgetSigner signer, bool first = false)
    {
        (_venue, _account, _signer, _first) = (venue, account, signer, first);
        _calls = new BitgetCalls(venue, account, signer);
        _lookup = new BitgetLookup(venue, account, _calls, () => Lane(CallLane.Inquiry));
        _history = new BitgetHistory(venue, account, _calls, () => Lane(CallLane.Other));
        _sending = new BitgetSending(venue, account, _calls);
        _placing = new BitgetPlacing(venue, _sending, _lookup);
        _cancelling = new BitgetCancelling(venue, _calls, _lookup);
    }

    public ConnectionVitals Vitals => _venue.Gateway.Transport.ReadVitals(_venue.Gateway.Clock);

    public Task ProbeAsync(CancellationToken cancellation) => _venue.Gateway.Clock.ProbeAsync(cancellation);

    public IExchange InFirstLane => _first ? this : new BitgetExchange(_venue, _account, _signer, first: true);

    public ExchangeFeatures Features => _venue.Product.IsFutures
        ? ExchangeFeatures.Positions | ExchangeFeatures.ReduceOnly | ExchangeFeatures.KeyPermissions
            | ExchangeFeatures.UserStream
        : ExchangeFeatures.Replace | ExchangeFeatures.KeyPermissions | ExchangeFeatures.UserStream;

    public async Task<Instrument?> FindInstrumentAsync(Symbol symbol, CancellationToken cancellation)
    {
        var instrument = (await _venue.Rules.GetAsync(cancellation)).Instruments.GetValueOrDefault(symbol);
        return instrument is null || !_venue.Product.IsFutures
            ? instrument
            : instrument with { Leverage = (await SettingsAsync(symbol, cancellation)).Leverage };
    }

    public void ForgetInstruments() => _venue.Rules.Forget();

    public async Task<MarketQuote> GetQuoteAsync(Symbol symbol, CancellationToken cancellation)
    {
        // Asked first, so that only pairs that exist are kept.
        await _venue.SpellAsync(symbol, cancellation);
        return await _venue.Quotes.GetAsync(symbol, cancellation);
    }

    public async Task<IDisposable> WaitToSendAsync(CancellationToken cancellation)
    {
        // All that signing will need, so that signing itself waits for nothing.
        await _venue.Rules.GetAnyAsync(cancellation);
        var turn = await _account.WaitToSendAsync(Lane(CallLane.NewOrder), cancellation);
        try
        {
            await _venue.Gateway.Clock.EnsureAsync(cancellation);
            return turn;
        }
        catch
        {
            turn.Dispose();
            throw;
        }
    }

    public async Task<SignedOrder> SignAsync(ClientOrderId id, OrderTicket ticket, CancellationToken cancellation)
    {
        var spelling = await PrepareAsync(ticket.Symbol, cancellation);
        var product = _venue.Product;
        var isPlan = ticket.Type.HasStop();
        var endpoint = isPlan ? product.PlacePlan : product.Place;
        if (!product.IsFutures)
        {
            return _sending.Sign(endpoint, id, ticket, null, now => isPlan
                ? BitgetOrderForm.SpotPlan(spelling, id, ticket)
                : BitgetOrderForm.Spot(spelling, id, ticket, now, _venue.Gateway.Options.ReceiveWindow));
        }

        var margin = (await SettingsAsync(ticket.Symbol, cancellation)).Margin;
        return _sending.Sign(endpoint, id, ticket, null, _ => isPlan
            ? BitgetOrderForm.FuturesPlan(spelling, id, ticket, margin)
            : BitgetOrderForm.Futures(spelling, id, ticket, margin));
    }

    public Task<Placement> PlaceAsync(SignedOrder order, CancellationToken cancellation) =>
        _placing.PlaceAsync(order, Lane(CallLane.NewOrder), cancellation);

    public Task<ExchangeError?> TestAsync(
        ClientOrderId id, OrderTicket ticket, CancellationToken cancellation) => throw Missing("test orders");

    public async Task<SignedOrder> SignReplaceAsync(
        OrderReference cancel, ClientOrderId id, OrderTicket ticket, CancellationToken cancellation)
    {
        if (_venue.Product.Replace is not { } endpoint || ticket.Type != OrderType.Limit)
        {
            throw Missing("replacing of this kind of order");
        }

        var spelling = await PrepareAsync(ticket.Symbol, cancellation);
        return _sending.Sign(
            endpoint, id, ticket, cancel, _ => BitgetOrderForm.Replace(spelling, cancel, id, ticket));
    }

    public Task<Replacement> ReplaceAsync(SignedOrder order, CancellationToken cancellation) =>
        _placing.ReplaceAsync(order, Lane(CallLane.NewOrder), cancellation);

    public Task<SignedOrder> SignOcoAsync(OcoPair pair, CancellationToken cancellation) =>
        throw Missing("one-cancels-other pairs");

    public Task<OcoPlacement> PlaceOcoAsync(SignedOrder pair, CancellationToken cancellation) =>
        throw Missing("one-cancels-other pairs");

    public Task<Cancellation> CancelAsync(OrderReference order, CancellationToken cancellation) =>
        _cancelling.CancelAsync(order, cancellation);

    public Task<ExchangeError?> CancelAllAsync(Symbol symbol, CancellationToken cancellation) =>
        _cancelling.CancelAllAsync(symbol, cancellation);

    public Task<OrderReport?> FindOrderAsync(OrderReference order, CancellationToken cancellation) =>
        _lookup.FindAsync(order, cancellation);

    public Task<ImmutableArray<OrderReport>> GetOpenOrdersAsync(Symbol? symbol, CancellationToken cancellation) =>
        _history.OpenAsync(symbol, cancellation);

    public async Task<ImmutableArray<ReportedFill>> GetOrderTradesAsync(
        Symbol symbol, string exchangeOrderId, CancellationToken cancellation)
    {
        if (!exchangeOrderId.StartsWith(BitgetOrders.PlanPrefix, StringComparison.Ordinal))
        {
            return await _history.OfOrderAsync(symbol, exchangeOrderId, cancellation);
        }

        var plan = exchangeOrderId[BitgetOrders.PlanPrefix.Length..];
        var trades = ImmutableArray.CreateBuilder<ReportedFill>();
        foreach (var order in await _lookup.OrdersOfPlanAsync(plan, cancellation))
        {
            trades.AddRange((await _history.OfOrderAsync(symbol, order, cancellation))
                .Select(fill => fill with { ExchangeOrderId = exchangeOrderId }));
        }

        return trades.DrainToImmutable();
    }

    public Task<TradePage> GetTradesAsync(
        Symbol symbol, DateTimeOffset since, string? cursor, CancellationToken cancellation) =>
        _history.TradesAsync(symbol, since, cursor, cancellation);

    public Task<OrderPage> GetOrderHistoryAsync(
        Symbol symbol, DateTimeOffset since, string? cursor, CancellationToken cancellation) =>
        _history.OrdersAsync(symbol, since, cursor, _lookup, cancellation);

    public async Task<TradingFees> GetFeesAsync(Symbol symbol, CancellationToken cancellation)
    {
        var spelling = await _venue.SpellAsync(symbol, cancellation);
        return await _calls.GetAsync(
            Lane(CallLane.Other), BitgetProduct.Fees,
            $"symbol={Uri.EscapeDataString(spelling)}&businessType={_venue.Product.BusinessType}",
            BitgetAccountAnswers.Fees, cancellation);
    }

    public async Task<ImmutableArray<ExchangePosition>> GetPositionsAsync(CancellationToken cancellation)
    {
        if (!_venue.Product.IsFutures)
        {
            return [];
        }

        var book = await _venue.Rules.GetAnyAsync(cancellation);
        return await _calls.GetAsync(
            Lane(CallLane.Other), BitgetProduct.Positions, _venue.Product.Query(("marginCoin", "USDT")),
            data => BitgetAnswer.Rows(data)
                .Select(row => book.Pairs.TryGetValue(BitgetOrders.Spelling(row), out var symbol)
                    ? BitgetAccountAnswers.Position(row, symbol)
                    : null)
                .OfType<ExchangePosition>().ToImmutableArray(),
            cancellation);
    }

    public IAsyncEnumerable<UserEvent> ReadUserEventsAsync(CancellationToken cancellation) =>
        new BitgetUserStream(_venue, _account, _signer, _lookup).ReadAsync(cancellation);

    public async Task<AccountState> GetAccountAsync(CancellationToken cancellation)
    {
        if (_venue.Product.IsFutures)
        {
            await CheckModeAsync(cancellation);
        }

        return await _calls.GetAsync(
            Lane(CallLane.Other), _venue.Product.Account, _venue.Product.Query(),
            data => _venue.Product.IsFutures
                ? BitgetAccountAnswers.Margins(data, _venue.LeaveOut)
                : BitgetAccountAnswers.Assets(data, _venue.LeaveOut),
            cancellation);
    }

    public Task<KeyPermissions?> FindKeyPermissionsAsync(CancellationToken cancellation) => _calls.GetAsync(
        Lane(CallLane.Other), BitgetProduct.KeyInfo, "",
        data => BitgetAccountAnswers.Permissions(data, _venue.Product.IsFutures), cancellation);

    private CallLane Lane(CallLane lane) => _first ? CallLane.Protect : lane;

    private static ExchangeException Missing(string what) => new(new ExchangeError(
        ExchangeErrorKind.InvalidRequest, "NOT_SUPPORTED", $"Bitget has no {what}."));

    /// <summary>All that signing needs; where <see cref="WaitToSendAsync"/> came before, it is there already.</summary>
    private async ValueTask<string> PrepareAsync(Symbol symbol, CancellationToken cancellation)
    {
        _account.Trades(symbol);
        await _venue.Gateway.Clock.EnsureAsync(cancellation);
        return await _venue.SpellAsync(symbol, cancellation);
    }

    // The mode is the account's, whatever the pair: the first one tells.
    private async Task CheckModeAsync(CancellationToken cancellation)
    {
        var book = await _venue.Rules.GetAnyAsync(cancellation);
        if (book.Spellings.Keys.OrderBy(symbol => symbol.Text, StringComparer.Ordinal).FirstOrDefault() is
            { Base: var first } any && first != default)
        {
            await SettingsAsync(any, cancellation);
        }
    }

    private async ValueTask<ContractSettings> SettingsAsync(Symbol symbol, CancellationToken cancellation)
    {
        if (_account.SettingsOf(symbol) is { } kept)
        {
            return kept;
        }

        var spelling = await _venue.SpellAsync(symbol, cancellation);
        var stamp = _venue.Time.GetTimestamp();
        var settings = await _calls.GetAsync(
            Lane(CallLane.Inquiry), BitgetProduct.Settings,
            _venue.Product.Query(("symbol", spelling), ("marginCoin", "USDT")),
            BitgetAccountAnswers.Settings, cancellation);
        if (!settings.IsOneWay)
        {
            // Its orders would have to say which of two positions they mean (docs/adr/0028).
            throw new ExchangeException(new ExchangeError(
                ExchangeErrorKind.CredentialsInvalid, "HEDGE_MODE",
                "The account is in hedge mode; the platform trades accounts in one-way mode alone."));
        }

        _account.Keep(symbol, settings, stamp);
        return settings;
    }
}
