namespace TradingPlatform.Embedded.Vault;

/// <summary>Reads records from their files.</summary>
internal static class RecordFile
{
    /// <summary>The file's bytes; null where there are more of them than any record has.</summary>
    /// <exception cref="IOException">There is no such file, or the disk does not give it.</exception>
    /// <exception cref="UnauthorizedAccessException">Its rights forbid it.</exception>
    public static byte[]? Read(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        if (stream.Length > SealedRecord.MaxSize)
        {
            return null;
        }

        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>
    /// What the file says of itself, which no tag vouches for, though its name does for the path. Null where it cannot
    /// be told.
    /// </summary>
    public static RecordHeader? FindHeader(string file)
    {
        try
        {
            return Read(file) is { } bytes && RecordHeader.TryRead(bytes, out var header, out _)
                && VaultDirectory.IsFileOf(file, header.Path)
                ? header
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
