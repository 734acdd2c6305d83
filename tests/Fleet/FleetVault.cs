using TradingPlatform.Core.Accounts;
using TradingPlatform.Core.Credentials;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Secrets;

namespace TradingPlatform.Fleet;

/// <summary>Holds a key for every account: its number.</summary>
internal sealed class FleetVault : ISecretVault
{
    public Task<OpenedSecret?> OpenAsync(SecretName name, CancellationToken cancellation)
    {
        // A secret's last word is its account's id, and that is a letter and its number.
        var number = new Secret(name.Path[(name.Path.LastIndexOf('/') + 2)..]);
        return Task.FromResult<OpenedSecret?>(
            new OpenedSecret(KeyDocument.Write(new ExchangeCredentials(number, number, null)), "v1"));
    }

    public Task<OpenedSecret?> OpenPreviousAsync(SecretName name, CancellationToken cancellation) =>
        throw new NotSupportedException();

    public Task SealAsync(SecretName name, Secret value, string version, CancellationToken cancellation) =>
        throw new NotSupportedException();

    public Task DestroyPreviousAsync(SecretName name, CancellationToken cancellation) =>
        throw new NotSupportedException();

    public Task DestroyAsync(SecretName name, CancellationToken cancellation) => throw new NotSupportedException();

    public IAsyncEnumerable<string> ListAsync(string prefix, CancellationToken cancellation) =>
        throw new NotSupportedException();

    public Task DestroyAsync(string path, CancellationToken cancellation) => throw new NotSupportedException();
}
