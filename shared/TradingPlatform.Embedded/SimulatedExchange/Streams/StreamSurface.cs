using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace TradingPlatform.Embedded.SimulatedExchange.Streams;

/// <summary>Serves <c>/ws</c>, <c>/stream</c> and <c>/ws-api/v3</c>.</summary>
internal sealed class StreamSurface(
    MarketStreams markets, UserStreams users, SocketApi api, OpenStreams open, CancellationToken stopping)
{
    public static bool Serves(PathString path) =>
        path.StartsWithSegments("/ws", StringComparison.Ordinal)
        || path.StartsWithSegments("/stream", StringComparison.Ordinal)
        || path.StartsWithSegments("/ws-api/v3", StringComparison.Ordinal);

    public async Task HandleAsync(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            context.Response.StatusCode = 400;
            return;
        }

        if (open.TakeRefusal() is var (status, retryAfter))
        {
            context.Response.StatusCode = status;
            context.Response.Headers.RetryAfter = retryAfter.ToString(CultureInfo.InvariantCulture);
            return;
        }

        var path = context.Request.Path;
        var isApi = path.StartsWithSegments("/ws-api/v3", StringComparison.Ordinal);
        var isCombined = path.StartsWithSegments("/stream", StringComparison.Ordinal);
        // Binance pings every 20 s and drops who has not answered for a minute.
        using var socket = await context.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext
        {
            KeepAliveInterval = TimeSpan.FromSeconds(20),
            KeepAliveTimeout = TimeSpan.FromMinutes(1),
        });
        using var connection = new StreamConnection(socket, open) { IsCombined = isCombined, IsApi = isApi };
        open.Add(connection);
        try
        {
            if (isApi)
            {
                await connection.RunAsync(message => api.Handle(connection, message), stopping);
                return;
            }

            var named = isCombined
                ? context.Request.Query["streams"].ToString()
                : path.StartsWithSegments("/ws", StringComparison.Ordinal, out var rest) ? rest.Value ?? string.Empty
                : string.Empty;
            markets.Subscribe(connection, named.Split('/', StringSplitOptions.RemoveEmptyEntries));
            await connection.RunAsync(message => Handle(connection, message), stopping);
        }
        finally
        {
            open.Remove(connection);
            markets.Unsubscribe(connection, markets.Of(connection));
            users.Unsubscribe(connection, null);
        }
    }

    private void Handle(StreamConnection connection, ReadOnlyMemory<byte> message)
    {
        try
        {
            using var document = JsonDocument.Parse(message);
            Handle(connection, document.RootElement);
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException
            or KeyNotFoundException)
        {
            Refuse(connection, null, "Invalid JSON: expected an object with method, params and id");
        }
    }

    private void Handle(StreamConnection connection, JsonElement request)
    {
        JsonElement? id = request.TryGetProperty("id", out var given) ? given : null;
        string[] names = request.TryGetProperty("params", out var wanted) && wanted.ValueKind is JsonValueKind.Array
            ? [.. wanted.EnumerateArray().Select(each => each.GetString() ?? string.Empty)]
            : [];
        switch (request.GetProperty("method").GetString())
        {
            case "SUBSCRIBE" when markets.Subscribe(connection, names):
                Answer(connection, id, null);
                break;
            case "UNSUBSCRIBE":
                markets.Unsubscribe(connection, names);
                Answer(connection, id, null);
                break;
            case "LIST_SUBSCRIPTIONS":
                Answer(connection, id, markets.Of(connection));
                break;
            default:
                Refuse(connection, id, "Invalid request: unknown method or stream");
                break;
        }
    }

    private static void Answer(StreamConnection connection, JsonElement? id, IReadOnlyList<string>? names) =>
        connection.Send(StreamJson.Write(writer =>
        {
            writer.WritePropertyName("result"u8);
            if (names is null)
            {
                writer.WriteNullValue();
            }
            else
            {
                writer.WriteStartArray();
                foreach (var name in names)
                {
                    writer.WriteStringValue(name);
                }

                writer.WriteEndArray();
            }

            StreamJson.WriteId(writer, id);
        }));

    private static void Refuse(StreamConnection connection, JsonElement? id, string message) =>
        connection.Send(StreamJson.Write(writer =>
        {
            writer.WriteStartObject("error"u8);
            writer.WriteNumber("code"u8, 2);
            writer.WriteString("msg"u8, message);
            writer.WriteEndObject();
            StreamJson.WriteId(writer, id);
        }));
}
