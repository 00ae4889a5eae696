namespace FinFlow.Compliance;

/// <summary>Keeps the business honest: watchlists, screenings, risk, consents, requests about personal data, and a trail of all that happened.</summary>
public sealed class ComplianceSubgraph : ISubgraph
{
    public static string Name => "compliance";

    public static void Configure(SubgraphBuilder subgraph)
    {
        subgraph
            .UseDatabase<ComplianceDbContext>()
            .PersonalData<ComplianceDbContext, CompliancePersonalData>()
            .RecordEverything()
            .Unhurried()
            .On<AccessCollected, KeepCollected>()
            .On<ErasureCompleted, KeepErased>()
            .On<RectificationApplied, KeepRectified>()
            .On<RestrictionApplied, KeepRestricted>()
            .Periodic<ExpireConsents>(TimeSpan.FromMinutes(10))
            .Periodic<Rescreen>(TimeSpan.FromSeconds(5))
            .Periodic<WatchDataRequests>(TimeSpan.FromMinutes(10));
        subgraph.Services
            .AddSingleton<WatchlistIndexes>()
            .AddScoped<WatchlistImport>()
            .AddScoped<ScreeningDesk>()
            .AddScoped<KnownSubjects>()
            .AddScoped<RescreeningDesk>()
            .AddScoped<KnownRates>()
            .AddScoped<RiskDesk>()
            .AddScoped<AuditTrail>()
            .AddScoped<ConsentStore>()
            .AddScoped<DataRequestDesk>()
            .AddComplianceDataLoaders();
    }
}
