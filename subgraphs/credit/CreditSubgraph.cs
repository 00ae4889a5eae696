namespace FinFlow.Credit;

/// <summary>Scores a business by what it has really earned and repaid, and lends by that score.</summary>
public sealed class CreditSubgraph : ISubgraph
{
    public static string Name => "credit";

    public static void Configure(SubgraphBuilder subgraph)
    {
        subgraph
            .UseDatabase<CreditDbContext>()
            .Unhurried()
            .PersonalData<CreditDbContext, CreditPersonalData>()
            .On<UserRegistered, BeginHistory>()
            .On<PaymentCaptured, CountCapture>()
            .On<PaymentRefunded, CountRefund>()
            .On<PaymentFailed, CountFailure>()
            .On<PaymentDisputed, CountDispute>()
            .On<InvoiceIssued, CountIssuedInvoice>()
            .On<InvoicePaid, CountPaidInvoice>()
            .On<InvoiceOverdue, CountOverdueInvoice>()
            .On<JournalPosted, CountExpenses>()
            .On<JournalReversed, CountReversedExpenses>()
            .Background<TakeUpModels>()
            .Periodic<ArrearsJob>(TimeSpan.FromHours(1));
        subgraph.Services
            .AddScoped<HistoryStore>()
            .AddScoped<Scoring>()
            .AddSingleton<ModelShelf>()
            .AddSingleton<TrainingTurn>()
            .AddScoped<ModelRegistry>()
            .AddScoped<ModelSchool>()
            .AddScoped<OfferStore>()
            .AddScoped<LoanStore>()
            .AddCreditDataLoaders();
    }
}
