using Microsoft.EntityFrameworkCore.Diagnostics;

namespace FinFlow.Transactions;

/// <summary>Judges every movement of money: limits, velocity, sanctions, risk; holds what a person should look at.</summary>
public sealed class TransactionsSubgraph : ISubgraph
{
    public static string Name => "transactions";

    public static void Configure(SubgraphBuilder subgraph)
    {
        subgraph
            .UseDatabase<TransactionsDbContext>()
            .UseCache()
            .PersonalData<TransactionsDbContext, TransactionsPersonalData>()
            .On<PaymentAuthorized, JudgeAuthorizedPayment>()
            .On<PaymentCaptured, CompleteCapturedPayment>()
            .On<PaymentVoided, CancelVoidedPayment>()
            .On<PaymentFailed, CancelFailedPayment>()
            .On<PaymentRefunded, ReverseRefundedPayment>()
            .On<ExchangeRateSet, LearnExchangeRate>()
            .On<JournalPosted, FollowPostings>()
            .On<JournalReversed, FollowReversals>()
            .On<LoanDisbursed, FollowLoan>()
            .On<LoanRepaid, FollowLoan>()
            .On<ScreeningHit, FollowScreening>();
        subgraph.Services
            .AddSingleton<TransactionCommits>()
            .AddSingleton<IInterceptor>(services => services.GetRequiredService<TransactionCommits>())
            .AddSingleton<TransactionCache>()
            .AddSingleton<SubmissionDesk>()
            .AddScoped<TransactionChanges>()
            .AddScoped<TransactionStore>()
            .AddScoped<DossierStore>()
            .AddScoped<Judgement>()
            .AddScoped<Submission>()
            .AddTransactionsDataLoaders();
    }
}
