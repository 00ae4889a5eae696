return args is ["train", ..]
    ? await FinFlow.Credit.TrainCommand.RunAsync(args[1..], TimeProvider.System, Console.Out, Console.Error)
    : await SubgraphHost.RunAsync<FinFlow.Credit.CreditSubgraph>(args, "train                  makes a model file of a file of examples: train --help");
