using System.Text;
using Spectre.Console;

namespace TradingPlatform.LocalHost.Demo;

/// <summary>Prints the tour: in colour on a terminal, as plain lines anywhere else.</summary>
internal sealed class DemoPrinter
{
    private const string Indent = "   ";

    private readonly IAnsiConsole _console;

    public DemoPrinter()
    {
        Console.OutputEncoding = Encoding.UTF8;
        var plain = Console.IsOutputRedirected;
        _console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = plain ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = plain ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
        });
        if (plain)
        {
            // Nobody looks at it as it comes: a line stays a line, however long.
            _console.Profile.Width = int.MaxValue;
        }
    }

    /// <summary>What the tour is, before its first step.</summary>
    public void Begin(Uri platform, Uri exchange)
    {
        _console.MarkupLine("[bold]A tour of the platform, over HTTP, with play money.[/]");
        _console.MarkupLineInterpolated($"[grey]Platform {platform} · simulated exchange {exchange}[/]");
    }

    /// <summary>A step begins.</summary>
    public void Step(int number, string title)
    {
        _console.WriteLine();
        _console.MarkupLineInterpolated($"[bold]{number}. {title}[/]");
    }

    /// <summary>Something is sent.</summary>
    public void Does(string what) => _console.MarkupLineInterpolated($"{Indent}[blue]→ {what}[/]");

    /// <summary>Something came back.</summary>
    public void Sees(string what) => _console.MarkupLineInterpolated($"{Indent}[grey]← {what}[/]");

    /// <summary>A step showed what it should.</summary>
    public void Shown(string what) => _console.MarkupLineInterpolated($"{Indent}[green]✓ {what}[/]");

    /// <summary>A step showed something else.</summary>
    public void Failed(string what) => _console.MarkupLineInterpolated($"{Indent}[red]✗ {what}[/]");

    /// <summary>How the tour ended.</summary>
    public void End(string what)
    {
        _console.WriteLine();
        _console.MarkupLineInterpolated($"[bold]{what}[/]");
    }
}
