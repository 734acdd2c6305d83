using TradingPlatform.Simulation.Running;

return CommandLine.Run(args, Console.Out);
