namespace TradingPlatform.Hosting.Json;

/// <summary>Names a field as the caller knows it, from the serializer's path.</summary>
internal static class FieldPath
{
    /// <summary>Stands for the body as a whole.</summary>
    internal const string Whole = "body";

    private const int MaxLength = 128;

    /// <summary><c>$.orders[3].price</c> becomes <c>orders[3].price</c>, and <c>$</c> becomes <c>body</c>.</summary>
    internal static string Of(string? path)
    {
        if (path is null or "$" or "")
        {
            return Whole;
        }

        var name = path.StartsWith("$.", StringComparison.Ordinal) ? path[2..] : path.TrimStart('$');
        return name.Length <= MaxLength ? name : name[..MaxLength];
    }
}
