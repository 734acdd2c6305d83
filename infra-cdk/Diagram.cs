using System.Text;
using TradingPlatform.Infra.Catalogue;
using TradingPlatform.Infra.Stacks;

namespace TradingPlatform.Infra;

/// <summary>Draws the stacks of an environment: who calls whom, and what a function may touch.</summary>
internal static class Diagram
{
    /// <summary>Where the drawing is kept; a test says when it is out of date.</summary>
    public static string File { get; } = Repository.Folder("docs", "diagram.md");

    /// <summary>Draws it, as a page with a picture in Mermaid's words.</summary>
    public static string Of(PlatformStacks stacks)
    {
        var lines = new List<string>
        {
            "flowchart LR",
            "  people([traders and admins])", "  exchanges([exchanges])", "  oncall([whoever is on call])",
            "  firewall[firewall]", "  api[REST API]", "  users[(user pool)]", "  table[(table)]", "  vault[(secrets)]",
            "  bus{{event bus}}", "  nat[fixed egress addresses]", "  paper[simulated exchange]", "  alarms{{alarms}}",
            "  copies[(copies in a second region)]",
            "  people --> firewall --> api", "  api -. who is it .-> users", "  nat --> exchanges",
            "  table -- daily, monthly --> copies",
        };
        foreach (var function in stacks.Functions.Functions)
        {
            Add(lines, function);
        }

        foreach (var worker in stacks.Worker.Workers)
        {
            var id = Id(worker.Definition.Name);
            lines.Add($"  {id}[\"{worker.Definition.Name}<br/>tasks: {worker.Tasks}\"]");
            AddPermits(lines, id, worker.Definition.Permits);
        }

        lines.AddRange(stacks.Messaging.Queues.Keys.Order(StringComparer.Ordinal).Select(
            queue => $"  {Id(queue)}[/{queue}/] -. what fails .-> {Id(queue)}failed[/{queue}-failed/] --> alarms"));
        lines.Add("  alarms --> oncall");
        return Page(lines);
    }

    private static void Add(List<string> lines, DeployedFunction function)
    {
        var (definition, id) = (function.Definition, Id(function.Definition.Name));
        lines.Add($"  {id}[\"{definition.Name}<br/>{definition.MemoryMb} MB, {definition.TimeoutSeconds} s\"]");
        if (definition.ServesRequests)
        {
            lines.Add($"  api --> {id}");
        }

        lines.AddRange(definition.Triggers.Select(trigger => trigger switch
        {
            Trigger.Schedule one => $"  {Id(one.Name)}((\"{one.Name}<br/>every {Every(one.Minutes)}\")) --> {id}",
            Trigger.Stream => $"  table -- its stream --> {id}",
            Trigger.Queue one => $"  {Id(one.Name)} --> {id}",
            Trigger.BusEvents many => $"  bus -- \"types of events: {many.Types.Length}\" --> {id}",
            Trigger.Rotation one => $"  vault -- \"rotation, every {one.Days} days\" --> {id}",
            _ => throw new InvalidOperationException($"Nothing is known of {trigger}."),
        }));
        if (function.Failures is not null)
        {
            lines.Add($"  {id} -. what fails .-> {id}failed[/{definition.Name}-failed/] --> alarms");
        }

        AddPermits(lines, id, definition.Permits);
    }

    // Whatever runs here speaks to exchanges and to the simulated one.
    private static void AddPermits(List<string> lines, string id, IReadOnlyList<Permit> permits) =>
        lines.AddRange(permits.Select(permit => permit switch
        {
            Permit.Items or Permit.AllAccounts or Permit.Silences or Permit.PlatformItems => $"  {id} --> table",
            Permit.Secrets or Permit.SecretNames => $"  {id} --> vault",
            Permit.Bus => $"  {id} --> bus",
            Permit.SendTo to => $"  {id} --> {Id(to.Name)}",
            _ => throw new InvalidOperationException($"Nothing is known of {permit}."),
        })
        .Distinct(StringComparer.Ordinal)
        .Append($"  {id} --> nat")
        .Append($"  {id} --> paper"));

    private static string Page(List<string> lines)
    {
        var page = new StringBuilder();
        page.Append("# Diagram\n\nWritten by `dotnet run --project infra-cdk -- diagram`, ");
        page.Append("from the stacks themselves; a test says ");
        page.Append("when it is out of date.\n\n```mermaid\n");
        page.AppendJoin('\n', lines);
        return page.Append("\n```\n").ToString();
    }

    private static string Every(int minutes) => minutes % 60 == 0 ? $"{minutes / 60} h" : $"{minutes} min";

    private static string Id(string name) => name.Replace("-", "", StringComparison.Ordinal);
}
