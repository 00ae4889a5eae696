namespace FinFlow.Journeys.Tests;

/// <summary>The journeys of analytics share one process; each has a business of its own.</summary>
[CollectionDefinition(Name)]
public sealed class AnalyticsCollection : ICollectionFixture<SharedDeployment>
{
    internal const string Name = "analytics";
}
