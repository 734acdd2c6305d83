using System.Net.Http.Headers;
using TradingPlatform.Core.Accounts;
using TradingPlatform.Core.Audit;
using TradingPlatform.Core.Credentials;
using TradingPlatform.Hosting.Pipeline;

namespace TradingPlatform.Hosting.InternalCalls;

/// <summary>
/// Signs what one function sends to another: put it into the <see cref="HttpClient"/> that makes the call. Each attempt
/// is signed anew, since a nonce is let in once.
/// </summary>
public sealed class InternalCallSigner(
    PlatformSecrets secrets, ICurrentCall call, IIdSource ids, TimeProvider clock) : DelegatingHandler
{
    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var keys = await secrets.GetAsync(InternalSignature.Secret, cancellationToken);
        var body = request.Content is { } content ? await content.ReadAsByteArrayAsync(cancellationToken) : [];
        var signature = InternalSignature.Of(
            keys.Current, call.Function, clock.GetUtcNow(), ids.NewId(), request.Method.Method,
            request.RequestUri!.PathAndQuery, body);
        request.Headers.Authorization = new AuthenticationHeaderValue(InternalSignature.Scheme, signature.ToHeader());
        request.Headers.Remove(CorrelationIds.Header);
        request.Headers.Add(CorrelationIds.Header, call.CorrelationId);
        return await base.SendAsync(request, cancellationToken);
    }
}
