using System.Buffers.Text;
using System.Security.Cryptography;
using TradingPlatform.Core.Credentials;
using TradingPlatform.Core.Secrets;

namespace TradingPlatform.Hosting;

/// <summary>Secrets of the system's generator.</summary>
public sealed class RandomSecretSource : ISecretSource
{
    /// <inheritdoc/>
    public Secret NewSecret() =>
        new(Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SigningKey.LeastBytes)));
}
