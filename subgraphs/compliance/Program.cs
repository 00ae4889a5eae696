return await SubgraphHost.RunAsync<FinFlow.Compliance.ComplianceSubgraph>(args);
