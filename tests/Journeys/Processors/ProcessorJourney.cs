using System.Net;
using FinFlow.Subgraphs.Tests;

namespace FinFlow.Journeys.Tests;

/// <summary>
/// One processor, chosen by configuration, from the card to the refund: over HTTP against the started product, with the processor's own
/// books as the witness of what was moved. Each processor's class says who it is.
/// </summary>
public abstract class ProcessorJourney
{
    protected abstract string Name { get; }

    private protected abstract Task<ProcessorEmulator> StartProcessorAsync();

    [Fact]
    public async Task ChosenProcessor_Should_ChargeOnce_BeBelievedBySignatureAlone_AndRefundInPart()
    {
        await using var processor = await StartProcessorAsync();
        await using var finflow = await Deployment.StartAsync(
            Shape.OneProcess, processor.Variables.Append(("PAYMENT_PROCESSOR", Name)).ToDictionary(variable => variable.Item1, variable => variable.Item2));
        using var business = await Business.RegisterAsync(finflow);
        Assert.Equal(
            $$"""[{"name":"{{Name}}","isDefault":true}]""", $"{(await business.Client.DataAsync("{ paymentProcessors { name isDefault } }")).Value("paymentProcessors")}");

        var method = await business.AddPaymentMethodAsync(processor.Card);
        var id = await business.PayAsync(method, "80.00", idempotencyKey: "order-1");
        Assert.Equal(id, await business.PayAsync(method, "80.00", idempotencyKey: "order-1"));
        await business.UntilPaymentIsAsync(id, "CAPTURED");
        Assert.Equal([(8000, 0)], MovedBy(processor));

        // Somebody refunds at the processor, which tells us: first in a letter that anybody could have written.
        var told = processor.RefundInItsPages(500);
        Assert.Equal(HttpStatusCode.BadRequest, await DeliverAsync(finflow, processor.Deliver(told, isGenuine: false)));
        Assert.Equal(("CAPTURED", "0.00"), await StateOfAsync(business, id));
        Assert.Equal(HttpStatusCode.OK, await DeliverAsync(finflow, processor.Deliver(told)));
        Assert.Equal(HttpStatusCode.OK, await DeliverAsync(finflow, processor.Deliver(told)));
        Assert.Equal(("PARTIALLY_REFUNDED", "5.00"), await StateOfAsync(business, id));

        var refund = (await business.RefundAsync(id, "30.00", "r1")).Value("refund");
        Assert.Equal("SUCCEEDED", refund.Text("status"));
        Assert.Equal(refund.Text("id"), (await business.RefundAsync(id, "30.00", "r1")).Text("refund.id"));
        Assert.Equal("REFUND_EXCEEDS_CAPTURE", (await business.RefundAsync(id, "45.01", "r2")).Value("errors")[0].Text("code"));

        Assert.Equal(("PARTIALLY_REFUNDED", "35.00"), await StateOfAsync(business, id));
        Assert.Equal([(8000, 3500)], MovedBy(processor));
        Assert.Equal(
            [("CAPTURE", "80.00"), ("REFUND", "5.00"), ("REFUND", "30.00")],
            (await business.ChargesTodayAsync()).Select(charge => (charge.Text("kind"), charge.Text("amount.amount"))));
    }

    private static (long, long)[] MovedBy(ProcessorEmulator processor)
        => [.. processor.Charges.Select(charge => (charge.CapturedMinor, charge.RefundedMinor))];

    private static async Task<(string, string)> StateOfAsync(Business business, string id)
    {
        var payment = (await business.Client.DataAsync("query($id: ID!) { payment(id: $id) { status refundedAmount { amount } } }", new { id })).Value("payment");
        return (payment.Text("status"), payment.Text("refundedAmount.amount"));
    }

    private async Task<HttpStatusCode> DeliverAsync(Deployment finflow, HttpRequestMessage delivery)
    {
        using (delivery)
        {
            delivery.RequestUri = new Uri(finflow.Address, $"/webhooks/{Name}");
            using var http = new HttpClient();
            using var response = await http.SendAsync(delivery);
            return response.StatusCode;
        }
    }
}
