using System.Runtime.CompilerServices;
using Amazon.SecretsManager;
using Amazon.SecretsManager.Model;
using TradingPlatform.Core.Credentials;
using TradingPlatform.Core.Secrets;

namespace TradingPlatform.Aws.Vault;

/// <summary>Secrets in AWS Secrets Manager, under a customer's KMS key.</summary>
/// <remarks>
/// <para>
/// Secrets Manager calls KMS by itself, with an encryption context that cannot be set: the secret's own ARN and the
/// version's id. The tenant is a part of the secret's name, and so of its ARN: a ciphertext does not open under another
/// tenant's secret. It stands in a tag too.
/// </para>
/// <para>
/// Secrets Manager cannot delete one version. A destroyed previous version loses its stage, is not found by anyone who
/// asks for a current or previous one, and is removed by Secrets Manager in its own time.
/// </para>
/// <para>
/// A secret that someone has marked for deletion is no secret any more: it is not found and not listed, and its name is
/// free once it is gone. A listing may lag minutes behind.
/// </para>
/// </remarks>
public sealed class SecretsManagerVault : ISecretVault
{
    private const int Page = 100;

    private readonly IAmazonSecretsManager _client;
    private readonly VaultPlace _place;
    private readonly SecretsManagerSealing _sealing;

    /// <summary>Speaks to Secrets Manager.</summary>
    /// <param name="client">Not disposed here; repeats what was throttled by itself.</param>
    /// <param name="place">Where, and under which key.</param>
    /// <param name="clock">Measures the pauses while a name becomes free.</param>
    public SecretsManagerVault(IAmazonSecretsManager client, VaultPlace place, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(place);
        (_client, _place) = (client, place);
        _sealing = new SecretsManagerSealing(client, place, clock);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">
    /// The value is empty, too large or no text, or the version is no slug.
    /// </exception>
    public Task SealAsync(SecretName name, Secret value, string version, CancellationToken cancellation) =>
        _sealing.SealAsync(name, SecretValue.Of(value), VersionToken.Of(version), cancellation);

    /// <inheritdoc/>
    public Task<OpenedSecret?> OpenAsync(SecretName name, CancellationToken cancellation) =>
        OpenAsync(name, VersionStages.Current, cancellation);

    /// <inheritdoc/>
    public Task<OpenedSecret?> OpenPreviousAsync(SecretName name, CancellationToken cancellation) =>
        OpenAsync(name, VersionStages.Previous, cancellation);

    /// <inheritdoc/>
    public async Task DestroyPreviousAsync(SecretName name, CancellationToken cancellation)
    {
        var id = _place.NameOf(name.Path);
        if (await FindPreviousAsync(id, cancellation) is not { } version)
        {
            return;
        }

        try
        {
            await _client.UpdateSecretVersionStageAsync(
                new UpdateSecretVersionStageRequest
                {
                    SecretId = id, VersionStage = VersionStages.Previous, RemoveFromVersionId = version,
                },
                cancellation);
        }
        catch (AmazonSecretsManagerException e) when (e is InvalidParameterException or InvalidRequestException)
        {
            // A version that was sealed meanwhile has taken the stage away, or the secret is gone: then this is done.
            if (await FindPreviousAsync(id, cancellation) is { } still
                && still.Equals(version, StringComparison.Ordinal))
            {
                throw;
            }
        }
    }

    /// <inheritdoc/>
    public Task DestroyAsync(SecretName name, CancellationToken cancellation) =>
        DestroyAsync(name.Path, cancellation);

    /// <inheritdoc/>
    public async Task DestroyAsync(string path, CancellationToken cancellation)
    {
        try
        {
            await _client.DeleteSecretAsync(
                new DeleteSecretRequest { SecretId = _place.NameOf(path), ForceDeleteWithoutRecovery = true },
                cancellation);
        }
        catch (ResourceNotFoundException)
        {
            // What was asked is so.
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<string> ListAsync(
        string prefix, [EnumeratorCancellation] CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        var below = _place.Prefix + (prefix.Length == 0 || prefix.EndsWith('/') ? prefix : prefix + "/");
        // Read to the end first: what is destroyed while a listing runs must not move its pages.
        var names = new List<string>();
        string? next = null;
        do
        {
            var page = await _client.ListSecretsAsync(
                new ListSecretsRequest
                {
                    Filters = [new Filter { Key = "name", Values = [below] }], MaxResults = Page, NextToken = next,
                },
                cancellation);
            names.AddRange(page.SecretList?.Select(secret => secret.Name!) ?? []);
            next = page.NextToken;
        }
        while (next is not null);

        foreach (var name in names.Where(name => name.StartsWith(below, StringComparison.Ordinal)))
        {
            yield return name[_place.Prefix.Length..];
        }
    }

    private async Task<OpenedSecret?> OpenAsync(SecretName name, string stage, CancellationToken cancellation)
    {
        var id = _place.NameOf(name.Path);
        try
        {
            var answer = await _client.GetSecretValueAsync(
                new GetSecretValueRequest { SecretId = id, VersionStage = stage }, cancellation);
            return answer.SecretString is { } text
                ? new OpenedSecret(new Secret(text), VersionToken.Read(answer.VersionId!))
                : throw new SecretUnreadableException(name, "it holds no text");
        }
        catch (ResourceNotFoundException)
        {
            return null;
        }
        catch (InvalidRequestException e)
        {
            return await IsGoneAsync(id, cancellation)
                ? null
                : throw new SecretUnreadableException(name, "its state does not allow it", e);
        }
        catch (DecryptionFailureException e)
        {
            throw new SecretUnreadableException(name, "its KMS key does not decrypt it", e);
        }
        catch (AmazonSecretsManagerException e) when (e.ErrorCode is "AccessDeniedException")
        {
            throw new SecretUnreadableException(name, "access to it or to its KMS key is denied", e);
        }
    }

    private async Task<bool> IsGoneAsync(string id, CancellationToken cancellation) =>
        await _client.FindSecretAsync(id, cancellation) is null or { DeletedDate: not null };

    private async Task<string?> FindPreviousAsync(string id, CancellationToken cancellation) =>
        await _client.FindSecretAsync(id, cancellation) is { DeletedDate: null } secret
            ? secret.FindVersion(VersionStages.Previous)
            : null;
}
