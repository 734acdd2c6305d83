using System.Text.Json.Nodes;
using Amazon.CDK.Assertions;
using TradingPlatform.Infra.Settings;

namespace TradingPlatform.InfrastructureTests.Harness;

/// <summary>One template, as CloudFormation would get it.</summary>
/// <param name="Environment">Its environment.</param>
/// <param name="What">What is in it: <c>Data</c>.</param>
/// <param name="Text">Its JSON.</param>
internal sealed record SynthesisedStack(EnvironmentSettings Environment, string What, string Text)
{
    private const string Account = "123456789012";

    private Template? _template;

    /// <summary>For assertions on its resources.</summary>
    public Template Template => _template ??= Template.FromString(Text);

    /// <summary>Its JSON, parsed.</summary>
    public JsonObject Json { get; } = JsonNode.Parse(Text)!.AsObject();

    /// <summary>Reads a template's file.</summary>
    public static SynthesisedStack Read(EnvironmentSettings environment, string file)
    {
        var stack = Path.GetFileName(file)[..^".template.json".Length];
        return new SynthesisedStack(environment, stack[(stack.LastIndexOf('-') + 1)..], File.ReadAllText(file));
    }

    /// <summary>Its resources of one type, by their ids.</summary>
    public IEnumerable<(string Id, JsonObject Properties)> Resources(string type) => Json["Resources"]!.AsObject()
        .Where(resource => resource.Value!["Type"]!.GetValue<string>() == type)
        .Select(resource => (resource.Key, resource.Value!["Properties"]?.AsObject() ?? []));

    /// <summary>
    /// A value as text, with the account, region and partition put in, and what another resource says as its path.
    /// </summary>
    public string Resolve(JsonNode? value) => value switch
    {
        null => "",
        JsonValue text => text.ToString(),
        JsonObject { Count: 1 } call when call["Ref"] is { } name => name.GetValue<string>() switch
        {
            "AWS::AccountId" => Account,
            "AWS::Region" => Environment.Region,
            "AWS::Partition" => "aws",
            "AWS::URLSuffix" => "amazonaws.com",
            { } other => other,
        },
        JsonObject { Count: 1 } call when call["Fn::Join"] is JsonArray join => string.Join(
            join[0]!.GetValue<string>(), join[1]!.AsArray().Select(Resolve)),
        JsonObject { Count: 1 } call when call["Fn::GetAtt"] is JsonArray path =>
            string.Join('.', path.Select(Resolve)),
        JsonObject { Count: 1 } call when call["Fn::ImportValue"] is { } name => Resolve(name),
        _ => value.ToJsonString(),
    };

    public override string ToString() => $"{Environment.Name} {What}";
}
