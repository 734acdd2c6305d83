using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace TradingPlatform.Core.Audit;

/// <summary>
/// One thing that happened, who caused it and under which correlation id. Stored in the same write as the change it
/// tells of; each carries the hash of the one before, so that one that was changed or taken away shows.
/// </summary>
/// <param name="Number">Its place in the chain, from 1.</param>
/// <param name="At">When.</param>
/// <param name="Type">What, in the past tense: <c>OrderAccepted</c>.</param>
/// <param name="Tenant">Whose.</param>
/// <param name="Subject">Of which thing; an order's id.</param>
/// <param name="By">The user, or <c>platform:part</c>.</param>
/// <param name="CorrelationId">Joins it to logs and errors.</param>
/// <param name="Details">Names and values, in order; no secrets.</param>
/// <param name="PreviousHash">The hash of the event before; null for the first.</param>
/// <param name="Hash">Over all of the above.</param>
public sealed record AuditEvent(
    int Number,
    DateTimeOffset At,
    string Type,
    string Tenant,
    string Subject,
    string By,
    string CorrelationId,
    SortedDictionary<string, string> Details,
    string? PreviousHash,
    string Hash)
{
    /// <summary>Adds an event to the end of a chain.</summary>
    public static AuditEvent Append(
        ChainEnd end, DateTimeOffset at, string type, Tenancy.Caller caller, string subject,
        SortedDictionary<string, string> details)
    {
        ArgumentNullException.ThrowIfNull(caller);
        var unsealed = new AuditEvent(
            end.Length + 1, at, type, caller.Tenant.Text, subject, caller.User, caller.CorrelationId, details,
            end.Hash, string.Empty);
        return unsealed with { Hash = unsealed.ComputeHash() };
    }

    /// <summary>Where the chain ends with this event.</summary>
    public ChainEnd End => new(Number, Hash);

    /// <summary>True where the events, oldest first, are the whole chain that ends at <paramref name="end"/>.</summary>
    public static bool IsWhole(IReadOnlyList<AuditEvent> events, ChainEnd end)
    {
        ArgumentNullException.ThrowIfNull(events);
        string? before = null;
        for (var i = 0; i < events.Count; i++)
        {
            var e = events[i];
            if (e.Number != i + 1 || e.PreviousHash != before || e.Hash != e.ComputeHash())
            {
                return false;
            }

            before = e.Hash;
        }

        return events.Count == end.Length && before == end.Hash;
    }

    private string ComputeHash()
    {
        // Each part is preceded by its length, so that no two different events make the same text.
        var text = new StringBuilder(256);
        Part(text, Number.ToString(CultureInfo.InvariantCulture));
        Part(text, At.UtcTicks.ToString(CultureInfo.InvariantCulture));
        Part(text, Type);
        Part(text, Tenant);
        Part(text, Subject);
        Part(text, By);
        Part(text, CorrelationId);
        foreach (var (name, value) in Details)
        {
            Part(text, name);
            Part(text, value);
        }

        Part(text, PreviousHash ?? string.Empty);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    private static void Part(StringBuilder text, string part) =>
        text.Append(part.Length.ToString(CultureInfo.InvariantCulture)).Append(':').Append(part);
}
