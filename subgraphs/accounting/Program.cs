return await SubgraphHost.RunAsync<FinFlow.Accounting.AccountingSubgraph>(args);
