using FinFlow.Accounting;
using FinFlow.Hosting;
using FinFlow.Payments;
using FinFlow.Transactions;

namespace FinFlow.Subgraphs.Tests;

/// <summary>
/// The busiest statements on tables of twenty thousand rows of a hundred organisations: which index serves each, and that none reads a large
/// table from end to end; <c>Plans/</c> has them all to read. What is seen of one organisation must not grow with the others.
/// </summary>
public sealed class QueryPlanTests
{
    [PostgresFact]
    public async Task Payments_Should_BeFoundByIndex()
    {
        await using var payments = await PlannedSubgraph.StartAsync<PaymentsSubgraph>();
        var merchant = payments.TokenFor(Roles.Merchant);
        var method = (await payments.DataAsync("""mutation { addPaymentMethod(input: { token: "pm_card_visa" }) { paymentMethod { id } } }""", merchant))
            .GetProperty("addPaymentMethod").GetProperty("paymentMethod").Text("id");
        var pay = $$"""
            mutation { processPayment(input: { amount: { amount: "1.00", currency: "USD" }, paymentMethodId: "{{method}}", reference: "r", country: "US", idempotencyKey: "KEY" }) { payment { id } } }
            """;
        await payments.DataAsync(pay, merchant);
        payments.Multiply("payments", """'Id', 'pay_' || n, 'OrganizationId', 'org_' || n % 100, 'CreatedAt', r."CreatedAt" - n * interval '1 minute', 'ChargeId', 'ch_' || n, 'DueAt', NULL""");
        payments.Multiply("payment_events", """'Sequence', n + 1000, 'PaymentId', 'pay_' || n, 'OrganizationId', 'org_' || n % 100""");
        payments.Multiply("payment_methods", """'Id', 'pm_' || n, 'OrganizationId', 'org_' || n % 100""");
        payments.Multiply("idempotency_keys", """'OrganizationId', 'org_' || n % 100, 'Key', 'key ' || n""");

        await payments.AssertPlanAsync("The first page of payments", ["IX_payments_OrganizationId_CreatedAt_Id"], "{ payments(first: 5) { nodes { id } } }", merchant);
        await payments.AssertPlanAsync("A payment", ["PK_payments"], """{ payment(id: "pay_101") { id } }""", merchant);
        await payments.AssertPlanAsync("Stored cards", ["IX_payment_methods_OrganizationId_CreatedAt"], "{ paymentMethods { id } }", merchant);
        await payments.AssertPlanAsync(
            "Taking a payment: the intent, and the processor's answer", ["PK_idempotency_keys", "PK_payment_methods", "PK_payments"], pay.Replace("KEY", "another", StringComparison.Ordinal), merchant);
        await payments.AssertPlanAsync("What is due", ["IX_payments_DueAt"], () => payments.Service<UnfinishedPayments>().FinishAsync(PlannedSubgraph.Clock.Now, CancellationToken.None));
        await payments.AssertPlanAsync(
            "What a subscription missed", ["IX_payment_events_OrganizationId_Sequence"], () => payments.FirstAsync("""subscription { paymentUpdated(after: "900") { cursor } }""", merchant));
        payments.AssertRecorded("payments");
    }

    [PostgresFact]
    public async Task Transactions_Should_BeFoundByIndex()
    {
        await using var transactions = await PlannedSubgraph.StartAsync<TransactionsSubgraph>();
        var merchant = transactions.TokenFor(Roles.Merchant);
        const string Submit =
            """mutation { submitTransaction(input: { type: DEPOSIT, amount: { amount: "1.00", currency: "USD" }, idempotencyKey: "KEY" }) { transaction { id } } }""";
        await transactions.DataAsync(Submit, merchant);
        transactions.Multiply(
            "Transactions", """'Id', 'txn_' || n, 'OrganizationId', 'org_' || n % 100, 'CreatedAt', r."CreatedAt" - n * interval '1 minute', 'CountedAt', r."CountedAt" - n * interval '1 minute', 'PaymentId', 'pay_' || n""");
        transactions.Multiply("Submissions", """'OrganizationId', 'org_' || n % 100, 'IdempotencyKey', 'key ' || n, 'TransactionId', 'txn_' || n""");

        await transactions.AssertPlanAsync("The first page of transactions", ["IX_Transactions_OrganizationId_CreatedAt_Id"], "{ transactions(first: 20) { nodes { id } } }", merchant);
        await transactions.AssertPlanAsync("A transaction", ["PK_Transactions"], """{ transaction(id: "txn_101") { id } }""", merchant);
        await transactions.AssertPlanAsync("The transaction of a payment", ["IX_Transactions_PaymentId"], """{ paymentById(id: "pay_101") { transaction { id } } }""", merchant);
        await transactions.AssertPlanAsync(
            "Judging a transaction",
            ["IX_Transactions_OrganizationId_CountedAt_Status_BaseMinor", "PK_Submissions"], Submit.Replace("KEY", "another", StringComparison.Ordinal), merchant);
        transactions.AssertRecorded("transactions");
    }

    [PostgresFact]
    public async Task Ledger_Should_BeFoundByIndex()
    {
        await using var accounting = await PlannedSubgraph.StartAsync<AccountingSubgraph>();
        var accountant = accounting.TokenFor(Roles.Accountant);
        await accounting.DataAsync(
            """
            mutation { postJournalEntry(input: { description: "d", idempotencyKey: "k", lines: [
              { accountCode: "1000", debit: { amount: "1.00", currency: "USD" } }, { accountCode: "3000", credit: { amount: "1.00", currency: "USD" } }] }) { journalEntry { id } } }
            """,
            accountant);
        accounting.Multiply("journal_entries", """'Id', 'je_' || n, 'OrganizationId', 'org_' || n % 100, 'SourceId', 'pay_' || n, 'PaymentId', 'pay_' || n, 'EffectiveDate', r."EffectiveDate" - n % 300""");
        accounting.Multiply("journal_lines", """'JournalEntryId', 'je_' || n, 'OrganizationId', 'org_' || n % 100, 'AccountId', 'acc_' || n % 1900, 'EffectiveDate', r."EffectiveDate" - n % 300""");

        await accounting.AssertPlanAsync(
            "The first page of the journal", ["PK_journal_lines"], "{ journalEntries(first: 20) { nodes { id lines { debit { amount } } } } }", accountant);
        await accounting.AssertPlanAsync("The entry of a payment", ["IX_journal_entries_SourceType_SourceId"], """{ paymentById(id: "pay_101") { journalEntry { id } } }""", accountant);
        await accounting.AssertPlanOfAllAsync(
            "Posting a captured payment", ["inbox", "accounts", "journal_entries", "journal_lines", "fiscal_periods"], ["IX_journal_entries_SourceType_SourceId"],
            () => accounting.ConsumeAsync(SomeEvents.Captured("pay_new", PlannedSubgraph.Clock.Now)));
        accounting.AssertRecorded("ledger");
    }
}
