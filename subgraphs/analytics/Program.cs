return await SubgraphHost.RunAsync<FinFlow.Analytics.AnalyticsSubgraph>(args);
