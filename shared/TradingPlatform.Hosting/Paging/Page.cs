using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using TradingPlatform.Hosting.Problems;

namespace TradingPlatform.Hosting.Paging;

/// <summary>Which part of a list a caller asks for (API.md, 'Lists').</summary>
/// <param name="Limit">At most so many items, 1 to 200.</param>
/// <param name="Cursor">What the repository gave as the next page's beginning; null for the first page.</param>
public readonly record struct Page(int Limit, string? Cursor)
{
    /// <summary>The most items of a page.</summary>
    public const int MaxLimit = 200;

    /// <summary>The items of a page where the caller does not say.</summary>
    public const int DefaultLimit = 50;

    /// <summary>Reads <c>?limit=</c> and <c>?cursor=</c>; otherwise the problem to answer with.</summary>
    public static bool TryRead(HttpContext context, out Page page, [NotNullWhen(false)] out Problem? problem)
    {
        ArgumentNullException.ThrowIfNull(context);
        var errors = new FieldErrors();
        var limit = DefaultLimit;
        string? cursor = null;
        if (context.Request.Query.TryGetValue("limit", out var limitText)
            && (limitText.Count != 1
                || !int.TryParse(limitText[0], NumberStyles.None, CultureInfo.InvariantCulture, out limit)
                || limit is < 1 or > MaxLimit))
        {
            errors.Add("limit", "must be a whole number from 1 to 200");
        }

        if (context.Request.Query.TryGetValue("cursor", out var cursorText)
            && (cursorText.Count != 1 || !PageCursor.TryOpen(cursorText[0], PageCursor.Scope(context), out cursor)))
        {
            errors.Add("cursor", "must be the nextCursor of this same list");
        }

        problem = errors.Problem;
        page = problem is null ? new Page(limit, cursor) : default;
        return problem is null;
    }

    /// <summary>The answer <c>{"items":[…],"nextCursor":…}</c>.</summary>
    /// <param name="items">In the order shown, newest first.</param>
    /// <param name="next">The repository's own cursor of the page after, or null where this is the last one.</param>
    /// <param name="type">How one item is written.</param>
    public static IResult Of<T>(IReadOnlyList<T> items, string? next, JsonTypeInfo<T> type) =>
        new PageResult<T>(items, next, type);
}

/// <summary>Writes one page.</summary>
internal sealed class PageResult<T>(IReadOnlyList<T> items, string? next, JsonTypeInfo<T> type) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = "application/json; charset=utf-8";
        await using var writer = new Utf8JsonWriter(response.BodyWriter, ProblemJson.WriterOptions);
        writer.WriteStartObject();
        writer.WriteStartArray("items"u8);
        foreach (var item in items)
        {
            JsonSerializer.Serialize(writer, item, type);
        }

        writer.WriteEndArray();
        writer.WriteString("nextCursor"u8, next is null ? null : PageCursor.Seal(next, PageCursor.Scope(httpContext)));
        writer.WriteEndObject();
        await writer.FlushAsync(httpContext.RequestAborted);
        await response.BodyWriter.FlushAsync(httpContext.RequestAborted);
    }
}
