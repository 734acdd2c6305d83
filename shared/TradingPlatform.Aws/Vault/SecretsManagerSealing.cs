using Amazon.SecretsManager;
using Amazon.SecretsManager.Model;
using TradingPlatform.Core.Credentials;

namespace TradingPlatform.Aws.Vault;

/// <summary>Seals a version, whoever else seals or destroys at the same time.</summary>
internal sealed class SecretsManagerSealing(IAmazonSecretsManager client, VaultPlace place, TimeProvider clock)
{
    // A name is free again some moments after its secret was destroyed; 0.2 s doubled five times waits about six
    // seconds.
    private const int Attempts = 6;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);

    internal async Task SealAsync(SecretName name, string value, string version, CancellationToken cancellation)
    {
        var id = place.NameOf(name.Path);
        var pause = FirstPause;
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            try
            {
                if (await TrySealAsync(name, id, value, version, cancellation))
                {
                    return;
                }
            }
            catch (AmazonSecretsManagerException e) when (e is ResourceNotFoundException or ResourceExistsException)
            {
                // Someone made or destroyed the secret, or made the version, since it was looked for: look again.
                continue;
            }

            await Task.Delay(pause, clock, cancellation);
            pause *= 2;
        }

        throw new SecretUnreadableException(
            name, "it is marked for deletion, or changes all the time, so that no version can be sealed");
    }

    /// <summary>False where the name is not free yet.</summary>
    private async Task<bool> TrySealAsync(
        SecretName name, string id, string value, string version, CancellationToken cancellation)
    {
        var secret = await client.FindSecretAsync(id, cancellation);
        if (secret is { DeletedDate: not null })
        {
            return false;
        }

        if (secret is null)
        {
            return await TryCreateAsync(name, id, value, version, cancellation);
        }

        if (secret.Holds(version))
        {
            await CheckAsync(id, value, version, cancellation);
            return true;
        }

        return await TryPutAsync(id, value, version, cancellation);
    }

    private async Task<bool> TryCreateAsync(
        SecretName name, string id, string value, string version, CancellationToken cancellation)
    {
        try
        {
            await client.CreateSecretAsync(
                new CreateSecretRequest
                {
                    Name = id,
                    ClientRequestToken = version,
                    SecretString = value,
                    KmsKeyId = place.KmsKeyId,
                    Tags = place.TagsOf(name),
                },
                cancellation);
            return true;
        }
        catch (InvalidRequestException)
        {
            // A secret of this name is on its way out, though it is not described any more.
            return false;
        }
    }

    /// <summary>
    /// A version of this id is never put twice: the second request is ignored, or refused for its other value.
    /// </summary>
    private async Task<bool> TryPutAsync(string id, string value, string version, CancellationToken cancellation)
    {
        try
        {
            var put = await client.PutSecretValueAsync(
                new PutSecretValueRequest { SecretId = id, ClientRequestToken = version, SecretString = value },
                cancellation);
            return VersionStages.AreHeld(put.VersionStages)
                ? true
                : throw new InvalidOperationException("The version was held before and has been given up.");
        }
        catch (ResourceExistsException)
        {
            await CheckAsync(id, value, version, cancellation);
            throw;
        }
        catch (InvalidRequestException)
        {
            if (await client.FindSecretAsync(id, cancellation) is null or { DeletedDate: not null })
            {
                return false;
            }

            throw;
        }
    }

    /// <exception cref="InvalidOperationException">The version is held with another value.</exception>
    private async Task CheckAsync(string id, string value, string version, CancellationToken cancellation)
    {
        var held = await client.GetSecretValueAsync(
            new GetSecretValueRequest { SecretId = id, VersionId = version }, cancellation);
        if (!string.Equals(held.SecretString, value, StringComparison.Ordinal))
        {
            throw new InvalidOperationException("The version is held with another value.");
        }
    }
}
