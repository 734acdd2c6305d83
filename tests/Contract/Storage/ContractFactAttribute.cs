using Xunit.Abstractions;
using Xunit.Sdk;

namespace TradingPlatform.Contract.Storage;

/// <summary>A fact of a suite that several classes inherit, any of which may name a reason to skip it whole.</summary>
[XunitTestCaseDiscoverer("TradingPlatform.Contract.Storage.ContractFactDiscoverer", SuiteAssembly.Name)]
[AttributeUsage(AttributeTargets.Method)]
public sealed class ContractFactAttribute : FactAttribute;

/// <summary>Put on a class that inherits a suite; derived attributes say when it is skipped.</summary>
[AttributeUsage(AttributeTargets.Class)]
public abstract class SkipSuiteAttribute : Attribute
{
    /// <summary>Why the suite is skipped; null where it is run.</summary>
    public abstract string? Reason { get; }
}

/// <summary>xunit asks this for the cases of each <see cref="ContractFactAttribute"/>.</summary>
public sealed class ContractFactDiscoverer(IMessageSink diagnostics) : IXunitTestCaseDiscoverer
{
    public IEnumerable<IXunitTestCase> Discover(
        ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo factAttribute) =>
        [new ContractTestCase(diagnostics, discoveryOptions.MethodDisplayOrDefault(), testMethod)];
}

/// <summary>One fact in one of the classes that inherit it.</summary>
public sealed class ContractTestCase : XunitTestCase
{
    [Obsolete("For the runner, which makes the case first and fills it later.")]
    public ContractTestCase()
    {
    }

    public ContractTestCase(IMessageSink diagnostics, TestMethodDisplay display, ITestMethod method)
        : base(diagnostics, display, TestMethodDisplayOptions.None, method)
    {
    }

    protected override string? GetSkipReason(IAttributeInfo factAttribute) =>
        TestMethod.TestClass.Class.ToRuntimeType().GetCustomAttributes(typeof(SkipSuiteAttribute), inherit: false)
            .OfType<SkipSuiteAttribute>().FirstOrDefault()?.Reason ?? base.GetSkipReason(factAttribute);
}
