using System.Globalization;
using System.Text.Json;
using Amazon.Lambda.Core;
using Amazon.Lambda.SQSEvents;
using Microsoft.Extensions.Logging;
using TradingPlatform.Core.Secrets;
using TradingPlatform.Core.Storage;
using TradingPlatform.Hosting.Events;

namespace TradingPlatform.Hosting.Lambda;

/// <summary>
/// Brings what Lambda hands over to its handler, by the shape of its JSON: one function may have many triggers.
/// </summary>
/// <remarks>
/// Sources: AWS Lambda Developer Guide, on SQS, DynamoDB streams and EventBridge; Secrets Manager User Guide, 'Lambda
/// function for rotation'.
/// </remarks>
internal sealed class LambdaEvents
{
    /// <summary>The one stream that there is: the table's.</summary>
    private const string TableStream = "outbox";

    private readonly EventDispatcher _dispatcher;
    private readonly EventRoutes _routes;
    private readonly ReadItemImage? _readImage;
    private readonly TimeProvider _clock;
    private readonly ILogger<LambdaEvents> _logger;

    /// <param name="dispatcher">Runs the handlers.</param>
    /// <param name="routes">The handlers' names.</param>
    /// <param name="readImage">Reads a stream's images; may be null where the function serves no stream.</param>
    /// <param name="clock">Measures the time that a call has.</param>
    /// <param name="logger">Hears why an event was refused: Lambda's own log tells no messages.</param>
    /// <exception cref="InvalidOperationException">
    /// The function serves a stream whose images nothing can read.
    /// </exception>
    internal LambdaEvents(
        EventDispatcher dispatcher,
        EventRoutes routes,
        ReadItemImage? readImage,
        TimeProvider clock,
        ILogger<LambdaEvents> logger)
    {
        if (readImage is null && routes.Names<ItemChange>().Any())
        {
            throw new InvalidOperationException("The function serves a stream, and no ReadItemImage is registered.");
        }

        (_dispatcher, _routes, _readImage) = (dispatcher, routes, readImage);
        (_clock, _logger) = (clock, logger);
    }

    /// <summary>
    /// Handles one event. A batch is answered with what failed of it; any other failure is thrown, for the trigger to
    /// try again.
    /// </summary>
    internal async Task<Stream> HandleAsync(Stream payload, ILambdaContext context)
    {
        using var time = new CancellationTokenSource(LambdaDeadline.TimeFor(context.RemainingTime), _clock);
        using var document = await JsonDocument.ParseAsync(payload, default, time.Token);
        try
        {
            return await RunAsync(document.RootElement, time.Token);
        }
        catch (UnknownEventException unknown)
        {
            LambdaEventLog.Refused(_logger, unknown.Message);
            throw;
        }
    }

    private async Task<Stream> RunAsync(JsonElement sent, CancellationToken cancellation)
    {
        if (sent.ValueKind != JsonValueKind.Object)
        {
            throw UnknownShape();
        }

        if (sent.TryGetProperty("Records", out var records))
        {
            return await RunBatchAsync(sent, records, cancellation);
        }

        if (sent.TryGetProperty("Step", out _) && sent.TryGetProperty("SecretId", out _))
        {
            await RotateAsync(sent, cancellation);
        }
        else if (sent.TryGetProperty("detail-type", out _))
        {
            var scheduled = BusEvent.Read(sent, _routes.Names<ScheduledEvent>());
            await _dispatcher.RunScheduleAsync(scheduled, cancellation);
        }
        else
        {
            throw UnknownShape();
        }

        return Stream.Null;
    }

    private async Task<Stream> RunBatchAsync(JsonElement sent, JsonElement records, CancellationToken cancellation)
    {
        var source = records.ValueKind == JsonValueKind.Array && records.GetArrayLength() > 0
            && records[0].TryGetProperty("eventSource", out var name) ? name.GetString() : null;
        return source switch
        {
            "aws:sqs" => Failures(await RunQueueAsync(sent, cancellation)),
            "aws:dynamodb" => Failures(await RunStreamAsync(records, cancellation) is { } first ? [first] : []),
            _ => throw UnknownShape(),
        };
    }

