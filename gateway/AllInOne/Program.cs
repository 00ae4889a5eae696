return await FinFlow.AllInOne.AllInOneHost.RunAsync(args);
