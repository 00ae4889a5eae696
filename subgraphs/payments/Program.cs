using FinFlow.Payments;

return await SubgraphHost.RunAsync<PaymentsSubgraph>(args);
