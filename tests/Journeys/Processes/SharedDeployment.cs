namespace FinFlow.Journeys.Tests;

/// <summary>One process for many tests; each registers a business of its own.</summary>
public sealed class SharedDeployment : IAsyncLifetime
{
    internal Deployment Deployment { get; private set; } = null!;

    public async Task InitializeAsync() => Deployment = await Deployment.StartAsync(Shape.OneProcess);

    public async Task DisposeAsync() => await Deployment.DisposeAsync();
}

/// <summary>The journeys that need nothing but a process with default settings, since a start costs more than most of them.</summary>
[CollectionDefinition(Name)]
public sealed class OneProcessCollection : ICollectionFixture<SharedDeployment>
{
    internal const string Name = "one process";
}
