using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using TradingPlatform.Embedded.SimulatedExchange.Engine;
using TradingPlatform.Embedded.SimulatedExchange.Rest;

namespace TradingPlatform.Embedded.SimulatedExchange.Streams;

/// <summary>The part of the WebSocket API that user data streams need (web-socket-api.md).</summary>
internal sealed class SocketApi(TradingFloor floor, UserStreams users, RateLimiter limiter)
{
    private readonly ConditionalWeakTable<StreamConnection, StrongBox<int>> _lastIds = [];

    public void Handle(StreamConnection connection, ReadOnlyMemory<byte> message)
    {
        JsonElement? id = null;
        try
        {
            using var document = JsonDocument.Parse(message);
            var request = document.RootElement;
            id = request.TryGetProperty("id", out var given) ? given.Clone() : null;
            var parameters = request.TryGetProperty("params", out var sent) ? sent : default;
            switch (request.GetProperty("method").GetString())
            {
                case "ping":
                    Answer(connection, id, 1, static _ => { });
                    break;
                case "time":
                    Answer(connection, id, 1, writer => writer.WriteNumber("serverTime"u8, floor.Clock.Now));
                    break;
                case "userDataStream.subscribe.signature":
                    Subscribe(connection, id, parameters);
                    break;
                case "userDataStream.unsubscribe":
                    Unsubscribe(connection, id, parameters);
                    break;
                default:
                    Refuse(connection, id, new Refusal(-1020, "This operation is not supported."));
                    break;
            }
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException
            or KeyNotFoundException or FormatException)
        {
            Refuse(connection, id, new Refusal(-1135, "Invalid JSON Request"));
        }
    }

    private void Subscribe(StreamConnection connection, JsonElement? id, JsonElement parameters)
    {
        // Signed are all parameters but the signature, in the order of their names.
        var pairs = parameters.EnumerateObject()
            .Where(each => !each.NameEquals("signature"u8))
            .OrderBy(each => each.Name, StringComparer.Ordinal)
            .Select(each => each.Name + "=" + each.Value);
        var signature = parameters.TryGetProperty("signature", out var signed) ? signed.GetString() : null;
        var query = string.Join('&', pairs) + (signature is null ? string.Empty : "&signature=" + signature);
        var bytes = Encoding.UTF8.GetBytes(query);
        var call = new RestCall(floor, limiter, new RequestParameters(bytes, bytes.Length));
        var apiKey = parameters.TryGetProperty("apiKey", out var key) ? key.GetString() : null;
        if (call.Authorize(Security.Read, apiKey) is { } refusal)
        {
            Refuse(connection, id, refusal);
            return;
        }

        var next = _lastIds.GetOrCreateValue(connection).Value++;
        if (users.Subscribe(connection, call.Account, next) is { } subscription)
        {
            Answer(connection, id, 2, writer => writer.WriteNumber("subscriptionId"u8, subscription));
        }
        else
        {
            Refuse(connection, id, new Refusal(-2035, "User Data Stream subscription already active."));
        }
    }

    private void Unsubscribe(StreamConnection connection, JsonElement? id, JsonElement parameters)
    {
        int? subscription = parameters.ValueKind is JsonValueKind.Object
            && parameters.TryGetProperty("subscriptionId", out var given)
                ? given.GetInt32()
                : null;
        if (users.Unsubscribe(connection, subscription) || subscription is null)
        {
            Answer(connection, id, 2, static _ => { });
        }
        else
        {
            Refuse(connection, id, new Refusal(-2036, "User Data Stream subscription not active."));
        }
    }

    private void Answer(StreamConnection connection, JsonElement? id, int weight, Action<Utf8JsonWriter> members) =>
        connection.Send(StreamJson.Write(writer =>
        {
            StreamJson.WriteId(writer, id);
            writer.WriteNumber("status"u8, 200);
            writer.WriteStartObject("result"u8);
            members(writer);
            writer.WriteEndObject();
            WriteLimits(writer, weight);
        }));

    private void Refuse(StreamConnection connection, JsonElement? id, Refusal refusal) =>
        connection.Send(StreamJson.Write(writer =>
        {
            StreamJson.WriteId(writer, id);
            writer.WriteNumber("status"u8, refusal.Status);
            writer.WritePropertyName("error"u8);
            Reply.WriteRefusal(writer, refusal);
            WriteLimits(writer, 1);
        }));

    private void WriteLimits(Utf8JsonWriter writer, int weight)
    {
        // Every caller is on loopback, so REST and sockets share one address's weight.
        var used = limiter.Charge(System.Net.IPAddress.Loopback, weight, floor.Clock.Now);
        writer.WriteStartArray("rateLimits"u8);
        InfoJson.WriteLimit(
            writer, "REQUEST_WEIGHT", "MINUTE", 1, floor.Options.Limits.WeightPerMinute, used);
        writer.WriteEndArray();
    }
}
