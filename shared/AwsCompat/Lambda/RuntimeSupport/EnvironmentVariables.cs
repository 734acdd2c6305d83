namespace Amazon.Lambda.RuntimeSupport;

/// <summary>The process's environment, or a test's.</summary>
internal interface IEnvironmentVariables
{
    string? GetEnvironmentVariable(string variable);

    void SetEnvironmentVariable(string variable, string? value);
}

/// <summary>The process's own environment.</summary>
internal sealed class SystemEnvironmentVariables : IEnvironmentVariables
{
    public static SystemEnvironmentVariables Instance { get; } = new();

    public string? GetEnvironmentVariable(string variable) => Environment.GetEnvironmentVariable(variable);

    public void SetEnvironmentVariable(string variable, string? value) =>
        Environment.SetEnvironmentVariable(variable, value);
}
