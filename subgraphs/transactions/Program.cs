return await SubgraphHost.RunAsync<FinFlow.Transactions.TransactionsSubgraph>(args);
