using System.Net;
using System.Net.Http.Headers;
using TradingPlatform.Simulation.Kernel;

namespace TradingPlatform.Simulation.Venue;

/// <summary>What watches requests leave for the exchange.</summary>
internal interface IDepartureWatch
{
    void Departs(Computer from, WireRequest request);
}

/// <summary>
/// A computer's line to the exchange, in place of sockets under the real adapter: requests and answers take time, and
/// are lost, held, doubled and spoiled on the way.
/// </summary>
internal sealed class VenueLine(World world, VenueSurface surface, Computer computer, IDepartureWatch watch)
    : HttpMessageHandler
{
    private static readonly TimeSpan Fast = TimeSpan.FromMilliseconds(4);
    private static readonly TimeSpan Slow = TimeSpan.FromMilliseconds(60);
    private readonly RequestWeights _weights = new();
    private TimeSpan _toldToWaitUntil = TimeSpan.MinValue;
    private bool _isBannedByInjection;

    protected override Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var wire = WireRequest.Read(request);
        world.Trace.Line($"p{computer.Number} -> {wire.Method} {wire.Path} {string.Join(' ', wire.Placed)}");
        if (world.Now < _toldToWaitUntil)
        {
            world.Break("I13", $"p{computer.Number} sends {wire.Path} before Retry-After has passed.");
        }

        watch.Departs(computer, wire);
        var answer = new Pending(world, cancellationToken);
        Send(wire, answer);
        return answer.Task;
    }

    private void Send(WireRequest wire, Pending answer)
    {
        var faults = world.Faults;
        var there = world.Network.Between(Fast, Slow);
        if (faults.Happens(FaultKind.RequestHeld))
        {
            there += faults.Between(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(14));
        }

        if (faults.Happens(FaultKind.RequestLost))
        {
            if (faults.Coin())
            {
                world.After(there, () => answer.Fail("The line is gone."));
            }

            return;
        }

        if (!wire.Places && faults.Happens(FaultKind.RequestDuplicated))
        {
            world.After(there + world.Network.Between(Fast, Slow), () => Arrive(wire, null, isDouble: true));
        }

        if (faults.Happens(FaultKind.ConnectionReset))
        {
            world.After(there, () => answer.Fail("The connection was reset."));
            world.After(there + Fast, () => Arrive(wire, null));
            return;
        }

        world.After(there, () => Arrive(wire, answer));
    }

    private void Arrive(WireRequest wire, Pending? answer, bool isDouble = false)
    {
        var faults = world.Faults;
        if (Turned(wire, isDouble) is { } turned)
        {
            Answer(answer, turned, TimeSpan.Zero);
        }
        else if (surface.Refuse(wire) is { } refused)
        {
            Answer(answer, refused, TimeSpan.Zero);
        }
        else if (wire.Places && faults.Happens(FaultKind.EngineHeld))
        {
            world.After(
                faults.Between(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(9)),
                () => Answer(answer, surface.Refuse(wire) ?? Do(wire), TimeSpan.Zero));
        }
        else
        {
            Answer(answer, Do(wire), TimeSpan.Zero);
        }
    }

    // Before the engine: nothing is done. What the line has doubled is weight that nobody here could have kept back.
    private WireReply? Turned(WireRequest wire, bool isDouble)
    {
        var faults = world.Faults;
        if (!isDouble && !_weights.Take(world.Now, RequestWeights.Of(wire)) && !_isBannedByInjection)
        {
            world.Break("I13", $"p{computer.Number} used {_weights.Used} of its minute.");
        }

        if (faults.Happens(FaultKind.TooManyRequests))
        {
            return WireReply.Error(429, -1003, "Too many requests.") with { RetryAfter = faults.Coin() ? 1 : 5 };
        }

        if (faults.Happens(FaultKind.AddressBanned))
        {
            _isBannedByInjection = true;
            return WireReply.Error(418, -1003, "Way too many requests; IP banned.") with { RetryAfter = 20 };
        }

        return faults.Happens(FaultKind.Firewalled) ? new WireReply(403, "<html>"u8.ToArray())
            : faults.Happens(FaultKind.ServerErrorBefore) ? WireReply.Error(503, -1001, "Internal error.")
            : faults.Happens(FaultKind.Overloaded) ? WireReply.Error(503, -1008, "Server is overloaded.")
            : null;
    }

    private WireReply Do(WireRequest wire)
    {
        var done = surface.Do(wire);
        var faults = world.Faults;
        return faults.Happens(FaultKind.ServerErrorAfter) ? new WireReply(502, "Bad gateway"u8.ToArray())
            : faults.Happens(FaultKind.StatusUnknown)
                ? WireReply.Error(500, -1007, "Timeout waiting for response from backend server.")
            : faults.Happens(FaultKind.AnswerMalformed) ? done with { Body = done.Body[..(done.Body.Length / 2)] }
            : done;
    }

    private void Answer(Pending? answer, WireReply reply, TimeSpan delay)
    {
        var faults = world.Faults;
        if (answer is null || faults.Happens(FaultKind.AnswerLost))
        {
            return;
        }

        var back = delay + world.Network.Between(Fast, Slow) + (faults.Happens(FaultKind.AnswerLate)
            ? faults.Between(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(20))
            : TimeSpan.Zero);
        world.After(back, () =>
        {
            if (answer.Receive(Message(reply)) && reply.RetryAfter > 0)
            {
                WaitFrom(world.Now + TimeSpan.FromSeconds(reply.RetryAfter));
            }
        });
    }

    // It has been told once the steps that are ready have run: one of them reads the answer.
    private void WaitFrom(TimeSpan until) => computer.Ring(() => world.After(TimeSpan.FromTicks(1), () =>
        _toldToWaitUntil = until > _toldToWaitUntil ? until : _toldToWaitUntil));

    private HttpResponseMessage Message(WireReply reply)
    {
        var message = new HttpResponseMessage((HttpStatusCode)reply.Status)
        {
            Content = new ByteArrayContent(reply.Body),
        };
        message.Headers.TryAddWithoutValidation("X-MBX-USED-WEIGHT-1M", _weights.Used.ToString(
            System.Globalization.CultureInfo.InvariantCulture));
        if (reply.RetryAfter > 0)
        {
            message.Headers.RetryAfter = new RetryConditionHeaderValue(TimeSpan.FromSeconds(reply.RetryAfter));
        }

        return message;
    }

    /// <summary>
    /// What a request waits for. It continues where it is answered, outside of any computer, so that nothing of it
    /// reaches the thread pool.
    /// </summary>
    private sealed class Pending
    {
        private readonly TaskCompletionSource<HttpResponseMessage> _answer = new();
        private readonly CancellationTokenRegistration _leaving;

        // Not at once: its caller leaves in the middle of a computer's step.
        public Pending(World world, CancellationToken cancellation) => _leaving = cancellation.UnsafeRegister(
            (_, token) => world.After(TimeSpan.Zero, () => _answer.TrySetCanceled(token)), null);

        public Task<HttpResponseMessage> Task => _answer.Task;

        public void Fail(string why)
        {
            _leaving.Unregister();
            _answer.TrySetException(new HttpRequestException(why));
        }

        public bool Receive(HttpResponseMessage message)
        {
            _leaving.Unregister();
            return _answer.TrySetResult(message);
        }
    }
}
