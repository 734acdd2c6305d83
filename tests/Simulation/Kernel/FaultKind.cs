namespace TradingPlatform.Simulation.Kernel;

/// <summary>
/// What can go wrong (FACTS.md A3). docs/simulation.md says which failures of FAILURES.md each is for.
/// </summary>
internal enum FaultKind
{
    /// <summary>A request to the exchange never arrives.</summary>
    RequestLost = 1,

    /// <summary>A read or a cancel arrives twice. A placing does not: no exchange here tells two apart (F02).</summary>
    RequestDuplicated,

    /// <summary>It arrives seconds late, often past its receive window.</summary>
    RequestHeld,

    /// <summary>The exchange takes it, checks its time, and hands it to the engine seconds later.</summary>
    EngineHeld,

    /// <summary>The connection is reset after the bytes have left.</summary>
    ConnectionReset,

    /// <summary>It was done, and its answer is lost.</summary>
    AnswerLost,

    /// <summary>The answer comes after the caller's patience.</summary>
    AnswerLate,

    /// <summary>5xx, and it was not done.</summary>
    ServerErrorBefore,

    /// <summary>5xx, and it was done.</summary>
    ServerErrorAfter,

    /// <summary>-1007, and it was done.</summary>
    StatusUnknown,

    /// <summary>It was done, and the answer is cut off.</summary>
    AnswerMalformed,

    /// <summary>429 with Retry-After.</summary>
    TooManyRequests,

    /// <summary>418: this address is banned for a while.</summary>
    AddressBanned,

    /// <summary>-1008: overloaded.</summary>
    Overloaded,

    /// <summary>403 by the firewall.</summary>
    Firewalled,

    /// <summary>Queries are answered from a copy that is seconds old.</summary>
    QueryLags,

    /// <summary>An order ends by itself.</summary>
    OrderExpires,

    /// <summary>A fill comes between a cancel's arrival and its turn.</summary>
    FillBeatsCancel,

    /// <summary>The market takes no orders for a while.</summary>
    MarketHalts,

    /// <summary>A person trades on the account by hand.</summary>
    ManualOrder,

    /// <summary>A person moves funds in or out.</summary>
    FundsMove,

    /// <summary>The exchange loses an order that rests: it knows it no more.</summary>
    OrderVanishes,

    /// <summary>A frame of an account's stream is lost, and heartbeats go on.</summary>
    StreamLosesFrame,

    /// <summary>A frame comes twice.</summary>
    StreamRepeats,

    /// <summary>A frame comes seconds late, after those that were sent after it.</summary>
    StreamDelays,

    /// <summary>A stream is cut, and stands again seconds later; what happened meanwhile it does not tell.</summary>
    StreamCut,

    /// <summary>A stream tells nothing for up to a minute, and seems to stand.</summary>
    StreamFallsSilent,

    /// <summary>A call to the store is throttled and comes late.</summary>
    StoreThrottles,

    /// <summary>A transaction meets another and is tried again.</summary>
    StoreConflicts,

    /// <summary>A call fails, and nothing was done.</summary>
    StoreFails,

    /// <summary>A write happened, and its answer is lost.</summary>
    StoreAnswerLost,

    /// <summary>A write that its caller was told has failed happens after that.</summary>
    StoreWritesLate,

    /// <summary>An index shows what was true seconds ago.</summary>
    IndexLags,

    /// <summary>A counter is too high, and no order says why.</summary>
    CounterDrifts,

    /// <summary>A run finds that another's hold on an account's books has run out, while that one is at work.</summary>
    LeaseLapses,

    /// <summary>An event is delivered more than once.</summary>
    EventRepeats,

    /// <summary>An event comes late, after others that happened after it.</summary>
    EventDelayed,

    /// <summary>The bus does not take an event.</summary>
    BusFails,

    /// <summary>A process dies between two steps, and another starts.</summary>
    Crash,

    /// <summary>A process stands still between two steps, and goes on later.</summary>
    Freeze,

    /// <summary>A process is restored from a snapshot: to it no time has passed.</summary>
    SnapshotRestore,

    /// <summary>A wall clock steps.</summary>
    ClockSteps,

    /// <summary>Limits are changed while orders are on their way.</summary>
    LimitsChange,

    /// <summary>The kill switch goes on and off.</summary>
    KillSwitch,

    /// <summary>A key is changed while orders are on their way.</summary>
    KeyRotates,
}