    private async Task<IReadOnlyList<string>> RunQueueAsync(JsonElement sent, CancellationToken cancellation)
    {
        var batch = sent.Deserialize(LambdaEventJson.Default.SQSEvent)!;
        var arn = batch.Records[0].EventSourceArn
            ?? throw new UnknownEventException("The messages do not say which queue they are from.");
        var queue = HandlerNames.Find(HandlerNames.ResourceOf(arn), "queue", _routes.Names<QueueMessage>());
        // A queue without order may have groups too, for fairness; only a FIFO queue's mean order.
        var isOrdered = arn.EndsWith(".fifo", StringComparison.Ordinal);
        return await _dispatcher.RunQueueAsync(
            queue, [.. batch.Records.Select(record => Message(record, isOrdered))], cancellation);
    }

    private async Task<string?> RunStreamAsync(JsonElement records, CancellationToken cancellation)
    {
        var stream = HandlerNames.Find(TableStream, "stream", _routes.Names<ItemChange>());
        var batch = StreamBatch.Read(records, _readImage!);
        if (batch.Why is { } why)
        {
            LambdaEventLog.Unreadable(_logger, why, batch.Unreadable!);
        }

        return await _dispatcher.RunStreamAsync(stream, batch.Changes, cancellation) ?? batch.Unreadable;
    }

    private async Task RotateAsync(JsonElement sent, CancellationToken cancellation)
    {
        var asked = sent.Deserialize(LambdaEventJson.Default.SecretRotationEvent)!;
        var step = asked.Step switch
        {
            "createSecret" => RotationStep.Create,
            "setSecret" => RotationStep.Set,
            "testSecret" => RotationStep.Test,
            "finishSecret" => RotationStep.Finish,
            _ => throw new UnknownEventException("The rotation's step is none of the four."),
        };
        var name = _routes.Names<SecretRotation>().ToList() is [var only]
            ? only
            : throw new UnknownEventException("A function that rotates secrets has exactly one handler for it.");
        await _dispatcher.RunRotationAsync(
            name,
            new SecretRotation(
                asked.SecretId, asked.ClientRequestToken, step,
                asked.RotationToken is { } proof ? new Secret(proof) : null),
            cancellation);
    }

    private static QueueMessage Message(SQSEvent.SQSMessage message, bool isOrdered) => new(
        message.MessageId,
        message.Body,
        int.TryParse(
            message.Attributes.GetValueOrDefault("ApproximateReceiveCount"), CultureInfo.InvariantCulture,
            out var attempt)
            ? attempt
            : 1,
        isOrdered ? message.Attributes.GetValueOrDefault("MessageGroupId") : null);

    private static MemoryStream Failures(IReadOnlyList<string> ids)
    {
        var answer = new MemoryStream();
        JsonSerializer.Serialize(
            answer,
            new SQSBatchResponse([.. ids.Select(id => new SQSBatchResponse.BatchItemFailure { ItemIdentifier = id })]),
            LambdaEventJson.Default.SQSBatchResponse);
        answer.Position = 0;
        return answer;
    }

    private static UnknownEventException UnknownShape() => new(
        "The event is of no shape that is served: an event of EventBridge, a batch of SQS or of a DynamoDB stream, or "
        + "a step of a rotation.");
}

/// <summary>Every line that is logged of events before they reach a handler.</summary>
internal static partial class LambdaEventLog
{
    [LoggerMessage(1103, LogLevel.Error, "An event was refused: {Reason}")]
    internal static partial void Refused(ILogger logger, string reason);

    [LoggerMessage(1104, LogLevel.Error, "The change {Sequence} of the table cannot be read; the stream waits at it")]
    internal static partial void Unreadable(ILogger logger, Exception exception, string sequence);
}
