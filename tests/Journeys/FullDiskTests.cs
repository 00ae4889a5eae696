using System.Text.Json;

namespace FinFlow.Journeys.Tests;

/// <summary>The disk below the embedded databases is full: what cannot be written is refused, nothing that was acknowledged is lost, and service resumes by itself.</summary>
public sealed class FullDiskTests
{
    private const int Businesses = 3;

    /// <summary>As many as nobody finds unusual within a minute, so that none is held.</summary>
    private const int PaymentsOfBusiness = 4;

    [Fact]
    public async Task FullDisk_Should_RefusePayments_LoseNone_AndTakeThemAgain_WhenThereIsRoom()
    {
        await using var finflow = await Deployment.StartAsync(Shape.OneProcess, Deployment.Embedded);
        var tills = new List<(Business Business, string Method)>();
        for (var number = 0; number < Businesses; number++)
        {
            var business = await Business.RegisterAsync(finflow);
            tills.Add((business, await business.AddPaymentMethodAsync()));
        }

        finflow.LimitFiles(new FileInfo(Path.Combine(finflow.Data, "payments.db-wal")).Length + (16 * 1024));
        var refusals = new List<string>();
        for (var number = 0; number < Businesses * PaymentsOfBusiness; number++)
        {
            var (business, method) = tills[number % Businesses];
            if (await PayAsync(business, method, number) is { } answer && !IsTaken(answer))
            {
                refusals.Add(answer.Body.GetProperty("errors")[0].Text("extensions.code"));
            }
        }

        Assert.NotEmpty(refusals);
        Assert.All(refusals, code => Assert.Equal("STORAGE_UNAVAILABLE", code));

        finflow.LimitFiles(null);
        for (var number = 0; number < Businesses * PaymentsOfBusiness; number++)
        {
            var (business, method) = tills[number % Businesses];
            await Eventually.GetAsync(() => PayAsync(business, method, number), IsTaken);
        }

        foreach (var (business, _) in tills)
        {
            await Eventually.GetAsync(
                async () => (await business.Client.DataAsync("{ payments(where: { status: { eq: CAPTURED } }) { totalCount } }")).Value("payments.totalCount").GetInt32(),
                captured => captured == PaymentsOfBusiness,
                TimeSpan.FromMinutes(1));
            business.Dispose();
        }

        Assert.Equal(Enumerable.Repeat(("CAPTURED", 100L), Businesses * PaymentsOfBusiness), SandboxCharges.Of(finflow));
        await Verification.AssertHoldsAsync(finflow);
    }

    private static bool IsTaken(Answer answer)
        => answer.Body.TryGetProperty("data", out var data) && data.ValueKind is JsonValueKind.Object
            && data.GetProperty("processPayment") is { ValueKind: JsonValueKind.Object } payload && payload.GetProperty("payment").ValueKind is JsonValueKind.Object;

    private static Task<Answer> PayAsync(Business business, string paymentMethodId, int number) => business.Client.QueryAsync(
        "mutation($input: ProcessPaymentInput!) { processPayment(input: $input) { payment { id } errors { ... on Error { code message } } } }",
        new { input = new { amount = new { amount = "1.00", currency = "USD" }, paymentMethodId, reference = "order", country = "US", idempotencyKey = $"{number}" } });
}
