using System.Text.Json;
using System.Text.Json.Nodes;
using TradingPlatform.Core.Credentials;
using TradingPlatform.Embedded.Vault;
using TradingPlatform.EndToEnd.Harness;

namespace TradingPlatform.EndToEnd.Lambda;

/// <summary>The functions' own bootstraps, each as a process that is called over the Lambda Runtime API.</summary>
public sealed class InvokedFunctions : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("end-to-end-lambda-");

    private static string Events { get; } = Path.Combine(Repository.Root, "events");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task An_account_is_linked_and_an_order_placed_and_replayed_over_the_runtime_api()
    {
        var linked = await CallAsync("Credentials", Path.Combine(Events, "credentials", "link-paper.rest.json"));
        Assert.Equal(201, linked.Status);
        var account = Shapes.Account(linked.Body).GetProperty("id").GetString()!;
        var listed = await CallAsync("Credentials", Path.Combine(Events, "credentials", "list.rest.json"));
        Assert.Equal(account, listed.Body.GetProperty("items")[0].GetProperty("id").GetString());

        // The sample names an account of nobody's; this one is there.
        var order = OnAccount(Path.Combine(Events, "orders", "place-order.rest.json"), account);
        var placed = await CallAsync("Orders", order);
        Assert.Equal(201, placed.Status);
        var replayed = await CallAsync("Orders", order);
        Assert.Equal(200, replayed.Status);
        Assert.Equal(
            Shapes.Order(placed.Body).GetProperty("id").GetString(),
            Shapes.Order(replayed.Body).GetProperty("id").GetString());
    }

    [Fact]
    public async Task Every_sample_event_is_answered_by_the_function_that_it_is_for()
    {
        var files = Directory.GetFiles(Events, "*.json", SearchOption.AllDirectories);
        Assert.NotEmpty(files);
        // In order of their names: of a rotation's steps each needs those before it.
        foreach (var file in files.Order(StringComparer.Ordinal))
        {
            var folder = Path.GetFileName(Path.GetDirectoryName(file))!;
            var function = folder == "rotation" ? "Credentials" : char.ToUpperInvariant(folder[0]) + folder[1..];
            var printed = await HostProcess.InvokeAsync(
                function, file, Path.Combine(_folder.FullName, "samples"));
            if (file.EndsWith(".rest.json", StringComparison.Ordinal)
                || file.EndsWith(".http.json", StringComparison.Ordinal))
            {
                Assert.InRange(Read(printed).Status, 200, 499);
            }
            else if (file.EndsWith(".stream.json", StringComparison.Ordinal)
                || file.EndsWith(".queue.json", StringComparison.Ordinal))
            {
                using var answer = JsonDocument.Parse(printed);
                Assert.Equal(0, answer.RootElement.GetProperty("batchItemFailures").GetArrayLength());
            }
        }
    }

    [Fact]
    public async Task An_account_is_reconciled_over_the_runtime_api_by_request_by_queue_and_by_schedule()
    {
        var linked = await CallAsync("Credentials", Path.Combine(Events, "credentials", "link-paper.rest.json"));
        var account = linked.Body.GetProperty("id").GetString()!;
        var request = Path.Combine(Events, "reconciliation", "run.rest.json");
        var run = await CallAsync("Reconciliation", request);
        Assert.Equal((200, "COMPLETED"), (run.Status, run.Body.GetProperty("status").GetString()));
        Assert.Empty(run.Body.GetProperty("errors").EnumerateArray());

        // The sample's account is nobody's, and its time long past.
        var message = JsonNode.Parse(await File.ReadAllTextAsync(
            Path.Combine(Events, "reconciliation", "reconcile-account.queue.json")))!;
        message["Records"]![0]!["body"] = JsonNode.Parse((string)message["Records"]![0]!["body"]!)!.AsObject()
            .With("account", account).With("due", TimeProvider.System.GetUtcNow().ToString("O")).ToJsonString();
        var queued = Path.Combine(_folder.FullName, "reconcile-account.queue.json");
        await File.WriteAllTextAsync(queued, message.ToJsonString());
        var data = Path.Combine(_folder.FullName, "data");
        Assert.Equal(
            """{"batchItemFailures":[]}""", (await HostProcess.InvokeAsync("Reconciliation", queued, data)).Trim());
        await HostProcess.InvokeAsync(
            "Reconciliation", Path.Combine(Events, "reconciliation", "reconcile.schedule.json"), data);

        var asked = JsonNode.Parse(await File.ReadAllTextAsync(request))!.AsObject().With("httpMethod", "GET");
        asked["body"] = null;
        var listing = Path.Combine(_folder.FullName, "runs.rest.json");
        await File.WriteAllTextAsync(listing, asked.ToJsonString());
        var runs = (await CallAsync("Reconciliation", listing)).Body.GetProperty("items");
        Assert.Equal(2, runs.GetArrayLength());
        Assert.All(runs.EnumerateArray(), each => Assert.Equal("COMPLETED", each.GetProperty("status").GetString()));
    }

    [Fact]
    public async Task A_secret_is_rotated_over_the_runtime_api_and_each_step_can_come_again()
    {
        var data = Path.Combine(_folder.FullName, "rotation");
        var steps = Directory.GetFiles(Path.Combine(Events, "rotation")).Order(StringComparer.Ordinal).ToList();
        Assert.Equal(4, steps.Count);
        // Out of order it fails: there is nothing yet to test.
        await Assert.ThrowsAnyAsync<Xunit.Sdk.XunitException>(
            () => HostProcess.InvokeAsync("Credentials", steps[2], data));
        foreach (var step in steps.Concat(steps))
        {
            await HostProcess.InvokeAsync("Credentials", step, data);
            await HostProcess.InvokeAsync("Credentials", step, data);
        }

        await using var vault = FileVault.Open(Path.Combine(data, "vault"));
        var rotated = await vault.OpenAsync(SecretName.ForPlatform("internal-requests"), CancellationToken.None);
        Assert.Equal("8f0b6f1e-3c2a-4f6b-9b0e-5d7c1a2e4f60", rotated!.Version);
        Assert.Null(await vault.OpenAsync(
            SecretName.ForPlatform("internal-requests--pending"), CancellationToken.None));
    }

    private async Task<(int Status, JsonElement Body)> CallAsync(string function, string eventFile) =>
        Read(await HostProcess.InvokeAsync(function, eventFile, Path.Combine(_folder.FullName, "data")));

    private static (int Status, JsonElement Body) Read(string printed)
    {
        using var answer = JsonDocument.Parse(printed);
        using var body = JsonDocument.Parse(answer.RootElement.GetProperty("body").GetString()!);
        return (answer.RootElement.GetProperty("statusCode").GetInt32(), body.RootElement.Clone());
    }

    private string OnAccount(string sample, string account)
    {
        var sent = JsonNode.Parse(File.ReadAllText(sample))!;
        var body = JsonNode.Parse(sent["body"]!.GetValue<string>())!;
        body["configId"] = account;
        sent["body"] = body.ToJsonString();
        var file = Path.Combine(_folder.FullName, "place-order.rest.json");
        File.WriteAllText(file, sent.ToJsonString());
        return file;
    }
}

/// <summary>Changes a sample.</summary>
internal static class SampleEdits
{
    /// <summary>The same object, with one member set.</summary>
    public static JsonObject With(this JsonObject sample, string name, string value)
    {
        sample[name] = value;
        return sample;
    }
}
