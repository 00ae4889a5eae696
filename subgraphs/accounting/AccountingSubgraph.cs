using Microsoft.EntityFrameworkCore.Diagnostics;

namespace FinFlow.Accounting;

/// <summary>Keeps each organisation's book: what happens is posted as balanced entries, and statements are read from them.</summary>
public sealed class AccountingSubgraph : ISubgraph
{
    public static string Name => "accounting";

    public static void Configure(SubgraphBuilder subgraph)
    {
        subgraph
            .UseDatabase<AccountingDbContext>()
            .PersonalData<AccountingDbContext, AccountingPersonalData>()
            .On<UserRegistered, OpenBookOfNewUser>()
            .On<PaymentCaptured, PostCapturedPayment>()
            .On<PaymentRefunded, PostRefund>()
            .On<PaymentDisputed, PostDispute>()
            .On<ChargesListed, ReconcileListedCharges>()
            .On<LoanDisbursed, PostDisbursedLoan>()
            .On<LoanRepaid, PostLoanRepayment>()
            .Periodic<MarkOverdueInvoices>(TimeSpan.FromHours(1));
        subgraph.Services
            .AddSingleton<LedgerCommits>()
            .AddSingleton<IInterceptor>(services => services.GetRequiredService<LedgerCommits>())
            .AddSingleton<BalanceChanges>()
            .AddScoped<BookStore>()
            .AddScoped<AccountStore>()
            .AddScoped<FiscalPeriodStore>()
            .AddScoped<JournalStore>()
            .AddScoped<Ledger>()
            .AddScoped<ExchangeRateStore>()
            .AddScoped<RevaluationStore>()
            .AddScoped<Statements>()
            .AddScoped<ReconciliationResults>()
            .AddScoped<ChargeListStore>()
            .AddScoped<ReconciliationStore>()
            .AddScoped<InvoiceStore>()
            .AddAccountingDataLoaders();
    }
}
