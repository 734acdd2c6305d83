namespace TradingPlatform.EndToEnd.Edge;

/// <summary>The contract's routes of these functions, and the lowest role that each serves (API.md).</summary>
internal static class Routes
{
    private static readonly string Order = new('0', 32);

    public static IReadOnlyList<(string Method, string Path, string Role)> All { get; } =
    [
        ("POST", "/v1/orders", "trader"),
        ("POST", "/v1/orders/bulk", "trader"),
        ("POST", "/v1/orders/oco", "trader"),
        ("POST", "/v1/orders/test", "trader"),
        ("POST", "/v1/orders/cancel-all", "trader"),
        ("GET", "/v1/orders", "viewer"),
        ("GET", "/v1/orders/" + Order, "viewer"),
        ("GET", $"/v1/orders/{Order}/events", "viewer"),
        ("PATCH", "/v1/orders/" + Order, "trader"),
        ("DELETE", "/v1/orders/" + Order, "trader"),
        ("GET", "/v1/fills", "viewer"),
        ("GET", "/v1/risk/limits", "viewer"),
        ("PUT", "/v1/risk/limits", "admin"),
        ("GET", "/v1/risk/status", "viewer"),
        ("GET", "/v1/risk/kill-switch", "viewer"),
        ("PUT", "/v1/risk/kill-switch", "trader"),
        ("DELETE", "/v1/risk/kill-switch", "admin"),
        ("GET", "/v1/balances", "viewer"),
        ("GET", "/v1/positions", "viewer"),
        ("POST", "/v1/exchange-configs", "trader"),
        ("POST", "/v1/exchanges", "trader"),
        ("GET", "/v1/exchanges/health", "viewer"),
        ("GET", "/v1/exchange-configs", "viewer"),
        ("GET", "/v1/exchange-configs/none", "viewer"),
        ("DELETE", "/v1/exchange-configs/none", "trader"),
        ("PATCH", "/v1/exchange-configs/none", "trader"),
        ("PUT", "/v1/exchange-configs/none/activate", "trader"),
        ("PUT", "/v1/exchange-configs/none/deactivate", "trader"),
        ("POST", "/v1/exchange-configs/none/validate", "trader"),
        ("POST", "/v1/exchange-configs/none/rotate", "trader"),
        ("GET", "/v1/exchange-configs/none/audit", "viewer"),
        ("POST", "/v1/reconciliation/runs", "trader"),
        ("GET", "/v1/reconciliation/runs", "viewer"),
        ("GET", "/v1/reconciliation/runs/none", "viewer"),
        ("GET", "/v1/reconciliation/orphans", "viewer"),
        ("POST", "/v1/reconciliation/orphans/none/resolve", "trader"),
        ("GET", "/v1/key-policy", "viewer"),
        ("PUT", "/v1/key-policy", "admin"),
    ];

    /// <summary>True for a call that says all by its path.</summary>
    public static bool TakesNoBody(string path) =>
        path.EndsWith("activate", StringComparison.Ordinal) || path.EndsWith("/validate", StringComparison.Ordinal);

    /// <summary>The path as the API document has it.</summary>
    public static string Template(string path) => path
        .Replace(Order, "{id}", StringComparison.Ordinal).Replace("/none", "/{id}", StringComparison.Ordinal);
}
