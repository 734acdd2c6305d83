using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using TradingPlatform.Core.Credentials;
using TradingPlatform.Core.Storage;
using TradingPlatform.Hosting.Json;

namespace TradingPlatform.Hosting.InternalCalls;

/// <summary>
/// Lets a call in that another function has signed: with the secret's current or previous version, less than a minute
/// ago, over just this method, target and body, and never before.
/// </summary>
public sealed class InternalCallCheck(PlatformSecrets secrets, IItemStore store, TimeProvider clock)
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(5);

    // As long as a signature could be good by the clock of any host, twice over.
    private static readonly TimeSpan NoncesKept = TimeSpan.FromMinutes(4);

    private readonly Lock _lock = new();
    private long? _looked;

    /// <summary>The function that calls. Null where the call is not to be let in.</summary>
    internal async Task<string?> FindCallerAsync(HttpContext context)
    {
        var request = context.Request;
        var target = context.Features.Get<IHttpRequestFeature>()!.RawTarget;
        if (InternalSignature.Find(request.Headers.Authorization) is not { } signed || !IsOfNow(signed)
            || await ReadBodyAsync(request, context.RequestAborted) is not { } body
            || await FindKeyAsync(signed.Key, context.RequestAborted) is not { } key
            || !signed.IsBy(key, request.Method, target, body))
        {
            return null;
        }

        // Only what was truly signed takes a place, or strangers could fill the table.
        var nonce = new Item(TableKeys.InternalCall(signed.Nonce), 1, signed.Function)
        {
            ExpiresAt = clock.GetUtcNow() + NoncesKept,
        };
        return await store.TryPutAsync(nonce, Condition.Absent, context.RequestAborted) ? signed.Function : null;
    }

    private bool IsOfNow(InternalSignature signed) =>
        Math.Abs(clock.GetUtcNow().ToUnixTimeMilliseconds() - signed.Time) <= Window.TotalMilliseconds;

    // A version that is not known here may be one that was made a moment ago; strangers must not have it asked about
    // with each of their calls.
    private async Task<SigningKey?> FindKeyAsync(string version, CancellationToken cancellation)
    {
        var keys = await secrets.GetAsync(InternalSignature.Secret, cancellation);
        if (keys.Find(version) is { } known || !MayLookAgain())
        {
            return keys.Find(version);
        }

        secrets.Forget(InternalSignature.Secret);
        return (await secrets.GetAsync(InternalSignature.Secret, cancellation)).Find(version);
    }

    private bool MayLookAgain()
    {
        lock (_lock)
        {
            if (_looked is { } before && clock.GetElapsedTime(before) < BetweenLooks)
            {
                return false;
            }

            _looked = clock.GetTimestamp();
            return true;
        }
    }

    // Null where there is more of it than any call may have. Left to be read again by the endpoint.
    private static async Task<byte[]?> ReadBodyAsync(HttpRequest request, CancellationToken cancellation)
    {
        using var body = new MemoryStream();
        var chunk = new byte[16 * 1024];
        int read;
        while ((read = await request.Body.ReadAsync(chunk, cancellation)) > 0)
        {
            body.Write(chunk, 0, read);
            if (body.Length > RequestBody.MaxBytes)
            {
                return null;
            }
        }

        var bytes = body.ToArray();
        request.Body = new MemoryStream(bytes, writable: false);
        return bytes;
    }
}
