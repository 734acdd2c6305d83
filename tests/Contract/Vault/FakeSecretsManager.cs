using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using TradingPlatform.Contract.AwsClients;

namespace TradingPlatform.Contract.Vault;

/// <summary>
/// Secrets Manager as its API reference describes it: versions, stages, idempotent tokens, deletion, pages.
/// </summary>
internal sealed class FakeSecretsManager
{
    private const string Arn = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:";
    private const string Current = "AWSCURRENT";
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, StoredSecret> _secrets = new(StringComparer.Ordinal);

    /// <summary>How many calls still find a destroyed secret's name taken: deletion ends in the background.</summary>
    public int DeletionLag { get; set; }

    /// <summary>Smaller than what is asked for, so that every listing has pages.</summary>
    public int PageSize { get; set; } = 7;

    /// <summary>The code of the refusal of each read; null: none.</summary>
    public string? ReadsFailWith { get; set; }

    /// <summary>Runs before each call, outside of the lock: what happens between two calls of a caller.</summary>
    public Action<string>? Before { get; set; }

    public (int Status, string Body) Answer(ReceivedCall call)
    {
        var operation = call.Target.Split('.')[1];
        Before?.Invoke(operation);
        lock (_lock)
        {
            try
            {
                return (200, Run(operation, call.Body).ToJsonString());
            }
            catch (RefusedException refused)
            {
                return (400, new JsonObject { ["__type"] = refused.Code, ["Message"] = refused.Code }.ToJsonString());
            }
        }
    }

    /// <summary>What a person does in the console: deletes with a time in which it can be restored.</summary>
    public void MarkForDeletion(string name)
    {
        lock (_lock)
        {
            _secrets[name].CallsUntilGone = int.MaxValue;
        }
    }

    /// <summary>
    /// What Secrets Manager does before it calls a rotation function: the version is there, and empty.
    /// </summary>
    public void BeginRotation(string name, string token)
    {
        lock (_lock)
        {
            _secrets[name].Rotates = true;
            _secrets[name].Versions[token] = new StoredVersion(string.Empty) { Stages = { "AWSPENDING" } };
        }
    }

    public StoredSecret Secret(string name)
    {
        lock (_lock)
        {
            return _secrets[name];
        }
    }

    private JsonObject Run(string operation, JsonElement request) => operation switch
    {
        "CreateSecret" => Create(request),
        "PutSecretValue" => Put(
            Existing(request), Text(request, "ClientRequestToken")!, Text(request, "SecretString")!,
            request.TryGetProperty("VersionStages", out var stages) ? stages[0].GetString()! : Current),
        "GetSecretValue" => Get(request),
        "DescribeSecret" => Describe(Find(Text(request, "SecretId")!) ?? throw NotFound()),
        "UpdateSecretVersionStage" => Move(Existing(request), request),
        "DeleteSecret" => Delete(request),
        "ListSecrets" => List(request),
        _ => throw new RefusedException("UnknownOperationException"),
    };

    private JsonObject Create(JsonElement request)
    {
        var name = Text(request, "Name")!;
        var token = Text(request, "ClientRequestToken")!;
        var value = Text(request, "SecretString")!;
        if (Find(name) is { } earlier)
        {
            Refuse(earlier.IsDeleted, "InvalidRequestException");
            var isRepeat = earlier.Versions.TryGetValue(token, out var version) && version.Value == value;
            Refuse(!isRepeat, "ResourceExistsException");
            return Told(earlier, token);
        }

        var made = new StoredSecret(name, Text(request, "KmsKeyId"), request.GetProperty("Tags").GetRawText());
        var answer = Put(made, token, value, Current);
        _secrets[name] = made;
        return answer;
    }

    private static JsonObject Put(StoredSecret secret, string token, string value, string stage)
    {
        Refuse(token.Length is < 32 or > 64 || value.Length == 0, "InvalidParameterException");
        Refuse(Encoding.UTF8.GetByteCount(value) > 65_536, "InvalidParameterException");
        // A rotation has made its version, without a value, before it asks for one.
        if (secret.Versions.TryGetValue(token, out var earlier) && earlier.Value.Length > 0)
        {
            Refuse(earlier.Value != value, "ResourceExistsException");
            return Told(secret, token);
        }

        secret.Versions[token] = new StoredVersion(value);
        if (stage == Current)
        {
            secret.MoveCurrent(token);
        }
        else
        {
            secret.Versions[token].Stages.Add(stage);
        }

        return Told(secret, token);
    }

