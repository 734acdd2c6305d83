using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using TradingPlatform.Core.Secrets;
using TradingPlatform.Core.Tenancy;
using TradingPlatform.Hosting;
using TradingPlatform.Hosting.Logs;

namespace TradingPlatform.Unit.Hosting;

public sealed class LogFormatterTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 8, 10, 30, 0, TimeSpan.Zero);

    [Fact]
    public void A_line_has_the_members_of_the_design_in_their_order()
    {
        var scopes = new LoggerExternalScopeProvider();
        using var scope = scopes.Push(new CallScope("c1", "POST /v1/orders") { Tenant = TenantId.Parse("t1") });
        var line = Format(scopes, LogLevel.Information, null, "Placed {OrderId} in {Duration} ms", "o1", 12.5);
        Assert.Equal(
            """
            {"timestamp":"2026-01-08T10:30:00.000Z","level":"INFO","correlationId":"c1","tenantId":"t1",
            "service":"Orders","operation":"POST /v1/orders","duration":12.5,"message":"Placed o1 in 12.5 ms",
            "metadata":{"category":"Test","eventId":7,"orderId":"o1"}}
            """.Replace("\n", "", StringComparison.Ordinal) + Environment.NewLine,
            line);
    }

    [Fact]
    public void Outside_a_call_its_members_are_null()
    {
        var line = JsonDocument.Parse(Format(null, LogLevel.Warning, null, "Starting")).RootElement;
        Assert.Equal(JsonValueKind.Null, line.GetProperty("correlationId").ValueKind);
        Assert.Equal(JsonValueKind.Null, line.GetProperty("tenantId").ValueKind);
        Assert.Equal("WARN", line.GetProperty("level").GetString());
    }

    [Fact]
    public void The_innermost_call_counts()
    {
        var scopes = new LoggerExternalScopeProvider();
        using var outer = scopes.Push(new CallScope("c1", "outer"));
        using var inner = scopes.Push(new CallScope("c2", "inner"));
        using var other = scopes.Push("a text");
        var line = Format(scopes, LogLevel.Error, null, "x");
        Assert.Contains("\"correlationId\":\"c2\"", line, StringComparison.Ordinal);
    }

    [Fact]
    public void A_secret_is_a_mask_as_text_and_as_member()
    {
        var secret = new Secret("canary");
        var line = Format(null, LogLevel.Information, null, "Key {Key} {Again}", secret, (Secret?)secret);
        Assert.DoesNotContain("canary", line, StringComparison.Ordinal);
        Assert.Contains("\"message\":\"Key *** ***\"", line, StringComparison.Ordinal);
        Assert.Contains("\"key\":\"***\"", line, StringComparison.Ordinal);
    }

    [Fact]
    public void An_exception_is_its_type_and_frames_and_that_of_its_cause_without_their_texts()
    {
        Exception thrown;
        try
        {
            throw new InvalidOperationException("canary-1", new IOException("canary-2"));
        }
        catch (InvalidOperationException exception)
        {
            thrown = exception;
        }

        thrown.Data["key"] = "canary-3";
        var line = Format(null, LogLevel.Error, thrown, "Failed");
        Assert.DoesNotContain("canary", line, StringComparison.Ordinal);
        var exceptions = JsonDocument.Parse(line).RootElement.GetProperty("metadata").GetProperty("exceptions");
        Assert.Equal("System.InvalidOperationException", exceptions[0].GetProperty("type").GetString());
        var frame = exceptions[0].GetProperty("frames")[0].GetString();
        Assert.Contains(nameof(LogFormatterTests), frame, StringComparison.Ordinal);
        Assert.Equal("System.IO.IOException", exceptions[1].GetProperty("type").GetString());
    }

    [Fact]
    public void A_text_with_line_ends_stays_one_line()
    {
        var line = Format(null, LogLevel.Information, null, "Label {Label}", "a\r\n{\"level\":\"ERROR\"}\u2028");
        Assert.Equal(line.Length - Environment.NewLine.Length, line.IndexOfAny(['\r', '\n']));
        Assert.DoesNotContain('\u2028', line);
        JsonDocument.Parse(line);
    }

    [Fact]
    public void A_text_beyond_all_bounds_is_cut()
    {
        var line = Format(null, LogLevel.Information, null, "Label {Label}", new string('x', 1_000_000));
        Assert.True(line.Length < 10_000);
        JsonDocument.Parse(line);
    }

    [Fact]
    public void Numbers_stay_numbers_and_decimals_stay_exact()
    {
        var line = Format(null, LogLevel.Information, null, "{A} {B} {C} {D} {E}", 1, 0.10m, true, null!, double.NaN);
        Assert.Contains("\"a\":1,\"b\":\"0.10\",\"c\":true,\"d\":null,\"e\":\"NaN\"", line, StringComparison.Ordinal);
    }

    private static string Format(
        IExternalScopeProvider? scopes, LogLevel level, Exception? exception, string template, params object[] values)
    {
        var sink = new Sink();
#pragma warning disable CA2254 // Each test has a template of its own.
        sink.Log(level, new EventId(7), exception, template, values);
#pragma warning restore CA2254
        using var output = new StringWriter();
        var formatter = new PlatformLogFormatter(
            new MetricTests.FixedClock(Now), new HostingSettings { Service = "Orders" });
        sink.Write(formatter, scopes, output);
        return output.ToString();
    }

    /// <summary>Takes one entry as the framework makes it, with its own kind of state.</summary>
    private sealed class Sink : ILogger
    {
        private Action<PlatformLogFormatter, IExternalScopeProvider?, TextWriter> _write = (_, _, _) => { };

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter) => _write = (with, scopes, output) =>
            {
                var entry = new LogEntry<TState>(logLevel, "Test", eventId, state, exception, formatter);
                with.Write(entry, scopes, output);
            };

        internal void Write(PlatformLogFormatter with, IExternalScopeProvider? scopes, TextWriter output) =>
            _write(with, scopes, output);
    }
}
