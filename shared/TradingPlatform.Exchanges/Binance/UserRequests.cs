using System.Globalization;
using System.Text.Json;

namespace TradingPlatform.Exchanges.Binance;

/// <summary>What is asked of the WebSocket API (web-socket-api.md of binance-spot-api-docs).</summary>
internal static class UserRequests
{
    // The signature's place at the end of what the signer appends it to.
    private const int SignatureLength = 64;

    public static byte[] Subscribe(UserSubscriber subscriber, string id, long timestamp, TimeSpan receiveWindow)
    {
        var (key, window) = (subscriber.Account.Key, (long)receiveWindow.TotalMilliseconds);
        // Signed are the parameters in the order of their names.
        var signed = subscriber.Signer.Append(string.Create(
            CultureInfo.InvariantCulture, $"apiKey={key}&recvWindow={window}&timestamp={timestamp}"));
        return Write(id, "userDataStream.subscribe.signature"u8, writer =>
        {
            writer.WriteString("apiKey"u8, key);
            writer.WriteNumber("recvWindow"u8, window);
            writer.WriteNumber("timestamp"u8, timestamp);
            writer.WriteString("signature"u8, signed.AsSpan(signed.Length - SignatureLength));
        });
    }

    public static byte[] Unsubscribe(long subscription) => Write(
        string.Create(CultureInfo.InvariantCulture, $"leave-{subscription}"), "userDataStream.unsubscribe"u8,
        writer => writer.WriteNumber("subscriptionId"u8, subscription));

    private static byte[] Write(string id, ReadOnlySpan<byte> method, Action<Utf8JsonWriter> parameters)
    {
        using var json = new MemoryStream();
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartObject();
            writer.WriteString("id"u8, id);
            writer.WriteString("method"u8, method);
            writer.WriteStartObject("params"u8);
            parameters(writer);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return json.ToArray();
    }
}
