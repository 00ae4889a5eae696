using System.Globalization;

namespace FinFlow.AllInOne;

/// <summary>What a business does to earn by invoice and to borrow, as a client does it.</summary>
internal static class DemoCredit
{
    /// <returns>The invoice's id.</returns>
    public static async Task<string> InvoiceAsync(
        this DemoClient client, string customerName, string amount, DateOnly dueDate, string description, string key, CancellationToken cancellationToken)
    {
        var created = await client.MutateAsync(
            "createInvoice", "invoice { id }",
            new { customerName, amount = new { amount, currency = "USD" }, dueDate = dueDate.ToString("O"), description, idempotencyKey = key }, cancellationToken);
        var id = created.GetProperty("invoice").GetProperty("id").GetString()!;
        await client.MutateAsync("issueInvoice", "invoice { id }", new { id, idempotencyKey = $"issue {id}" }, cancellationToken);
        return id;
    }

    public static Task PayInvoiceAsync(this DemoClient client, string id, CancellationToken cancellationToken)
        => client.MutateAsync("payInvoice", "invoice { id }", new { id, idempotencyKey = $"pay {id}" }, cancellationToken);

    /// <summary>Takes the first of the offers for a fresh score.</summary>
    public static async Task<DemoLoan> BorrowAsync(
        this DemoClient client, string amount, int termMonths, string purpose, string key, CancellationToken cancellationToken)
    {
        await client.SendAsync("mutation { requestCreditScore { creditScore { id } } }", null, cancellationToken);
        var offers = await client.MutateAsync(
            "requestLoanOffers", "loanOffers { id }", new { amount = new { amount, currency = "USD" }, termMonths, purpose }, cancellationToken);
        var accepted = await client.MutateAsync(
            "acceptLoanOffer", "loan { id installments { dueDate } }",
            new { offerId = offers.GetProperty("loanOffers")[0].GetProperty("id").GetString(), idempotencyKey = key }, cancellationToken);
        var loan = accepted.GetProperty("loan");
        return new DemoLoan(
            loan.GetProperty("id").GetString()!,
            [.. loan.GetProperty("installments").EnumerateArray().Select(installment => DateOnly.Parse(installment.GetProperty("dueDate").GetString()!, CultureInfo.InvariantCulture))]);
    }

    /// <summary>Pays what is left of the next installment.</summary>
    public static Task RepayAsync(this DemoClient client, string loanId, string key, CancellationToken cancellationToken)
        => client.MutateAsync("repayLoan", "loan { id }", new { loanId, idempotencyKey = key }, cancellationToken);
}

/// <summary>What was borrowed, and when each installment of it is due.</summary>
internal sealed record DemoLoan(string Id, IReadOnlyList<DateOnly> DueDates);
