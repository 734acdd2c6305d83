namespace TradingPlatform.Embedded.SimulatedExchange.Rest;

/// <summary>How a call misbehaves. "After" means that the effect happened and is stored, and the answer is lost.
/// </summary>
internal enum FaultKind
{
    DropBefore = 1,
    DropAfter,
    Status504After,
    Error1007After,
    HtmlAfter,
    Status503Before,
    Delay,
    Status429,
    Status418,
}

/// <summary>One kind of misbehaviour for the next calls of one operation.</summary>
internal sealed record Fault(string Operation, FaultKind Kind, long DelayMs, long RetryAfter)
{
    public static FaultKind? Parse(string word) => word switch
    {
        "drop-before" => FaultKind.DropBefore,
        "drop-after" => FaultKind.DropAfter,
        "status-504-after" => FaultKind.Status504After,
        "error-1007-after" => FaultKind.Error1007After,
        "html-after" => FaultKind.HtmlAfter,
        "status-503-before" => FaultKind.Status503Before,
        "delay" => FaultKind.Delay,
        "429" => FaultKind.Status429,
        "418" => FaultKind.Status418,
        _ => null,
    };
}

/// <summary>The faults that are still to happen.</summary>
internal sealed class FaultPlan
{
    private readonly Lock _gate = new();
    private readonly List<(Fault Fault, int Left)> _pending = [];
    private volatile bool _isArmed;

    public void Add(Fault fault, int count)
    {
        lock (_gate)
        {
            _pending.Add((fault, count));
            _isArmed = true;
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            _pending.Clear();
            _isArmed = false;
        }
    }

    /// <summary>Takes the oldest fault that this operation is to suffer, or returns null.</summary>
    public Fault? Take(string operation)
    {
        if (!_isArmed)
        {
            return null;
        }

        lock (_gate)
        {
            var index = _pending.FindIndex(each => each.Fault.Operation is "*" || each.Fault.Operation == operation);
            if (index < 0)
            {
                return null;
            }

            var (fault, left) = _pending[index];
            if (left > 1)
            {
                _pending[index] = (fault, left - 1);
            }
            else
            {
                _pending.RemoveAt(index);
                _isArmed = _pending.Count > 0;
            }

            return fault;
        }
    }
}
