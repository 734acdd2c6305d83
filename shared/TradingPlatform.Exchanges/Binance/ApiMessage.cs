using System.Text.Json;
using TradingPlatform.Exchanges.Http;
using TradingPlatform.Exchanges.RateBudget;

namespace TradingPlatform.Exchanges.Binance;

/// <summary>
/// A message of the WebSocket API: the answer to a request, or an event of a subscription (web-socket-api.md).
/// </summary>
internal struct ApiMessage
{
    /// <summary>Which request it answers; null for an event.</summary>
    public string? Id;

    /// <summary>As an HTTP status.</summary>
    public int Status;

    /// <summary>Of the event, or given by the answer.</summary>
    public long? SubscriptionId;

    public BinanceAnswerError Error;

    /// <summary>How long the exchange wants silence; null where it does not say.</summary>
    public TimeSpan? RetryAfter;

    /// <summary>The weight that the exchange has counted; null where it does not say.</summary>
    public BudgetCount? Weight;

    /// <summary>Null where the message holds none.</summary>
    public UserMessage? Event;

    public static ApiMessage Read(ReadOnlySpan<byte> body, Action<string> unnamed)
    {
        var message = default(ApiMessage);
        var reader = WireJson.Open(body, JsonTokenType.StartObject);
        var bare = reader;
        var isBare = false;
        while (WireJson.NextMember(ref reader))
        {
            isBare |= reader.ValueTextEquals("e"u8);
            message.ReadMember(ref reader, unnamed);
        }

        WireJson.Close(ref reader);
        if (isBare && message.Event is null)
        {
            message.Event = UserMessage.Read(ref bare, unnamed);
        }

        return message;
    }

    /// <summary>Which subscription an event is of that cannot be read otherwise; null where that cannot be read either.
    /// </summary>
    public static long? FindSubscription(ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body);
        reader.Read();
        while (WireJson.NextMember(ref reader))
        {
            var isIt = reader.ValueTextEquals("subscriptionId"u8);
            reader.Read();
            if (isIt)
            {
                return WireJson.Int64(ref reader);
            }

            reader.Skip();
        }

        return null;
    }

    private void ReadMember(ref Utf8JsonReader reader, Action<string> unnamed)
    {
        var name = reader.GetString();
        reader.Read();
        switch (name)
        {
            case "id": Id = WireJson.Text(ref reader); break;
            case "status": Status = (int)(WireJson.Int64(ref reader) ?? 0); break;
            case "subscriptionId": SubscriptionId = WireJson.Int64(ref reader); break;
            case "event" when reader.TokenType == JsonTokenType.StartObject:
                Event = UserMessage.Read(ref reader, unnamed);
                break;
            case "result" when reader.TokenType == JsonTokenType.StartObject: ReadResult(ref reader); break;
            case "error" when reader.TokenType == JsonTokenType.StartObject: ReadError(ref reader); break;
            case "rateLimits" when reader.TokenType == JsonTokenType.StartArray: ReadLimits(ref reader); break;
            default: reader.Skip(); break;
        }
    }

    private void ReadResult(ref Utf8JsonReader reader)
    {
        while (WireJson.NextMember(ref reader))
        {
            var isId = reader.ValueTextEquals("subscriptionId"u8);
            reader.Read();
            if (isId)
            {
                SubscriptionId = WireJson.Int64(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private void ReadError(ref Utf8JsonReader reader)
    {
        var data = reader;
        Error = BinanceAnswerError.ReadObject(ref reader);
        long? now = null, until = null;
        while (WireJson.NextMember(ref data))
        {
            var isData = data.ValueTextEquals("data"u8);
            data.Read();
            if (!isData || data.TokenType != JsonTokenType.StartObject)
            {
                data.Skip();
                continue;
            }

            while (WireJson.NextMember(ref data))
            {
                var name = data.GetString();
                data.Read();
                switch (name)
                {
                    case "serverTime": now = WireJson.Int64(ref data); break;
                    case "retryAfter": until = WireJson.Int64(ref data); break;
                    default: data.Skip(); break;
                }
            }
        }

        RetryAfter = until > now ? TimeSpan.FromMilliseconds(until.Value - now.Value) : null;
    }

    private void ReadLimits(ref Utf8JsonReader reader)
    {
        while (WireJson.NextElement(ref reader))
        {
            WireJson.Expect(ref reader, JsonTokenType.StartObject);
            string? kind = null, interval = null;
            long? number = null, count = null;
            while (WireJson.NextMember(ref reader))
            {
                var name = reader.GetString();
                reader.Read();
                switch (name)
                {
                    case "rateLimitType": kind = WireJson.Text(ref reader); break;
                    case "interval": interval = WireJson.Text(ref reader); break;
                    case "intervalNum": number = WireJson.Int64(ref reader); break;
                    case "count": count = WireJson.Int64(ref reader); break;
                    default: reader.Skip(); break;
                }
            }

            if (kind == "REQUEST_WEIGHT" && interval == "MINUTE" && number is { } minutes && count is { } used)
            {
                Weight = new BudgetCount(TimeSpan.FromMinutes(minutes), (int)used);
            }
        }
    }
}
