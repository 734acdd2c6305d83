using System.Text.Json;

namespace TradingPlatform.Contract.Fixtures;

/// <summary>One recorded case; the README beside the files gives the format.</summary>
public sealed record FixtureCase(string Id, string Exchange, string Kind, string Operation, JsonElement Json)
{
    /// <summary>The finer kind, or null.</summary>
    public string? Variant => Text("variant");

    /// <summary>How sure it is that this was on the wire.</summary>
    public string Origin => Text("origin") ?? "";

    /// <summary>The raw answer; an undefined element where there is none.</summary>
    public JsonElement Payload =>
        Json.TryGetProperty("payload", out var payload) && payload.ValueKind != JsonValueKind.Null ? payload : default;

    /// <summary>What the source states, or what was computed; undefined where neither.</summary>
    public JsonElement Expected =>
        Json.TryGetProperty("expected", out var expected) && expected.ValueKind != JsonValueKind.Null
            ? expected
            : default;

    /// <summary>A member that is text, or null.</summary>
    public string? Text(string member) =>
        Json.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    /// <summary>Every case in the folder; none where there is no folder.</summary>
    public static IReadOnlyList<FixtureCase> LoadAll()
    {
        var folder = Folder();
        if (folder is null)
        {
            return [];
        }

        var cases = new List<FixtureCase>();
        foreach (var file in Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal))
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(file));
            foreach (var json in document.RootElement.EnumerateArray())
            {
                string Of(string member) => json.TryGetProperty(member, out var text) ? text.GetString() ?? "" : "";
                cases.Add(new FixtureCase(
                    Of("id"), Of("exchange"), Of("kind"), Of("operation"), json.Clone()));
            }
        }

        return cases;
    }

    /// <summary>Where the recordings lie; null where there are none.</summary>
    public static string? Folder()
    {
        var named = Environment.GetEnvironmentVariable("EXCHANGE_FIXTURES");
        if (!string.IsNullOrEmpty(named))
        {
            return Directory.Exists(named)
                ? named
                : throw new DirectoryNotFoundException("EXCHANGE_FIXTURES names no folder.");
        }

        // Beside the repository, or beside any folder that it lies in (a worktree).
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            var beside = Path.Combine(at.FullName, "shared", "exchange-fixtures");
            if (Directory.Exists(beside))
            {
                return beside;
            }
        }

        return null;
    }
}
