using System.Net;
using Amazon.Runtime;

namespace Amazon.SQS
{
    /// <summary>SQS said no.</summary>
    public class AmazonSQSException : AmazonServiceException
    {
        /// <summary>Makes one from an answer.</summary>
        public AmazonSQSException(
            string message,
            Exception? innerException,
            ErrorType errorType,
            string errorCode,
            string requestId,
            HttpStatusCode statusCode)
            : base(message, innerException, errorType, errorCode, requestId, statusCode)
        {
        }
    }
}

namespace Amazon.SQS.Model
{
    /// <summary>There is no such queue.</summary>
    public class QueueDoesNotExistException : AmazonSQSException
    {
        /// <summary>Makes one from an answer.</summary>
        public QueueDoesNotExistException(
            string message,
            Exception? innerException,
            ErrorType errorType,
            string errorCode,
            string requestId,
            HttpStatusCode statusCode)
            : base(message, innerException, errorType, errorCode, requestId, statusCode)
        {
        }
    }
}
