namespace TradingPlatform.Infra.Catalogue;

/// <summary>
/// What a function's code may do, in the words of IAM. A test holds this against what the code calls.
/// </summary>
internal abstract record Permit
{
    private Permit(IReadOnlyList<string> actions) => Actions = actions;

    /// <summary>What is allowed: <c>dynamodb:GetItem</c>.</summary>
    public IReadOnlyList<string> Actions { get; }

    /// <summary>On items whose partition belongs to a tenant; a query also goes over the first index.</summary>
    public sealed record Items(params string[] On) : Permit(On);

    /// <summary>The second index, which lists the accounts of all tenants.</summary>
    public sealed record AllAccounts() : Permit(["dynamodb:Query"]);

    /// <summary>The items that belong to no tenant: how long each exchange wants to hear nothing of us.</summary>
    public sealed record Silences() : Permit(["dynamodb:GetItem", "dynamodb:PutItem"]);

    /// <summary>The audit trails of the platform's own secrets, which belong to no tenant either.</summary>
    public sealed record PlatformItems() : Permit(["dynamodb:PutItem"]);

    /// <summary>On secrets below a path of the vault: <c>exchanges</c>.</summary>
    public sealed record Secrets(string Path, params string[] On) : Permit(On);

    /// <summary>The list of secrets' names, which AWS cannot fence by name.</summary>
    public sealed record SecretNames() : Permit(["secretsmanager:ListSecrets"]);

    /// <summary>Sending events over the platform's bus.</summary>
    public sealed record Bus() : Permit(["events:PutEvents"]);

    /// <summary>Sending to a queue.</summary>
    /// <param name="Name">The queue's, as in its <see cref="Trigger.Queue"/>.</param>
    public sealed record SendTo(string Name) : Permit(["sqs:SendMessage"]);
}
