using TradingPlatform.Core.Audit;

namespace TradingPlatform.Unit.Fakes;

internal sealed class FixedCall : ICurrentCall
{
    public string Function => "Tests";

    public string CorrelationId => "c1";
}