    private JsonObject Get(JsonElement request)
    {
        Refuse(ReadsFailWith is not null, ReadsFailWith!);
        var secret = Existing(request);
        var stage = Text(request, "VersionStage") ?? Current;
        var id = Text(request, "VersionId")
            ?? secret.Versions.FirstOrDefault(version => version.Value.Stages.Contains(stage)).Key;
        var found = id is not null && secret.Versions.TryGetValue(id, out var kept) && kept.Value.Length > 0
            ? kept
            : throw NotFound();
        Refuse(Text(request, "VersionId") is not null && !found.Stages.Contains(stage)
            && Text(request, "VersionStage") is not null, "ResourceNotFoundException");
        var answer = Told(secret, id);
        answer["SecretString"] = found.Value;
        return answer;
    }

    private static JsonObject Describe(StoredSecret secret)
    {
        var versions = new JsonObject();
        foreach (var (id, version) in secret.Versions.Where(version => version.Value.Stages.Count > 0))
        {
            versions[id] = new JsonArray([.. version.Stages.Select(stage => (JsonNode)stage)]);
        }

        var answer = new JsonObject { ["Name"] = secret.Name, ["VersionIdsToStages"] = versions };
        if (secret.Rotates)
        {
            answer["RotationEnabled"] = true;
        }

        if (secret.IsDeleted)
        {
            answer["DeletedDate"] = 1767868200;
        }

        return answer;
    }

    private static JsonObject Move(StoredSecret secret, JsonElement request)
    {
        var stage = Text(request, "VersionStage")!;
        var from = Text(request, "RemoveFromVersionId")!;
        var holds = secret.Versions.TryGetValue(from, out var version) && version.Stages.Contains(stage);
        Refuse(!holds, "InvalidParameterException");
        if (Text(request, "MoveToVersionId") is { } to)
        {
            Refuse(stage != Current || !secret.Versions.ContainsKey(to), "InvalidParameterException");
            secret.MoveCurrent(to);
            return new JsonObject { ["Name"] = secret.Name };
        }

        version!.Stages.Remove(stage);
        return new JsonObject { ["Name"] = secret.Name };
    }

    private JsonObject Delete(JsonElement request)
    {
        Refuse(!request.GetProperty("ForceDeleteWithoutRecovery").GetBoolean(), "InvalidParameterException");
        // By force there is no complaint of a secret that is not there.
        if (Find(Text(request, "SecretId")!) is { } secret)
        {
            secret.CallsUntilGone = DeletionLag;
        }

        return new JsonObject { ["Name"] = Text(request, "SecretId") };
    }

    private JsonObject List(JsonElement request)
    {
        var filter = request.GetProperty("Filters")[0];
        Refuse(Text(filter, "Key") != "name", "InvalidParameterException");
        var beginning = filter.GetProperty("Values")[0].GetString()!;
        var after = Text(request, "NextToken") ?? "";
        var found = _secrets.Keys.ToList().Select(Find).OfType<StoredSecret>()
            .Where(secret => !secret.IsDeleted && secret.Name.StartsWith(beginning, StringComparison.Ordinal))
            .Where(secret => string.CompareOrdinal(secret.Name, after) > 0)
            .Select(secret => secret.Name).Take(PageSize + 1).ToList();
        var answer = new JsonObject
        {
            ["SecretList"] = new JsonArray([.. found.Take(PageSize).Select(name => new JsonObject { ["Name"] = name })]),
        };
        if (found.Count > PageSize)
        {
            answer["NextToken"] = found[PageSize - 1];
        }

        return answer;
    }

    private StoredSecret Existing(JsonElement request)
    {
        var secret = Find(Text(request, "SecretId")!) ?? throw NotFound();
        Refuse(secret.IsDeleted, "InvalidRequestException");
        return secret;
    }

    private StoredSecret? Find(string id)
    {
        var name = id.StartsWith(Arn, StringComparison.Ordinal) ? id[Arn.Length..] : id;
        if (!_secrets.TryGetValue(name, out var secret))
        {
            return null;
        }

        if (secret.CallsUntilGone is > 0 and < int.MaxValue)
        {
            secret.CallsUntilGone--;
        }
        else if (secret.CallsUntilGone == 0)
        {
            _secrets.Remove(name);
            return null;
        }

        return secret;
    }

    private static JsonObject Told(StoredSecret secret, string version) => new()
    {
        ["ARN"] = Arn + secret.Name,
        ["Name"] = secret.Name,
        ["VersionId"] = version,
        ["VersionStages"] = new JsonArray([.. secret.Versions[version].Stages.Select(stage => (JsonNode)stage)]),
    };

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static void Refuse(bool isWrong, string code)
    {
        if (isWrong)
        {
            throw new RefusedException(code);
        }
    }

    private static RefusedException NotFound() => new("ResourceNotFoundException");

    private sealed class RefusedException(string code) : Exception
    {
        public string Code => code;
    }
}
