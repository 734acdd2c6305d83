using System.Reflection;

namespace TradingPlatform.InfrastructureTests.Code;

/// <summary>
/// What can be called from a start, by rapid type analysis: a call of an interface reaches the types that something
/// reached makes, and no others. It errs towards more: a method whose address is taken counts as called.
/// </summary>
internal sealed class Reached
{
    private readonly OwnCode _code;
    private readonly Func<OwnMethod, bool> _isClosed;
    private readonly Dictionary<MethodName, List<OwnMethod>> _methods;
    private readonly Dictionary<string, HashSet<string>> _above = new(StringComparer.Ordinal);
    private readonly HashSet<MethodName> _called = [];
    private readonly HashSet<OwnMethod> _entered = [];
    private readonly HashSet<string> _made = new(StringComparer.Ordinal);
    private readonly Queue<OwnMethod> _waiting = [];

    private Reached(OwnCode code, Func<OwnMethod, bool> isClosed)
    {
        (_code, _isClosed) = (code, isClosed);
        _methods = code.Types.Values.SelectMany(type => type.Methods)
            .GroupBy(method => method.Name).ToDictionary(group => group.Key, group => group.ToList());
    }

    /// <summary>Every call that is reached, of our methods and of others'.</summary>
    public IReadOnlySet<MethodName> Calls => _called;

    /// <summary>Follows a program from its start.</summary>
    /// <param name="code">All code of ours.</param>
    /// <param name="assembly">Whose program.</param>
    /// <param name="isClosed">Methods that are never called here, whatever names them.</param>
    public static Reached From(OwnCode code, string assembly, Func<OwnMethod, bool> isClosed)
    {
        var reached = new Reached(code, isClosed);
        foreach (var method in code.Types[OwnCode.ProgramOf(assembly)].Methods)
        {
            reached.Enter(method);
        }

        while (reached._waiting.TryDequeue(out var next))
        {
            reached.Follow(next);
        }

        return reached;
    }

    private void Enter(OwnMethod method)
    {
        if (!_isClosed(method) && _entered.Add(method))
        {
            _waiting.Enqueue(method);
        }
    }

    private void Follow(OwnMethod method)
    {
        foreach (var type in method.Makes)
        {
            Make(type);
        }

        foreach (var call in method.Calls.Where(_called.Add))
        {
            foreach (var target in _methods.GetValueOrDefault(call, []))
            {
                Enter(target);
            }

            foreach (var type in _made.Where(type => IsBelow(type, call.Type)).ToList())
            {
                EnterOverrides(type, own => IsSame(own.Name, call));
            }
        }
    }

    // What a container makes, it makes by a constructor; what is not ours may call whatever it knows of: the members
    // that override or implement its own.
    private void Make(string type)
    {
        if (!_code.Types.TryGetValue(type, out var own) || !_made.Add(type))
        {
            return;
        }

        foreach (var constructor in own.Methods.Where(method => method.Name.Name is ".ctor" or ".cctor"))
        {
            Enter(constructor);
        }

        var declared = AboveOf(type).Where(_code.Types.ContainsKey)
            .SelectMany(above => _code.Types[above].Methods).Select(method => method.Name).ToList();
        EnterOverrides(type, method =>
            !declared.Exists(name => IsSame(name, method.Name))
            || declared.Exists(name => IsSame(name, method.Name) && _called.Contains(name)));
    }

    private void EnterOverrides(string type, Func<OwnMethod, bool> which)
    {
        // A base type's members are the type's own.
        foreach (var member in AboveOf(type).Append(type).Where(_code.Types.ContainsKey)
            .SelectMany(one => _code.Types[one].Methods)
            .Where(method => method.Attributes.HasFlag(MethodAttributes.Virtual)
                && !method.Attributes.HasFlag(MethodAttributes.Abstract)))
        {
            if (which(member))
            {
                Enter(member);
            }
        }
    }

    private static bool IsSame(MethodName one, MethodName other) =>
        one.Parameters == other.Parameters && string.Equals(one.Name, other.Name, StringComparison.Ordinal);

    private bool IsBelow(string type, string above) => AboveOf(type).Contains(above);

    private HashSet<string> AboveOf(string type)
    {
        if (_above.TryGetValue(type, out var known))
        {
            return known;
        }

        var all = new HashSet<string>(StringComparer.Ordinal);
        _above[type] = all;
        if (_code.Types.TryGetValue(type, out var own))
        {
            foreach (var above in own.Above)
            {
                all.Add(above);
                all.UnionWith(AboveOf(above));
            }
        }

        return all;
    }
}
