namespace TradingPlatform.Hosting.Lambda;

/// <summary>Finds the handler that a resource in AWS is meant for.</summary>
internal static class HandlerNames
{
    /// <summary>
    /// What an ARN ends with: <c>…:rule/bus/sync-orders</c> and <c>…:sync-orders.fifo</c> name the same.
    /// </summary>
    internal static string ResourceOf(string arn)
    {
        var name = arn[(arn.LastIndexOfAny([':', '/']) + 1)..];
        return name.EndsWith(".fifo", StringComparison.Ordinal) ? name[..^".fifo".Length] : name;
    }

    /// <summary>
    /// The handler of exactly this name; else the longest that the name ends with after a hyphen, for deployed
    /// resources carry the application's and the environment's name in front: <c>trading-prod-sync-orders</c>.
    /// </summary>
    /// <exception cref="UnknownEventException">There is none.</exception>
    internal static string Find(string resource, string kind, IEnumerable<string> handlers) => handlers
        .Where(name => resource.Equals(name, StringComparison.Ordinal)
            || resource.EndsWith("-" + name, StringComparison.Ordinal))
        .MaxBy(name => name.Length)
        ?? throw new UnknownEventException($"The {kind} '{resource}' has no handler in this function.");
}
