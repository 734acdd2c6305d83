using Amazon.CDK;
using Amazon.CDK.AWS.Cognito;
using Constructs;
using TradingPlatform.Core.Tenancy;
using TradingPlatform.Hosting.Auth;

namespace TradingPlatform.Infra.Stacks;

/// <summary>The people who sign in: their tenant, their tier, their role.</summary>
internal sealed class Users : Construct
{
    public Users(Construct scope, Deployment deployment)
        : base(scope, "Users")
    {
        Pool = MakePool(deployment);
        // Cognito looks for stolen passwords and odd sign-ins in this plan alone; the construct does not know plans
        // yet.
        ((CfnUserPool)Pool.Node.DefaultChild!).AddPropertyOverride("UserPoolTier", "PLUS");
        foreach (var role in new[] { Role.Admin, Role.Trader, Role.Viewer })
        {
            var name = TokenClaims.Word(role);
            _ = new CfnUserPoolGroup(this, $"Group-{name}", new CfnUserPoolGroupProps
            {
                UserPoolId = Pool.UserPoolId,
                GroupName = name,
                Precedence = role switch { Role.Admin => 1, Role.Trader => 2, _ => 3 },
            });
        }

        AddApp(deployment);
    }

    /// <summary>Where they are kept.</summary>
    public UserPool Pool { get; }

    private UserPool MakePool(Deployment deployment) => new(this, "Pool", new UserPoolProps
    {
        UserPoolName = deployment.Names.Prefix,
        // A tenant's first user is made by the platform's people; whom he invites, by him.
        SelfSignUpEnabled = false,
        SignInAliases = new SignInAliases { Email = true },
        SignInCaseSensitive = false,
        AutoVerify = new AutoVerifiedAttrs { Email = true },
        AccountRecovery = AccountRecovery.EMAIL_ONLY,
        PasswordPolicy = new PasswordPolicy
        {
            MinLength = 12, RequireLowercase = true, RequireUppercase = true, RequireDigits = true,
            RequireSymbols = false, TempPasswordValidity = Duration.Days(3),
        },
        Mfa = Mfa.REQUIRED,
        MfaSecondFactor = new MfaSecondFactor { Otp = true, Sms = false },
        AdvancedSecurityMode = AdvancedSecurityMode.ENFORCED,
        CustomAttributes = new Dictionary<string, ICustomAttribute>(StringComparer.Ordinal)
        {
            // A user never moves to another tenant; what he pays may change.
            [Attribute(TokenClaims.Tenant)] = Text(64, mutable: false),
            [Attribute(TokenClaims.Tier)] = Text(16, mutable: true),
        },
        DeletionProtection = true,
        RemovalPolicy = deployment.Environment.DataRemoval,
    });

    // Which attributes it may write is said in full: a user must not be able to set a tenant or a tier.
    private void AddApp(Deployment deployment) => Pool.AddClient("App", new UserPoolClientOptions
    {
        UserPoolClientName = deployment.Names.Of("app"),
        GenerateSecret = false,
        AuthFlows = new AuthFlow { UserSrp = true },
        DisableOAuth = true,
        PreventUserExistenceErrors = true,
        EnableTokenRevocation = true,
        IdTokenValidity = Duration.Hours(1),
        AccessTokenValidity = Duration.Hours(1),
        RefreshTokenValidity = Duration.Days(30),
        WriteAttributes = new ClientAttributes().WithStandardAttributes(new StandardAttributesMask { Email = true }),
    });

    private static StringAttribute Text(double length, bool mutable) =>
        new(new StringAttributeProps { Mutable = mutable, MaxLen = length });

    private static string Attribute(string claim) => claim["custom:".Length..];
}
