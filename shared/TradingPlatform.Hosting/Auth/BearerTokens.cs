using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace TradingPlatform.Hosting.Auth;

/// <summary>On the local host: verifies the bearer token itself, and remembers those it has verified.</summary>
public sealed class BearerTokens(LocalTokens tokens, TimeProvider clock) : IAuthenticator
{
    private const string Scheme = "Bearer ";
    private const int MaxTokenLength = 4096;

    private readonly VerifiedTokenCache _verified = new();

    /// <inheritdoc/>
    public Identity? Identify(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var header = context.Request.Headers.Authorization;
        if (header.Count != 1 || header[0] is not { } text
            || !text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var token = text.AsSpan(Scheme.Length).Trim(' ');
        if (token.IsEmpty || token.Length > MaxTokenLength || !Ascii.IsValid(token))
        {
            return null;
        }

        Span<byte> bytes = stackalloc byte[MaxTokenLength];
        return Identify(bytes[..Encoding.ASCII.GetBytes(token, bytes)]);
    }

    private Identity? Identify(ReadOnlySpan<byte> token)
    {
        // A hash stands for the token, so that memory holds no list of tokens that can be used.
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(token, hash);
        var name = new TokenHash(hash);
        var verified = _verified.Find(name);
        if (verified is null)
        {
            verified = tokens.Verify(token);
            if (verified is null)
            {
                return null;
            }

            _verified.Add(name, verified);
        }

        return clock.GetUtcNow() < verified.BelievedUntil ? verified.Identity : null;
    }
}
