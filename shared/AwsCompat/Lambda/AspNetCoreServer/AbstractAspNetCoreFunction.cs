namespace Amazon.Lambda.AspNetCoreServer;

/// <summary>Where an application finds what Lambda gave it.</summary>
public abstract class AbstractAspNetCoreFunction
{
    /// <summary>The key in <c>HttpContext.Items</c> of the <see cref="Core.ILambdaContext"/>.</summary>
    public const string LAMBDA_CONTEXT = "LambdaContext";

    /// <summary>The key in <c>HttpContext.Items</c> of API Gateway's request object.</summary>
    public const string LAMBDA_REQUEST_OBJECT = "LambdaRequestObject";
}
