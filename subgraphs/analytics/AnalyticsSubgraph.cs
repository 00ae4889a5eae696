using Microsoft.EntityFrameworkCore.Diagnostics;

namespace FinFlow.Analytics;

/// <summary>Counts what happens, by organisation and day, so that dashboards are read and never computed from the whole past.</summary>
public sealed class AnalyticsSubgraph : ISubgraph
{
    public static string Name => "analytics";

    public static void Configure(SubgraphBuilder subgraph)
    {
        subgraph
            .UseDatabase<AnalyticsDbContext>()
            .Unhurried()
            .PersonalData<AnalyticsDbContext, AnalyticsPersonalData>()
            .On<JournalPosted, CountPostedEntry>()
            .On<JournalReversed, CountReversal>()
            .On<PaymentHeld, CountHeldPayment>()
            .On<PaymentFailed, CountFailedPayment>()
            .On<PaymentVoided, CountVoidedPayment>()
            .On<PaymentRefunded, CountRefund>()
            .On<PaymentDisputed, CountDispute>()
            .On<PaymentAuthorized, CountAuthorizedPayment>()
            .On<TransactionApproved, CountApproval>()
            .On<TransactionHeld, CountHeldTransaction>()
            .On<TransactionRejected, CountRejection>()
            .On<TransactionCompleted, CountCompletion>()
            .On<UserRegistered, RememberUser>()
            .On<UserDeactivated, CancelSchedulesOfDeactivated>()
            .On<RoleChanged, CancelSchedulesOfUnpermitted>()
            .On<ProcessStarted, CountStartedProcess>()
            .On<ProcessStopped, CountStoppedProcess>()
            .On<DeadLetterAdded, CountDeadLetter>()
            .On<LagExceeded, CountExceededLag>()
            .On<VerificationFailed, CountFailedVerification>()
            .Periodic<RunSchedules>(TimeSpan.FromSeconds(20))
            .Endpoints(ExportEndpoint.Map);
        SystemEventMetrics.Begin();
        subgraph.Services
            .AddFinFlowMail(subgraph.Configuration)
            .AddSingleton<ProjectionCommits>()
            .AddSingleton<IInterceptor>(services => services.GetRequiredService<ProjectionCommits>())
            .AddSingleton<DashboardReader>()
            .AddSingleton<DashboardUpdates>()
            .AddScoped<Projections>()
            .AddScoped<MetricStore>()
            .AddScoped<ScheduleStore>()
            .AddSingleton<StuckSchedules>()
            .AddScoped<NoticeDelivery>()
            .AddSingleton<ReportStore>()
            .AddSingleton<ExportTokens>()
            .AddAnalyticsDataLoaders();
    }
}
