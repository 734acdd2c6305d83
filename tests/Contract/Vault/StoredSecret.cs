namespace TradingPlatform.Contract.Vault;

/// <summary>A version and the stages that it has.</summary>
internal sealed record StoredVersion(string Value)
{
    public HashSet<string> Stages { get; } = new(StringComparer.Ordinal);
}

/// <summary>A secret as the service keeps it.</summary>
internal sealed class StoredSecret(string name, string? kmsKey, string tags)
{
    private const string Current = "AWSCURRENT";
    private const string Previous = "AWSPREVIOUS";

    public string Name => name;

    public string? KmsKey => kmsKey;

    public string Tags => tags;

    public Dictionary<string, StoredVersion> Versions { get; } = new(StringComparer.Ordinal);

    public bool Rotates { get; set; }

    /// <summary>Null: it is not deleted. The largest number: it stays marked.</summary>
    public int? CallsUntilGone { get; set; }

    public bool IsDeleted => CallsUntilGone is not null;

    /// <summary>The version that was current becomes the previous one, and the one before loses that stage.</summary>
    public void MoveCurrent(string token)
    {
        foreach (var version in Versions.Values.Where(version => version.Stages.Contains(Current)).ToList())
        {
            foreach (var other in Versions.Values)
            {
                other.Stages.Remove(Previous);
            }

            version.Stages.Remove(Current);
            version.Stages.Add(Previous);
        }

        Versions[token].Stages.Add(Current);
    }
}
