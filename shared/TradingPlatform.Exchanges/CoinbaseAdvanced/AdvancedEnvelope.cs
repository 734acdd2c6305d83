using System.Text.Json;
using TradingPlatform.Exchanges.Coinbase;
using TradingPlatform.Exchanges.Http;

namespace TradingPlatform.Exchanges.CoinbaseAdvanced;

/// <summary>What every message of Advanced Trade's feeds has: a channel, a number, a time and events.</summary>
/// <param name="Channel">Null for a refusal.</param>
/// <param name="Number">Counts the messages of a connection, of all channels together.</param>
/// <param name="At">By the exchange's clock.</param>
/// <param name="Events">What it tells.</param>
internal readonly record struct AdvancedEnvelope(
    string? Channel, long? Number, DateTimeOffset? At, IEnumerable<JsonElement> Events)
{
    public static AdvancedEnvelope Read(ReadOnlySpan<byte> message) =>
        Read(WireFields.Open(message, JsonValueKind.Object));

    public static AdvancedEnvelope Read(JsonElement json) => new(
        json.Text("channel"), json.Int64("sequence_num"), json.Time("timestamp"), json.List("events"));

    /// <summary>Asks for a channel.</summary>
    /// <param name="channel">Which.</param>
    /// <param name="products">Of which pairs; none for all.</param>
    /// <param name="token">Null where it needs none.</param>
    public static byte[] Subscribe(string channel, IReadOnlyCollection<string> products, string? token) =>
        FeedMessage.Write(json =>
        {
            json.WriteString("type", "subscribe");
            json.WriteString("channel", channel);
            if (products.Count > 0)
            {
                FeedMessage.WriteList(json, "product_ids", products);
            }

            if (token is not null)
            {
                json.WriteString("jwt", token);
            }
        });
}

/// <summary>Whether every message of a connection has come: they are numbered one by one.</summary>
internal sealed class MessageCount
{
    private long? _last;

    /// <summary>False where a message before this one has not come, or this one has come before.</summary>
    public bool IsNext(long? number)
    {
        if (number is not { } count)
        {
            return true;
        }

        var isNext = _last is not { } last || count == last + 1;
        _last = count;
        return isNext;
    }
}
