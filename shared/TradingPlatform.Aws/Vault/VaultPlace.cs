using Amazon.SecretsManager.Model;
using TradingPlatform.Core.Credentials;
using TradingPlatform.Core.Tenancy;

namespace TradingPlatform.Aws.Vault;

/// <summary>Where an environment's secrets lie in Secrets Manager, and what encrypts them.</summary>
/// <param name="Environment">A slug, as <c>prod</c>: keeps environments of one account apart.</param>
/// <param name="KmsKeyId">The customer's KMS key: its id, ARN or alias.</param>
public sealed record VaultPlace(string Environment, string KmsKeyId)
{
    /// <summary>What stands before every path: <c>/trading-platform/prod/</c>.</summary>
    public string Prefix { get; } = Slug.IsValid(Environment)
        ? $"/trading-platform/{Environment}/"
        : throw new ArgumentException("An environment's name is a slug.", nameof(Environment));

    /// <summary>The name that Secrets Manager knows a secret by.</summary>
    internal string NameOf(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Prefix + path;
    }

    /// <summary>Labels by which costs are told apart and policies may fence a tenant.</summary>
    internal List<Tag> TagsOf(SecretName name)
    {
        List<Tag> tags = [new() { Key = "environment", Value = Environment }];
        if (name.Tenant is { } tenant)
        {
            tags.Add(new Tag { Key = "tenant", Value = tenant.Text });
        }

        return tags;
    }
}
