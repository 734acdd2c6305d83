using System.Collections.Immutable;
using System.Text.Json;
using TradingPlatform.Core.Markets;
using TradingPlatform.Core.Orders;
using TradingPlatform.Exchanges.Http;

namespace TradingPlatform.Exchanges.Binance;

/// <summary>One pair of an exchangeInfo.</summary>
/// <param name="Spelling">The exchange's name for it.</param>
/// <param name="Instrument">Null where its assets have no name on this platform.</param>
internal readonly record struct Listing(string Spelling, Instrument? Instrument);

/// <summary>Reads one pair of an exchangeInfo.</summary>
internal static class ListingReader
{
    public static Listing Read(ref Utf8JsonReader reader)
    {
        string? spelling = null, status = null, baseAsset = null, quoteAsset = null;
        bool? spot = null, iceberg = null, oco = null, trailing = null, quoteQuantity = null;
        var types = ImmutableHashSet<OrderType>.Empty;
        var rules = ImmutableArray<InstrumentRule>.Empty;
        WireJson.Expect(ref reader, JsonTokenType.StartObject);
        while (WireJson.NextMember(ref reader))
        {
            var name = reader.GetString();
            reader.Read();
            switch (name)
            {
                case "symbol": spelling = WireJson.Text(ref reader); break;
                case "status": status = WireJson.Text(ref reader); break;
                case "baseAsset": baseAsset = WireJson.Text(ref reader); break;
                case "quoteAsset": quoteAsset = WireJson.Text(ref reader); break;
                case "isSpotTradingAllowed": spot = WireJson.Boolean(ref reader); break;
                case "icebergAllowed": iceberg = WireJson.Boolean(ref reader); break;
                case "ocoAllowed": oco = WireJson.Boolean(ref reader); break;
                case "allowTrailingStop": trailing = WireJson.Boolean(ref reader); break;
                case "quoteOrderQtyMarketAllowed": quoteQuantity = WireJson.Boolean(ref reader); break;
                case "orderTypes": types = ReadTypes(ref reader); break;
                case "filters": rules = FilterReader.ReadAll(ref reader); break;
                default: reader.Skip(); break;
            }
        }

        if (!Asset.TryParse(baseAsset, out var bought) || !Asset.TryParse(quoteAsset, out var paid)
            || bought == paid || spelling is null)
        {
            return new Listing(spelling ?? "", null);
        }

        // What the listing does not mention is not offered.
        return new Listing(spelling, new Instrument(
            new Symbol(bought, paid), status == "TRADING" && spot is not false, rules, types)
        {
            IcebergAllowed = iceberg is true,
            OcoAllowed = oco is true,
            TrailingAllowed = trailing is true,
            QuoteQuantityAllowed = quoteQuantity is true,
        });
    }

    private static ImmutableHashSet<OrderType> ReadTypes(ref Utf8JsonReader reader)
    {
        var types = ImmutableHashSet.CreateBuilder<OrderType>();
        WireJson.Expect(ref reader, JsonTokenType.StartArray);
        while (WireJson.NextElement(ref reader))
        {
            if (BinanceWords.TryReadType(ref reader, out var type))
            {
                types.Add(type);
            }
        }

        return types.ToImmutable();
    }
}
