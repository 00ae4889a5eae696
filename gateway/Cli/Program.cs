using FinFlow.Cli;

return await CommandTable.Run(args, Console.Out, Console.Error);
