namespace FinFlow.Subgraphs.Tests;

/// <summary>
/// The processors' own clients, unmodified, are content with our emulators: what our adapters are tested against speaks as the processors do.
/// </summary>
public sealed class SdkTests
{
    [Fact]
    public async Task Stripes_Client_Should_AcceptOurEmulator()
    {
        await using var stripe = await StripeEmulator.StartAsync();
        var told = stripe.EventOf("customer.created", new { id = "cus_1", @object = "customer" });
        var signature = StripeEmulator.SignatureOf(told, StripeEmulator.WebhookSecret);

        var seen = await Sdks.RunAsync("stripe.mjs", stripe.Address, StripeEmulator.ApiKey, StripeEmulator.WebhookSecret, told, signature);

        Assert.Equal(
            """
            customer ["customer","ada@shop.example",1]
            method ["payment_method","visa","4242",true]
            methods [true]
            intent ["payment_intent","requires_capture",10000,{"payment_id":"pay_1"},"string"]
            same key true
            found [true]
            captured ["succeeded",8000]
            charge ["charge",8000,262]
            refund ["refund","succeeded",3000,1]
            too much ["StripeInvalidRequestError",400,"charge_already_refunded",null]
            second capture ["StripeInvalidRequestError",400,"payment_intent_unexpected_state",null]
            released "canceled"
            declined ["StripeCardError",402,"card_declined","insufficient_funds"]
            intents ["requires_payment_method","canceled","succeeded"]
            balance [["refund",-3000,0,"refund"],["charge",8000,262,"charge"]]
            detached null
            deleted [true,["StripeInvalidRequestError",404,"resource_missing",null]]
            event "customer.created"
            forged event "StripeSignatureVerificationError"
            """,
            seen);
        Assert.Equal([("succeeded", 8000L, 3000L), ("canceled", 0L, 0L), ("requires_payment_method", 0L, 0L)], stripe.Charges);
    }

    [Fact]
    public async Task PayPals_Client_Should_AcceptOurEmulator()
    {
        await using var paypal = await PayPalEmulator.StartAsync();

        var seen = await Sdks.RunAsync("paypal.mjs", paypal.Address, PayPalEmulator.ClientId, PayPalEmulator.ClientSecret);

        Assert.Equal(
            """
            card ["vault_visa","VISA","4242","2031-04"]
            order ["CREATED","100.00",true]
            authorized ["COMPLETED","CREATED",{"currencyCode":"USD","value":"100.00"}]
            authorization true
            captured ["COMPLETED","80.00","2.62"]
            refund ["COMPLETED","30.00","rfd_1"]
            too much [422,"REFUND_AMOUNT_EXCEEDED"]
            capture "PARTIALLY_REFUNDED"
            order since ["CAPTURED",1,["30.00"]]
            second authorization [422,"ORDER_ALREADY_AUTHORIZED"]
            released "VOIDED"
            declined [422,"INSTRUMENT_DECLINED"]
            books [["T1300","100.00","0.00","pay_1"],["T0006","80.00","-2.62","pay_1"],["T1107","-30.00","0.00","pay_1"],["T1300","100.00","0.00","pay_1"]]
            forgotten [204,[404,"RESOURCE_NOT_FOUND"]]
            """,
            seen);
        Assert.Equal([("CAPTURED", 8000L, 3000L), ("VOIDED", 0L, 0L)], paypal.Charges);
    }

    [Fact]
    public async Task Squares_Client_Should_AcceptOurEmulator()
    {
        await using var square = await SquareEmulator.StartAsync();
        var told = square.EventOf("customer.created", "customer", new { customer = new { id = "CUST1" } });
        var signature = SquareEmulator.SignatureOf(told, SquareEmulator.SignatureKey);

        var seen = await Sdks.RunAsync(
            "square.mjs", square.Address, SquareEmulator.AccessToken, SquareEmulator.LocationId, told, signature, SquareEmulator.SignatureKey, SquareEmulator.WebhookUrl);

        Assert.Equal(
            """
            card ["VISA","1111","4n","2031n",true,true]
            payment ["APPROVED",{"amount":"10000n","currency":"USD"},"AUTHORIZED","pay_1"]
            same key true
            lowered {"amount":"8000n","currency":"USD"}
            completed ["COMPLETED",["262n"],"string"]
            refund ["COMPLETED","3000n","rfd_1"]
            too much [400,"REFUND_AMOUNT_INVALID"]
            payment since [1,"3000n"]
            released "CANCELED"
            declined [402,"INSUFFICIENT_FUNDS"]
            payments ["COMPLETED","CANCELED","FAILED"]
            refunds ["3000n"]
            disabled [false,[404,"NOT_FOUND"]]
            deleted [404,"NOT_FOUND"]
            event [true,false]
            """,
            seen);
        Assert.Equal([("COMPLETED", 8000L, 3000L), ("CANCELED", 0L, 0L), ("FAILED", 0L, 0L)], square.Charges);
    }
}
