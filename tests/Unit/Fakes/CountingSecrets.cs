using System.Buffers.Text;
using TradingPlatform.Core.Credentials;
using TradingPlatform.Core.Secrets;

namespace TradingPlatform.Unit.Fakes;

internal sealed class CountingSecrets : ISecretSource
{
    private byte _made;

    public Secret NewSecret()
    {
        var bytes = new byte[SigningKey.LeastBytes];
        bytes[0] = ++_made;
        return new Secret(Base64Url.EncodeToString(bytes));
    }
}
