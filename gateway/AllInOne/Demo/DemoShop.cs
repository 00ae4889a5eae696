using System.Globalization;
using System.Text.Json;

namespace FinFlow.AllInOne;

/// <summary>The merchant's year: sales and refunds, an invoice a month, two loans repaid on their due dates, a watchlist and a screening.</summary>
internal sealed class DemoShop(DemoSeeder seeder, DemoAccount merchant, DemoClock clock)
{
    private const int InvoiceEveryDays = 30;

    // The café pays when the next invoice comes. Every third one was due before that.
    private const int LateInvoiceEveryDays = 90;
    private const int LoanDay = 60;
    private const int SecondLoanDay = 150;
    private const int DeclineEveryDays = 45;

    private string _visa = "";
    private string _declining = "";
    private string? _openInvoice;

    private readonly List<DemoLoan> _loans = [];

    private DemoClient Client => seeder.As(merchant);

    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        _visa = await AddMethodAsync("pm_card_visa", true, cancellationToken);
        _declining = await AddMethodAsync("pm_card_chargeDeclinedInsufficientFunds", false, cancellationToken);
        await (await seeder.AdminAsync(cancellationToken)).MutateAsync(
            "importWatchlist", "watchlist { id }", new { format = "CSV", name = "Demo watchlist (invented)", content = DemoWatchlist.Csv }, cancellationToken);
    }

    public async Task LiveAsync(DemoDay day, CancellationToken cancellationToken)
    {
        await Task.WhenAll(day.Sales.Select((sale, number) => SellAsync(sale, $"sale {day.Number}-{number + 1}", cancellationToken)));

        if (day.Number % DeclineEveryDays == 10)
        {
            await Client.SendAsync(
                "mutation($input: ProcessPaymentInput!) { processPayment(input: $input) { payment { id } } }",
                new { input = PaymentInput(_declining, new DemoSale(4_500, "declined card", "US", false), $"declined {day.Number}") }, cancellationToken);
        }

        if (day.Number % InvoiceEveryDays == 5)
        {
            await InvoiceAsync(day, cancellationToken);
        }

        if (day.Number is LoanDay or SecondLoanDay)
        {
            var amount = day.Number == LoanDay ? "5000.00" : "2500.00";
            _loans.Add(await Client.BorrowAsync(amount, 6, "A larger roasting drum", $"borrow {amount}", cancellationToken));
        }

        foreach (var loan in _loans.Where(loan => loan.DueDates.Contains(DateOnly.FromDateTime(day.OpensAt.UtcDateTime))))
        {
            await Client.RepayAsync(loan.Id, $"repay {loan.Id} {day.Number}", cancellationToken);
        }
    }

    public async Task CloseAsync(CancellationToken cancellationToken)
    {
        await SellAsync(new DemoSale(4_250, "beans, 1 kg", "US", false), "sale of today", cancellationToken);
        await Client.SendAsync("mutation { requestCreditScore { creditScore { id } } }", null, cancellationToken);
        await Client.MutateAsync(
            "screenEntity", "screening { id }", new { name = "Kestrel Shipping and Trading", type = "COMPANY", country = "AE" }, cancellationToken);
    }

    private async Task<string> AddMethodAsync(string token, bool setDefault, CancellationToken cancellationToken)
        => (await Client.MutateAsync("addPaymentMethod", "paymentMethod { id }", new { token, setDefault }, cancellationToken))
            .GetProperty("paymentMethod").GetProperty("id").GetString()!;

    private async Task SellAsync(DemoSale sale, string reference, CancellationToken cancellationToken)
    {
        var client = Client;
        var payload = await client.MutateAsync("processPayment", "payment { id }", PaymentInput(_visa, sale, reference), cancellationToken);
        var id = payload.GetProperty("payment").GetProperty("id").GetString()!;
        await UntilPostedAsync(client, id, cancellationToken);
        if (sale.IsRefunded)
        {
            await client.MutateAsync(
                "refundPayment", "payment { id }",
                new { id, amount = new { amount = sale.Amount, currency = "USD" }, reason = "customer changed their mind", idempotencyKey = $"refund {reference} {clock.GetUtcNow().Ticks}" },
                cancellationToken);
        }
    }

    private object PaymentInput(string method, DemoSale sale, string reference) => new
    {
        amount = new { amount = sale.Amount, currency = "USD" },
        paymentMethodId = method,
        reference,
        description = sale.Description,
        country = sale.Country,
        idempotencyKey = $"{reference} {clock.GetUtcNow().ToString("O", CultureInfo.InvariantCulture)}",
    };

    // The clock must not move on before the day's events have been worked off, or they would bear the next day's date.
    private static async Task UntilPostedAsync(DemoClient client, string paymentId, CancellationToken cancellationToken)
    {
        while (true)
        {
            var data = await client.SendAsync("query($id: ID!) { payment(id: $id) { status journalEntry { id } } }", new { id = paymentId }, cancellationToken);
            var payment = data.GetProperty("payment");
            if (payment.GetProperty("journalEntry").ValueKind == JsonValueKind.Object || payment.GetProperty("status").GetString() is "HELD" or "FAILED" or "VOIDED")
            {
                return;
            }

            await Task.Delay(5, cancellationToken);
        }
    }

    private async Task InvoiceAsync(DemoDay day, CancellationToken cancellationToken)
    {
        if (_openInvoice is not null)
        {
            await Client.PayInvoiceAsync(_openInvoice, cancellationToken);
        }

        _openInvoice = await Client.InvoiceAsync(
            "Café Solstice", $"{400 + day.Number}.00", DateOnly.FromDateTime(day.OpensAt.UtcDateTime).AddDays(day.Number % LateInvoiceEveryDays == 5 ? 20 : InvoiceEveryDays),
            "Beans for the month", $"invoice {day.Number}", cancellationToken);
    }
}
