namespace TradingPlatform.Core.Tenancy;

/// <summary>What a tenant pays for; decides its rate limits (API.md, 'Rate limits').</summary>
public enum Tier
{
    /// <summary>60 requests and 10 orders a minute.</summary>
    Free = 1,

    /// <summary>300 requests and 100 orders a minute.</summary>
    Pro = 2,

    /// <summary>1,000 requests and 500 orders a minute.</summary>
    Enterprise = 3,

    /// <summary>No limit. Only the local host's dev token can carry it.</summary>
    Unlimited = 4,
}
