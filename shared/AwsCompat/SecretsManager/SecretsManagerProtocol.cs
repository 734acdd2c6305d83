using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;
using Amazon.SecretsManager.Model;

namespace Amazon.SecretsManager;

/// <summary>What the operations share. Source: the service's API model, AWS JSON 1.1.</summary>
internal sealed class SecretsManagerProtocol : JsonProtocol
{
    private delegate AmazonServiceException Maker(
        string message,
        Exception? innerException,
        ErrorType errorType,
        string errorCode,
        string requestId,
        System.Net.HttpStatusCode statusCode);

    public static SecretsManagerProtocol Instance { get; } = new();

    public override string ServiceName => "Amazon.SecretsManager";

    public override string TargetPrefix => "secretsmanager";

    public override string ContentType => "application/x-amz-json-1.1";

    public override AmazonServiceException ToException(ErrorResponse error, IWebResponseData answer)
    {
        Maker make = error.Code switch
        {
            "DecryptionFailure" => (m, i, t, c, r, s) => new DecryptionFailureException(m, i, t, c, r, s),
            "EncryptionFailure" => (m, i, t, c, r, s) => new EncryptionFailureException(m, i, t, c, r, s),
            "InternalServiceError" => (m, i, t, c, r, s) => new InternalServiceErrorException(m, i, t, c, r, s),
            "InvalidParameterException" => (m, i, t, c, r, s) => new InvalidParameterException(m, i, t, c, r, s),
            "InvalidRequestException" => (m, i, t, c, r, s) => new InvalidRequestException(m, i, t, c, r, s),
            "LimitExceededException" => (m, i, t, c, r, s) => new LimitExceededException(m, i, t, c, r, s),
            "PreconditionNotMetException" => (m, i, t, c, r, s) => new PreconditionNotMetException(m, i, t, c, r, s),
            "ResourceExistsException" => (m, i, t, c, r, s) => new ResourceExistsException(m, i, t, c, r, s),
            "ResourceNotFoundException" => (m, i, t, c, r, s) => new ResourceNotFoundException(m, i, t, c, r, s),
            _ => (m, i, t, c, r, s) => new AmazonSecretsManagerException(m, i, t, c, r, s),
        };
        return make(error.Message, error.InnerException, error.Type, error.Code, error.RequestId, error.StatusCode);
    }
}
