using System.Text.Json;
using TradingPlatform.Core.Accounts;
using TradingPlatform.Core.Serialization;
using TradingPlatform.Core.Storage;

namespace TradingPlatform.Core.Reconciliation;

/// <summary>The books as they are stored, with who holds them.</summary>
/// <param name="Books">The books.</param>
/// <param name="Holder">Which run holds them; null for none.</param>
/// <param name="Until">Until when, unless it writes before.</param>
public sealed record StoredBooks(AccountBooks Books, string? Holder, DateTimeOffset Until);

/// <summary>
/// One run's hold on an account's books. The item's version is the fencing token: every write of the run also writes
/// that item, on condition that its version is the holder's, so that who stalled and was overtaken writes nothing.
/// </summary>
/// <remarks>One caller may be at a write at a time; others wait.</remarks>
public sealed class BooksLease : IDisposable
{
    /// <summary>How long a hold lasts beyond its last write.</summary>
    public static readonly TimeSpan Length = TimeSpan.FromSeconds(90);

    private readonly IItemStore _store;
    private readonly TimeProvider _clock;
    private readonly ItemKey _key;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private string? _holder;
    private long _version;
    private DateTimeOffset _until;
    private bool _isLost;

    private BooksLease(
        IItemStore store, TimeProvider clock, ItemKey key, string holder, StoredBooks stored, long version)
    {
        (_store, _clock, _key, _holder) = (store, clock, key, holder);
        (Books, _version, _until) = (stored.Books, version, stored.Until);
    }

    /// <summary>The books as this run has brought them on.</summary>
    public AccountBooks Books { get; private set; }

    /// <summary>Rises with each write of each holder.</summary>
    public long Token => _version;

    /// <summary>Takes the books of an account. Null where another run holds them.</summary>
    public static async Task<BooksLease?> TryTakeAsync(
        IItemStore store, ExchangeAccount account, string holder, TimeProvider clock, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(account);
        ArgumentNullException.ThrowIfNull(clock);
        var key = TableKeys.Books(account.Tenant, account.Id);
        var item = await store.FindAsync(key, cancellation);
        var now = clock.GetUtcNow();
        var stored = item is null ? null : JsonSerializer.Deserialize(item.Document, CoreJson.Default.StoredBooks)!;
        if (stored is { Holder: not null } && stored.Until > now)
        {
            return null;
        }

        var taken = new StoredBooks(stored?.Books ?? AccountBooks.New, holder, now + Length);
        var version = (item?.Version ?? 0) + 1;
        return await store.TryPutAsync(
            ItemOf(key, taken, version), item is null ? Condition.Absent : Condition.Version(item.Version),
            cancellation)
            ? new BooksLease(store, clock, key, holder, taken, version)
            : null;
    }

    /// <summary>Writes, while the books are held. False where one of the writes' own conditions did not hold.</summary>
    /// <exception cref="BooksLostException">They are not held any more: nothing was written.</exception>
    public Task<bool> TryWriteAsync(IReadOnlyList<ItemWrite> writes, CancellationToken cancellation) =>
        TryWriteAsync(writes, Books, cancellation);

    /// <summary>Writes the books as they now are, with whatever else is to be written with them.</summary>
    /// <exception cref="BooksLostException">They are not held any more: nothing was written.</exception>
    public async Task AdvanceAsync(
        AccountBooks books, CancellationToken cancellation, params IReadOnlyList<ItemWrite> writes)
    {
        if (!await TryWriteAsync(writes, books, cancellation))
        {
            throw new InvalidOperationException("The books could not be written with what belongs to them.");
        }
    }

    /// <summary>Holds on for longer, once half of the hold is over: a run may read for long without a write.</summary>
    /// <exception cref="BooksLostException">They are not held any more.</exception>
    public Task KeepAsync(CancellationToken cancellation) =>
        _until - _clock.GetUtcNow() > Length / 2 ? Task.CompletedTask : AdvanceAsync(Books, cancellation);

    /// <summary>When the last run that came to its end began; null where none ever did.</summary>
    public static async Task<DateTimeOffset?> FindLastAsync(
        IItemStore store, ExchangeAccount account, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(account);
        return await store.FindAsync(TableKeys.Books(account.Tenant, account.Id), cancellation) is { } item
            ? JsonSerializer.Deserialize(item.Document, CoreJson.Default.StoredBooks)!.Books.ReconciledAt
            : null;
    }

    /// <summary>The run has come to its end: lets another take the books.</summary>
    /// <param name="began">When it began.</param>
    /// <param name="cancellation">Ends the call.</param>
    public Task EndAsync(DateTimeOffset began, CancellationToken cancellation) =>
        ReleaseAsync(Books with { ReconciledAt = began }, cancellation);

    /// <summary>Lets another run take the books. Nothing happens where another already has.</summary>
    public Task ReleaseAsync(CancellationToken cancellation) => ReleaseAsync(Books, cancellation);

    private async Task ReleaseAsync(AccountBooks books, CancellationToken cancellation)
    {
        _holder = null;
        try
        {
            await AdvanceAsync(books, cancellation);
        }
        catch (BooksLostException)
        {
            // Whoever has them lets go of them.
        }
    }

    /// <summary>Throws where the hold has ended by this process's clock.</summary>
    /// <exception cref="BooksLostException">It has.</exception>
    public void EnsureHeld()
    {
        if (_isLost || _clock.GetUtcNow() >= _until)
        {
            _isLost = true;
            throw new BooksLostException();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private async Task<bool> TryWriteAsync(
        IReadOnlyList<ItemWrite> writes, AccountBooks books, CancellationToken cancellation)
    {
        // A wait that can be cancelled would go on outside of where it began (ADR 0018); the write before this one
        // ends.
        await _turn.WaitAsync(CancellationToken.None);
        try
        {
            EnsureHeld();
            var next = new StoredBooks(books, _holder, _clock.GetUtcNow() + Length);
            // Until it is known what became of the write, the hold is not known either.
            _isLost = true;
            var (item, held) = (ItemOf(_key, next, _version + 1), Condition.Version(_version));
            // Alone it need not be a transaction, which costs twice as much.
            var written = writes is []
                ? await _store.TryPutAsync(item, held, cancellation)
                : await _store.TryTransactAsync([.. writes, new ItemWrite.Put(item, held)], cancellation);
            if (!written && (await _store.FindAsync(_key, cancellation))?.Version != _version)
            {
                throw new BooksLostException();
            }

            _isLost = false;
            if (written)
            {
                (Books, _until) = (books, next.Until);
                _version++;
            }

            return written;
        }
        finally
        {
            _turn.Release();
        }
    }

    private static Item ItemOf(ItemKey key, StoredBooks stored, long version) =>
        new(key, version, JsonSerializer.Serialize(stored, CoreJson.Default.StoredBooks));
}

/// <summary>A run does not hold its account's books any more: it stalled, and another took them. It ends.</summary>
public sealed class BooksLostException : Exception
{
    /// <summary>Says so.</summary>
    public BooksLostException()
        : base("Another run holds the account's books.")
    {
    }
}
