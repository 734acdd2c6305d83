using TradingPlatform.Core.Secrets;

namespace TradingPlatform.Core.Credentials;

/// <summary>A source of secrets that nobody can guess.</summary>
public interface ISecretSource
{
    /// <summary>32 bytes of the system's generator, in base64url.</summary>
    Secret NewSecret();
}
