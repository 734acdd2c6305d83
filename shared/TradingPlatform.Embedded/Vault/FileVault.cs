using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using TradingPlatform.Core.Credentials;
using TradingPlatform.Core.Secrets;
using TradingPlatform.Core.Tenancy;

namespace TradingPlatform.Embedded.Vault;

/// <summary>
/// The vault of a laptop: one file of AES-256-GCM a secret, and the key in a file of mode 0600 beside them. It keeps
/// secrets out of backups, logs and other users' reach, and not from someone who can read as this user.
/// </summary>
/// <remarks>Safe for concurrent callers; one process at a time may hold a directory.</remarks>
public sealed class FileVault : ISecretVault, IAsyncDisposable
{
    // One text for all that a tag cannot tell apart, and nothing in it that comes from the file.
    private const string NotAsSealed =
        "its record is damaged, was sealed with another key, or has a format that this version does not know";

    private readonly VaultDirectory _directory;
    private readonly VaultKey _key;
    private readonly SecretLocks _locks = new();

    private FileVault(VaultDirectory directory, VaultKey key)
    {
        _directory = directory;
        _key = key;
    }

    /// <summary>Opens the vault in a directory, and makes it (mode 0700) and its key where there is none yet.</summary>
    /// <exception cref="InvalidOperationException">
    /// Another process has it, or its key file is missing, readable by others, or not the one that its secrets were
    /// sealed with. The text says what to do.
    /// </exception>
    public static FileVault Open(string directory)
    {
        var taken = VaultDirectory.Take(directory);
        VaultKey? key = null;
        try
        {
            var records = taken.Records();
            key = VaultKeyFile.LoadOrCreate(taken.Path, records.Length > 0);
            var headers = records.Select(RecordFile.FindHeader).OfType<RecordHeader>().ToList();
            if (headers.Count > 0 && !headers.Exists(header => header.KeyId.Span.SequenceEqual(key.Id)))
            {
                // Otherwise new secrets would be sealed with a key that opens none of the old ones.
                throw new InvalidOperationException(
                    $"None of the secrets in '{taken.Path}' was sealed with its {VaultKeyFile.Name}. Restore the key "
                    + "file that belongs to them, or remove them to begin anew.");
            }

            return new FileVault(taken, key);
        }
        catch
        {
            key?.Dispose();
            taken.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public async Task SealAsync(SecretName name, Secret value, string version, CancellationToken cancellation)
    {
        if (!Slug.IsValid(version))
        {
            throw new ArgumentException("A version's name is a slug.", nameof(version));
        }

        var bytes = SecretText.Encode(value);
        try
        {
            var file = _directory.FileOf(name.Path);
            using var held = await _locks.EnterAsync(file, cancellation);
            Seal(name, file, bytes.Span, version);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes.Span);
        }
    }

    /// <inheritdoc/>
    public async Task<OpenedSecret?> OpenAsync(SecretName name, CancellationToken cancellation)
    {
        var file = _directory.FileOf(name.Path);
        using var held = await _locks.EnterAsync(file, cancellation);
        using var record = Read(name, file);
        return record?.Reveal();
    }

    /// <inheritdoc/>
    public async Task<OpenedSecret?> OpenPreviousAsync(SecretName name, CancellationToken cancellation)
    {
        var file = _directory.FileOf(name.Path);
        using var held = await _locks.EnterAsync(file, cancellation);
        using var record = Read(name, file);
        return record?.RevealPrevious();
    }

    /// <inheritdoc/>
    public async Task DestroyPreviousAsync(SecretName name, CancellationToken cancellation)
    {
        var file = _directory.FileOf(name.Path);
        using var held = await _locks.EnterAsync(file, cancellation);
        using var record = Read(name, file);
        if (record is { PreviousVersion.Length: > 0 })
        {
            PrivateFile.Replace(file, SealedRecord.Seal(_key, name, record.Version, record.Value, "", []));
        }
    }

    /// <inheritdoc/>
    public Task DestroyAsync(SecretName name, CancellationToken cancellation) => DestroyAsync(name.Path, cancellation);

    /// <inheritdoc/>
    public async Task DestroyAsync(string path, CancellationToken cancellation)
    {
        var file = _directory.FileOf(path);
        using var held = await _locks.EnterAsync(file, cancellation);
        PrivateFile.Delete(file);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<string> ListAsync(
        string prefix, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var below = prefix.Length == 0 || prefix.EndsWith('/') ? prefix : prefix + "/";
        string? untold = null;
        foreach (var file in _directory.Records())
        {
            RecordHeader? header;
            using (await _locks.EnterAsync(file, cancellation))
            {
                header = RecordFile.FindHeader(file);
                // A file that is gone was destroyed since the listing began.
                untold ??= header is null && File.Exists(file) ? Path.GetFileName(file) : null;
            }

            if (header?.Path.StartsWith(below, StringComparison.Ordinal) is true)
            {
                yield return header.Path;
            }
        }

        if (untold is not null)
        {
            throw new SecretUnreadableException($"in {untold}", NotAsSealed);
        }
    }

    /// <summary>Waits for the calls that are under way, then forgets the key and frees the directory.</summary>
    public async ValueTask DisposeAsync()
    {
        await _locks.DisposeAsync();
        _key.Dispose();
        _directory.Dispose();
    }

    private void Seal(SecretName name, string file, ReadOnlySpan<byte> value, string version)
    {
        using var record = Read(name, file);
        if (record is null || !record.Holds(version))
        {
            PrivateFile.Replace(file, record is null
                ? SealedRecord.Seal(_key, name, version, value, "", [])
                : SealedRecord.Seal(_key, name, version, value, record.Version, record.Value));
            return;
        }

        if (!CryptographicOperations.FixedTimeEquals(record.ValueOf(version), value))
        {
            throw new InvalidOperationException($"The secret {name} holds the version {version} with another value.");
        }

        // The call that this one repeats may have failed between its rename and the flush of the directory.
        DirectoryEntries.Flush(_directory.Path);
    }

    private OpenRecord? Read(SecretName name, string file)
    {
        byte[]? record;
        try
        {
            record = RecordFile.Read(file);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SecretUnreadableException(name, "its file cannot be read", e);
        }

        return record is not null && SealedRecord.TryOpen(_key, name, record, out var opened)
            ? opened
            : throw new SecretUnreadableException(name, NotAsSealed);
    }
}
