using System.Reflection;

namespace TradingPlatform.InfrastructureTests.Code;

/// <summary>
/// A method as a call names it. Overloads of one length are one: that errs towards more that is called.
/// </summary>
/// <param name="Type">The type's full name, nested ones after a plus.</param>
/// <param name="Name">The method's own name, without that of the interface which it implements.</param>
/// <param name="Parameters">How many.</param>
internal readonly record struct MethodName(string Type, string Name, int Parameters);

/// <summary>A method of ours: what it calls, and which types it makes.</summary>
internal sealed record OwnMethod(
    MethodName Name, MethodAttributes Attributes, IReadOnlyList<MethodName> Calls, IReadOnlyList<string> Makes);

/// <summary>A type of ours.</summary>
/// <param name="Name">Its full name.</param>
/// <param name="Above">Its base type and its interfaces, ours or not, as far as its own declaration names them.</param>
/// <param name="Methods">Its methods.</param>
internal sealed record OwnType(string Name, IReadOnlyList<string> Above, IReadOnlyList<OwnMethod> Methods);
