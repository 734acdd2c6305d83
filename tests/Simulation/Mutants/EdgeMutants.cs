using System.Net;
using Microsoft.Extensions.Logging;
using TradingPlatform.Core.Credentials;
using TradingPlatform.Core.Events;
using TradingPlatform.Core.Secrets;
using TradingPlatform.Core.Storage;
using TradingPlatform.Simulation.Kernel;
using TradingPlatform.Simulation.Platform;
using Stream = TradingPlatform.Simulation.Platform.Stream;

namespace TradingPlatform.Simulation.Mutants;

/// <summary>Logs the headers of what it sends (F18).</summary>
internal sealed partial class LogsHeaders : Mutant
{
    public override HttpMessageHandler Over(HttpMessageHandler line, World world, ILogger log) =>
        new Logging(line, log);

    [LoggerMessage(9001, LogLevel.Debug, "Sending {Headers}")]
    private static partial void Sending(ILogger log, string headers);

    private sealed class Logging(HttpMessageHandler line, ILogger log) : DelegatingHandler(line)
    {
        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Sending(log, request.Headers.ToString());
            return base.SendAsync(request, cancellationToken);
        }
    }
}

/// <summary>Asks again at once when it is told to wait (F13).</summary>
internal sealed class RetriesAtOnce : Mutant
{
    public override HttpMessageHandler Over(HttpMessageHandler line, World world, ILogger log) => new Retrying(line);

    private sealed class Retrying(HttpMessageHandler line) : DelegatingHandler(line)
    {
        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken) =>
            base.SendAsync(request, cancellationToken).ContinueWith(
                static answered =>
                {
                    var answer = answered.GetAwaiter().GetResult();
                    if (answer.StatusCode is HttpStatusCode.TooManyRequests)
                    {
                        answer.StatusCode = HttpStatusCode.ServiceUnavailable;
                        answer.Headers.RetryAfter = null;
                    }

                    return answer;
                },
                CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }
}

/// <summary>Sends the same bytes again when the exchange fails or does not answer (F02).</summary>
internal sealed class ResendsOnTimeout : Mutant
{
    public override HttpMessageHandler Over(HttpMessageHandler line, World world, ILogger log) => new Resending(line);

    private sealed class Resending(HttpMessageHandler line) : DelegatingHandler(line)
    {
        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken) =>
            base.SendAsync(request, cancellationToken).ContinueWith(
                first => request.Method == HttpMethod.Post
                    && (first.IsFaulted || (first.IsCompletedSuccessfully && (int)first.Result.StatusCode >= 500))
                    ? base.SendAsync(request, cancellationToken)
                    : first,
                CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default).Unwrap();
    }
}

/// <summary>Opens another tenant's key for an account of the same name.</summary>
internal sealed class MixesKeys : Mutant
{
    public override ISecretVault Over(ISecretVault vault, World world) => new Mixing(vault);

    private sealed class Mixing(ISecretVault vault) : ISecretVault
    {
        private readonly Dictionary<string, OpenedSecret> _byAccount = new(StringComparer.Ordinal);

        public async Task<OpenedSecret?> OpenAsync(SecretName name, CancellationToken cancellation)
        {
            var account = name.Path[(name.Path.LastIndexOf('/') + 1)..];
            if (!_byAccount.TryGetValue(account, out var opened)
                && await vault.OpenAsync(name, cancellation) is { } fresh)
            {
                _byAccount[account] = opened = fresh;
            }

            return opened;
        }

        public Task SealAsync(SecretName name, Secret value, string version, CancellationToken cancellation) =>
            vault.SealAsync(name, value, version, cancellation);

        public Task<OpenedSecret?> OpenPreviousAsync(SecretName name, CancellationToken cancellation) =>
            vault.OpenPreviousAsync(name, cancellation);

        public Task DestroyPreviousAsync(SecretName name, CancellationToken cancellation) =>
            vault.DestroyPreviousAsync(name, cancellation);

        public Task DestroyAsync(SecretName name, CancellationToken cancellation) =>
            vault.DestroyAsync(name, cancellation);

        public IAsyncEnumerable<string> ListAsync(string prefix, CancellationToken cancellation) =>
            vault.ListAsync(prefix, cancellation);

        public Task DestroyAsync(string path, CancellationToken cancellation) =>
            vault.DestroyAsync(path, cancellation);
    }
}

/// <summary>Tells of an event before the write that makes it true.</summary>
internal sealed class PublishesBeforeCommit : Mutant
{
    private Stream? _stream;

    public override void Begin(Models models, Stream stream) => _stream = stream;

    public override IItemStore Over(IItemStore store, World world, TimeProvider clock) =>
        new Telling(store, () => _stream!.Bus);

    private sealed class Telling(IItemStore store, Func<IEventBus> bus) : StoreDecorator(store)
    {
        public override async Task<bool> TryTransactAsync(
            IReadOnlyList<ItemWrite> writes, CancellationToken cancellation)
        {
            foreach (var put in writes.OfType<ItemWrite.Put>().Where(put => put.Item.Outbound))
            {
                await bus().PublishAsync([PlatformEvent.Of(put.Item)], cancellation);
            }

            return await base.TryTransactAsync(writes, cancellation);
        }
    }
}
