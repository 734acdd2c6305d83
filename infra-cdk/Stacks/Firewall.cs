using System.Text.RegularExpressions;
using Amazon.CDK.AWS.WAFv2;
using Constructs;
using TradingPlatform.Core.Tenancy;
using TradingPlatform.Infra.Catalogue;

namespace TradingPlatform.Infra.Stacks;

/// <summary>
/// What stands before the API: lists of AWS's own, a rate for each address, and, where the settings name addresses,
/// those alone for what needs the role admin.
/// </summary>
internal sealed class Firewall : Construct
{
    private static readonly string[] Managed =
    [
        "AWSManagedRulesAmazonIpReputationList",
        "AWSManagedRulesKnownBadInputsRuleSet",
        "AWSManagedRulesCommonRuleSet",
        "AWSManagedRulesSQLiRuleSet",
    ];

    private static readonly IReadOnlyDictionary<string, object> Empty =
        new Dictionary<string, object>(StringComparer.Ordinal);

    private readonly List<CfnWebACL.RuleProperty> _rules = [];

    public Firewall(Construct scope, Deployment deployment, IReadOnlyList<ApiRoute> routes)
        : base(scope, "Firewall")
    {
        var environment = deployment.Environment;
        if (environment.AdminAddresses.Count > 0)
        {
            GuardAdministration(deployment, [.. routes.Where(route => route.Role == Role.Admin)]);
        }

        Add("rate-for-each-address", Block(), new CfnWebACL.StatementProperty
        {
            RateBasedStatement = new CfnWebACL.RateBasedStatementProperty
            {
                AggregateKeyType = "IP", Limit = environment.RequestsPerAddress, EvaluationWindowSec = 300,
            },
        });
        foreach (var list in Managed)
        {
            AddManaged(list);
        }

        var acl = new CfnWebACL(this, "Acl", new CfnWebACLProps
        {
            Name = deployment.Names.Prefix,
            Scope = "REGIONAL",
            DefaultAction = new CfnWebACL.DefaultActionProperty { Allow = new CfnWebACL.AllowActionProperty() },
            Rules = _rules.ToArray(),
            VisibilityConfig = Visible("firewall"),
        });
        Arn = acl.AttrArn;
    }

    /// <summary>The ARN of the list of rules.</summary>
    public string Arn { get; }

    // Refused wherever it comes from, but from the addresses listed.
    private void GuardAdministration(Deployment deployment, IReadOnlyList<ApiRoute> routes)
    {
        var addresses = new CfnIPSet(this, "AdminAddresses", new CfnIPSetProps
        {
            Name = deployment.Names.Of("admin"),
            Scope = "REGIONAL",
            IpAddressVersion = "IPV4",
            Addresses = [.. deployment.Environment.AdminAddresses],
        });
        var elsewhere = new CfnWebACL.StatementProperty
        {
            NotStatement = new CfnWebACL.NotStatementProperty
            {
                Statement = new CfnWebACL.StatementProperty
                {
                    IpSetReferenceStatement = new CfnWebACL.IPSetReferenceStatementProperty
                    {
                        Arn = addresses.AttrArn,
                    },
                },
            },
        };
        foreach (var route in routes)
        {
            var name = string.Join('-', route.Path.Split(['/', '{', '}'], StringSplitOptions.RemoveEmptyEntries));
            Add($"admin-{route.Method}-{name}", Block(), All(
                IsMethod(route.Method), IsPath(route.Path), elsewhere));
        }
    }

    private void AddManaged(string list) => _rules.Add(new CfnWebACL.RuleProperty
    {
        Name = list,
        Priority = _rules.Count,
        OverrideAction = new CfnWebACL.OverrideActionProperty { None = Empty },
        Statement = new CfnWebACL.StatementProperty
        {
            ManagedRuleGroupStatement = new CfnWebACL.ManagedRuleGroupStatementProperty
            {
                VendorName = "AWS",
                Name = list,
                // Fifty orders are more than its 8 KiB; the functions take 256 KiB and no more.
                RuleActionOverrides = string.Equals(list, "AWSManagedRulesCommonRuleSet", StringComparison.Ordinal)
                    ? new[]
                    {
                        new CfnWebACL.RuleActionOverrideProperty
                        {
                            Name = "SizeRestrictions_BODY",
                            ActionToUse = new CfnWebACL.RuleActionProperty
                            {
                                Count = new CfnWebACL.CountActionProperty(),
                            },
                        },
                    }
                    : null,
            },
        },
        VisibilityConfig = Visible(list),
    });

    private void Add(string name, CfnWebACL.RuleActionProperty action, CfnWebACL.StatementProperty statement) =>
        _rules.Add(new CfnWebACL.RuleProperty
        {
            Name = name,
            Priority = _rules.Count,
            Action = action,
            Statement = statement,
            VisibilityConfig = Visible(name),
        });

    private static CfnWebACL.StatementProperty All(params CfnWebACL.StatementProperty[] statements) => new()
    {
        AndStatement = new CfnWebACL.AndStatementProperty { Statements = statements },
    };

    private static CfnWebACL.StatementProperty IsMethod(string method) => new()
    {
        ByteMatchStatement = new CfnWebACL.ByteMatchStatementProperty
        {
            FieldToMatch = new CfnWebACL.FieldToMatchProperty { Method = Empty },
            PositionalConstraint = "EXACTLY",
            SearchString = method,
            TextTransformations = new[] { new CfnWebACL.TextTransformationProperty { Priority = 0, Type = "NONE" } },
        },
    };

    // Whatever stands before it, and whatever is put for a parameter; a path that is written in another way must not
    // slip past.
    private static CfnWebACL.StatementProperty IsPath(string path) => new()
    {
        RegexMatchStatement = new CfnWebACL.RegexMatchStatementProperty
        {
            FieldToMatch = new CfnWebACL.FieldToMatchProperty { UriPath = Empty },
            RegexString = string.Join('/', path.Split('/').Select(
                part => part.StartsWith('{') ? "[^/]+" : Regex.Escape(part))) + "/?$",
            TextTransformations = new[]
            {
                new CfnWebACL.TextTransformationProperty { Priority = 0, Type = "URL_DECODE" },
                new CfnWebACL.TextTransformationProperty { Priority = 1, Type = "NORMALIZE_PATH" },
                new CfnWebACL.TextTransformationProperty { Priority = 2, Type = "LOWERCASE" },
            },
        },
    };

    private static CfnWebACL.RuleActionProperty Block() => new() { Block = new CfnWebACL.BlockActionProperty() };

    private static CfnWebACL.VisibilityConfigProperty Visible(string name) => new()
    {
        MetricName = name, CloudWatchMetricsEnabled = true, SampledRequestsEnabled = true,
    };
}
