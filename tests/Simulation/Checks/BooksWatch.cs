using System.Text.Json;
using TradingPlatform.Core.Audit;
using TradingPlatform.Core.Reconciliation;
using TradingPlatform.Core.Serialization;
using TradingPlatform.Fakes;
using TradingPlatform.Simulation.Kernel;
using TradingPlatform.Simulation.Storage;
using TradingPlatform.Simulation.Venue;

namespace TradingPlatform.Simulation.Checks;

/// <summary>
/// Holds every commit of reconciliation to what it promises: it writes only while it holds the account's books (I18),
/// and what it tells a person of is so (I15).
/// </summary>
internal sealed class BooksWatch(World world, VenueModel venue)
{
    private const string Reconciliation = "\"platform:reconciliation\"";
    private readonly Dictionary<string, Proof> _proofs = new(StringComparer.Ordinal);

    /// <summary>Keeps what is written from now on; null for not to.</summary>
    public List<ItemChange>? Kept { get; set; }

    public void Committed(IReadOnlyList<ItemChange> changes)
    {
        Kept?.AddRange(changes);
        foreach (var change in changes)
        {
            if (change.After is not { } item)
            {
                continue;
            }

            if (LapsingBooks.IsBooks(change.Key))
            {
                Followed(change.Key, LapsingBooks.Read(item).Books);
            }
            else if (change.Key.Partition.Contains("#FILLS#", StringComparison.Ordinal))
            {
                if (item.Document.Contains("\"isExternal\":true", StringComparison.OrdinalIgnoreCase))
                {
                    world.Counts.Saw(Sometimes.ExternalFill);
                    IsHeld(changes, null, change);
                }
            }
            else if (change.Key.Sort.StartsWith("EV#", StringComparison.Ordinal)
                && item.Document.Contains(Reconciliation, StringComparison.Ordinal))
            {
                Told(JsonSerializer.Deserialize(item.Document, CoreJson.Default.AuditEvent)!, change, changes);
            }
        }
    }

    private void Told(AuditEvent e, ItemChange change, IReadOnlyList<ItemChange> commit)
    {
        // Counters are a tenant's, and corrected under an epoch of their own (ADR 0014).
        if (e.Type == Core.Risk.RecomputeExposure.Corrected)
        {
            world.Counts.Saw(Sometimes.CountersCorrected);
            return;
        }

        IsHeld(commit, e.CorrelationId, change);
        switch (e.Type)
        {
            case OrphanRepository.Found:
                IsOrphan(commit.Select(each => each.After).First(item => item?.Key.Sort == Core.Storage.TableKeys.Self)!);
                break;
            case CheckBalances.Found:
                world.Counts.Saw(Sometimes.BalancesOff);
                ProofOf(Owner(e)).ToldAt = world.Now;
                if (venue.Accounts.First(each => each.Owner == Owner(e)).FundsMoved.Count == 0)
                {
                    world.Break("I15", $"Balances of {Owner(e)} are told to be off, and every trade is in the history.");
                }

                break;
            case "FillRecorded":
                world.Counts.Saw(Sometimes.FillByReconciliation);
                break;
        }
    }

    /// <summary>
    /// An account whose funds were moved while its balances were followed, and nobody was told (I15); null for none.
    /// Two moves can make up for each other.
    /// </summary>
    public string? Untold() => venue.Accounts
        .Where(account => account.FundsMoved is [.., var last] && ProofOf(account.Owner) is { } proof
            && account.FundsMoved.Count(at => at > proof.SureSince) == 1 && proof.ToldAt < last)
        .Select(account => $"Funds of {account.Owner} were moved, and nobody is told.")
        .FirstOrDefault();

    private void Followed(Core.Storage.ItemKey key, AccountBooks books)
    {
        var proof = ProofOf($"{key.Partition.Split('#')[1]}/{key.Sort}");
        proof.SureSince = books is { BaselineAt: not null, Unsure: null } && proof.SureSince == TimeSpan.MaxValue ? world.Now
            : books.Unsure is null ? proof.SureSince
            : TimeSpan.MaxValue;
    }

    private Proof ProofOf(string owner) => _proofs.TryGetValue(owner, out var proof)
        ? proof
        : _proofs[owner] = new Proof();

    private static string Owner(AuditEvent e) => $"{e.Tenant}/{e.Subject}";

    private sealed class Proof
    {
        /// <summary>Since when its balances are known to the last trade; never where they are not.</summary>
        public TimeSpan SureSince { get; set; } = TimeSpan.MaxValue;

        public TimeSpan ToldAt { get; set; } = TimeSpan.MinValue;
    }

    // The item of the books before the commit says who held them.
    private void IsHeld(IReadOnlyList<ItemChange> commit, string? run, ItemChange what)
    {
        var books = commit.FirstOrDefault(change => LapsingBooks.IsBooks(change.Key));
        var holder = books.Before is { } before ? LapsingBooks.Read(before).Holder : null;
        if (holder is null || (run is not null && holder != run))
        {
            world.Break(
                "I18", $"Run {run} writes {what.Key.Partition} {what.Key.Sort}, and {holder ?? "nobody"} holds the books.");
        }
    }

    private void IsOrphan(Core.Storage.Item item)
    {
        var orphan = JsonSerializer.Deserialize(item.Document, CoreJson.Default.Orphan)!;
        var known = venue.Known(orphan.ClientOrderId);
        var isOne = orphan.Kind is OrphanKind.UnknownToPlatform
            ? ExchangeWatch.IsManual(orphan.ClientOrderId)
            : known is [.., { IsGone: true }];
        world.Counts.Saw(orphan.Kind is OrphanKind.UnknownToPlatform
            ? Sometimes.StrangerFound
            : Sometimes.MissingFound);
        if (!isOne)
        {
            world.Break("I15", $"{orphan.ClientOrderId} is told to be {orphan.Kind}, and it is not.");
        }
    }
}
