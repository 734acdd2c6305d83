using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace TradingPlatform.Hosting.Json;

/// <summary>How every body is read and written (API.md, 'Conventions').</summary>
/// <remarks>
/// A function binds its source-generated context to these options once:
/// <c>public static OrdersJson Wire { get; } = new(PlatformJson.Options());</c>, and uses <c>OrdersJson.Wire.Order</c>.
/// Members that a request does not name are optional only where the constructor's parameter has a default value.
/// Members that we do not know are ignored; a member named twice, comments and trailing commas are refused.
/// </remarks>
public static class PlatformJson
{
    /// <summary>The deepest nesting that is read.</summary>
    public const int MaxDepth = 32;

    /// <summary>Fresh options, to bind one context to.</summary>
    /// <param name="converters">A function's own converters, which go before the platform's.</param>
    public static JsonSerializerOptions Options(params ReadOnlySpan<JsonConverter> converters)
    {
        var options = new JsonSerializerOptions();
        foreach (var converter in converters)
        {
            options.Converters.Add(converter);
        }

        Apply(options);
        return options;
    }

    internal static void Apply(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.AllowDuplicateProperties = false;
        options.AllowTrailingCommas = false;
        options.ReadCommentHandling = JsonCommentHandling.Disallow;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.RespectNullableAnnotations = true;
        options.RespectRequiredConstructorParameters = true;
        options.MaxDepth = MaxDepth;
        // The relaxed encoder still escapes quotes and control characters; no answer is ever part of a page.
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        options.Converters.Add(new DecimalJsonConverter());
        options.Converters.Add(new InstantJsonConverter());
    }
}
