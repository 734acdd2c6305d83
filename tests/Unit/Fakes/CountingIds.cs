using System.Globalization;
using TradingPlatform.Core.Accounts;

namespace TradingPlatform.Unit.Fakes;

internal sealed class CountingIds : IIdSource
{
    private int _made;

    public string NewId() => "id" + Interlocked.Increment(ref _made).ToString("D6", CultureInfo.InvariantCulture);
}
