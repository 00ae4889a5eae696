return await SubgraphHost.RunAsync<FinFlow.Credit.CreditSubgraph>(args);
