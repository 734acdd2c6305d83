using Amazon.Runtime;

namespace Amazon.SecretsManager.Model;

/// <summary>Lists secrets, page by page; those that are to be deleted are left out.</summary>
public class ListSecretsRequest : AmazonWebServiceRequest
{
    /// <summary>All must fit; null lists every secret.</summary>
    public List<Filter>? Filters { get; set; }

    /// <summary>1 to 100 a page; null leaves it to the service.</summary>
    public int? MaxResults { get; set; }

    /// <summary>Where the page before ended; null for the first.</summary>
    public string? NextToken { get; set; }
}

/// <summary>What a secret must have.</summary>
public class Filter
{
    /// <summary>As <c>name</c>: its value is what a name begins with, and case counts.</summary>
    public string? Key { get; set; }

    /// <summary>One of them must fit.</summary>
    public List<string>? Values { get; set; }
}

/// <summary>One page.</summary>
public class ListSecretsResponse : AmazonWebServiceResponse
{
    /// <summary>The secrets, without their values.</summary>
    public List<SecretListEntry>? SecretList { get; set; }

    /// <summary>Where the page ended; null where it was the last.</summary>
    public string? NextToken { get; set; }
}

/// <summary>One secret of a list.</summary>
public class SecretListEntry
{
    /// <summary>The secret's ARN.</summary>
    public string? ARN { get; set; }

    /// <summary>The secret's name.</summary>
    public string? Name { get; set; }

    /// <summary>Its labels.</summary>
    public List<Tag>? Tags { get; set; }
}
