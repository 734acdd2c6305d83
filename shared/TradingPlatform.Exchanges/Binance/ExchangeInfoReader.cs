using System.Collections.Immutable;
using System.Text.Json;
using TradingPlatform.Core.Markets;
using TradingPlatform.Exchanges.Http;
using TradingPlatform.Exchanges.RateBudget;

namespace TradingPlatform.Exchanges.Binance;

/// <summary>Reads <c>GET /api/v3/exchangeInfo</c>: limits, pairs and their filters.</summary>
internal static class ExchangeInfoReader
{
    /// <exception cref="JsonException">The body is no exchangeInfo.</exception>
    public static RuleBook Read(ReadOnlySpan<byte> body)
    {
        var instruments = new Dictionary<Symbol, Instrument>();
        var pairs = new Dictionary<string, Symbol>(StringComparer.Ordinal);
        var spellings = new Dictionary<Symbol, string>();
        var limits = new Limits([], []);
        var everywhere = ImmutableArray<InstrumentRule>.Empty;
        var leftOut = new List<string>();
        var reader = WireJson.Open(body, JsonTokenType.StartObject);
        while (WireJson.NextMember(ref reader))
        {
            var (isLimits, isSymbols, isFilters) = (reader.ValueTextEquals("rateLimits"u8),
                reader.ValueTextEquals("symbols"u8), reader.ValueTextEquals("exchangeFilters"u8));
            reader.Read();
            if (isLimits)
            {
                ReadLimits(ref reader, limits);
            }
            else if (isFilters)
            {
                everywhere = FilterReader.ReadAll(ref reader);
            }
            else if (isSymbols)
            {
                WireJson.Expect(ref reader, JsonTokenType.StartArray);
                while (WireJson.NextElement(ref reader))
                {
                    var listing = ListingReader.Read(ref reader);
                    if (listing.Instrument is { } instrument)
                    {
                        instruments[instrument.Symbol] = instrument;
                        pairs[listing.Spelling] = instrument.Symbol;
                        spellings[instrument.Symbol] = listing.Spelling;
                    }
                    else
                    {
                        leftOut.Add(listing.Spelling);
                    }
                }
            }
            else
            {
                reader.Skip();
            }
        }

        WireJson.Close(ref reader);
        AddEverywhere(instruments, everywhere);
        return new RuleBook(instruments, pairs, spellings, limits.Requests, limits.Orders, leftOut);
    }

    /// <summary>What binds the whole account binds each pair of it.</summary>
    private static void AddEverywhere(
        Dictionary<Symbol, Instrument> instruments, ImmutableArray<InstrumentRule> everywhere)
    {
        if (everywhere.IsEmpty)
        {
            return;
        }

        foreach (var (symbol, instrument) in instruments.ToArray())
        {
            instruments[symbol] = instrument with { Rules = instrument.Rules.AddRange(everywhere) };
        }
    }

    private static void ReadLimits(ref Utf8JsonReader reader, Limits limits)
    {
        WireJson.Expect(ref reader, JsonTokenType.StartArray);
        while (WireJson.NextElement(ref reader))
        {
            string? type = null, unit = null;
            long? number = null, limit = null;
            WireJson.Expect(ref reader, JsonTokenType.StartObject);
            while (WireJson.NextMember(ref reader))
            {
                var name = reader.GetString();
                reader.Read();
                switch (name)
                {
                    case "rateLimitType": type = WireJson.Text(ref reader); break;
                    case "interval": unit = WireJson.Text(ref reader); break;
                    case "intervalNum": number = WireJson.Int64(ref reader); break;
                    case "limit": limit = WireJson.Int64(ref reader); break;
                    default: reader.Skip(); break;
                }
            }

            if (limit is > 0 and <= int.MaxValue && number is > 0 and < 1_000_000 && Unit(unit) is { } length)
            {
                var stated = new BudgetLimit(length * number.Value, (int)limit.Value);
                var known = type switch { "REQUEST_WEIGHT" => limits.Requests, "ORDERS" => limits.Orders, _ => null };
                known?.Add(stated);
            }
        }
    }

    private static TimeSpan? Unit(string? name) => name switch
    {
        "SECOND" => TimeSpan.FromSeconds(1),
        "MINUTE" => TimeSpan.FromMinutes(1),
        "HOUR" => TimeSpan.FromHours(1),
        "DAY" => TimeSpan.FromDays(1),
        _ => null,
    };

    private sealed record Limits(List<BudgetLimit> Requests, List<BudgetLimit> Orders);
}
