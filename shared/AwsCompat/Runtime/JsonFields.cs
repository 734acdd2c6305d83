using System.Text.Json;

namespace Amazon.Runtime.Internal;

/// <summary>Members that may be left out, in both directions.</summary>
internal static class JsonFields
{
    public static void WriteOptional(this Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    public static void WriteOptional(this Utf8JsonWriter json, string name, long? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
    }

    public static void WriteOptional(this Utf8JsonWriter json, string name, bool? value)
    {
        if (value is { } flag)
        {
            json.WriteBoolean(name, flag);
        }
    }

    public static void WriteOptional(this Utf8JsonWriter json, string name, MemoryStream? value)
    {
        if (value is not null)
        {
            json.WriteBase64String(name, value.ToArray());
        }
    }

    public static void WriteOptional(this Utf8JsonWriter json, string name, List<string>? values)
    {
        if (values is { Count: > 0 })
        {
            json.WriteStartArray(name);
            values.ForEach(json.WriteStringValue);
            json.WriteEndArray();
        }
    }

    public static void WriteObjects<T>(
        this Utf8JsonWriter json, string name, List<T>? values, Action<Utf8JsonWriter, T> write)
    {
        if (values is not { Count: > 0 })
        {
            return;
        }

        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteStartObject();
            write(json, value);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>Null where the member is left out or null.</summary>
    public static JsonElement? Find(this JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    public static string? Text(this JsonElement json, string name) => json.Find(name)?.GetString();

    public static bool? Flag(this JsonElement json, string name) => json.Find(name)?.GetBoolean();

    /// <summary>A moment in seconds since 1970, UTC.</summary>
    public static DateTime? Moment(this JsonElement json, string name) => json.Find(name) is { } seconds
        ? DateTime.UnixEpoch.AddTicks((long)(seconds.GetDecimal() * TimeSpan.TicksPerSecond))
        : null;

    public static MemoryStream? Bytes(this JsonElement json, string name) =>
        json.Find(name) is { } base64 ? new MemoryStream(base64.GetBytesFromBase64()) : null;

    public static List<string>? Texts(this JsonElement json, string name) =>
        json.List(name, text => text.GetString()!);

    public static List<T>? List<T>(this JsonElement json, string name, Func<JsonElement, T> read) =>
        json.Find(name) is { } array ? [.. array.EnumerateArray().Select(read)] : null;
}
