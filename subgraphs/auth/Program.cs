using FinFlow.Auth;

return await SubgraphHost.RunAsync<AuthSubgraph>(args);
