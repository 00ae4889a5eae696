using System.Text.Json;

namespace FinFlow.Journeys.Tests;

/// <summary>The journeys of lending share one process; each has a business of its own.</summary>
[CollectionDefinition(Name)]
public sealed class LendingCollection : ICollectionFixture<SharedDeployment>
{
    internal const string Name = "lending";
}

/// <summary>What a business does at the API to be scored, to borrow and to pay back.</summary>
internal static class Lending
{
    internal const string ScoreFields =
        "id score scale band probabilityOfDefault reasons { code contribution } analysis { aspect impact points finding } features { income monthlyCashFlow delinquencies } model { name version hash } replay { agrees }";

    extension(Business business)
    {
        /// <summary>Takes in an amount by card, and asks for scores until one knows of it and of its fee.</summary>
        public async Task<JsonElement> EarnAsync(string amount, decimal cashFlow)
        {
            var payment = await business.PayAsync(await business.AddPaymentMethodAsync(), amount);
            await business.UntilPostedAsync(payment);
            return await Eventually.GetAsync(
                business.ScoreAsync,
                score => score.Text("features.income").StartsWith(amount.TrimEnd('0').TrimEnd('.'), StringComparison.Ordinal) && score.Amount("features.monthlyCashFlow") == cashFlow);
        }

        public async Task<JsonElement> ScoreAsync()
            => (await business.Client.DataAsync($"mutation {{ requestCreditScore {{ creditScore {{ {ScoreFields} }} errors {{ ... on Error {{ message }} }} }} }}")).Value("requestCreditScore.creditScore");

        /// <summary>Each offer as "amount at rate for months: payment a month", in the order in which they were made.</summary>
        public async Task<List<JsonElement>> OffersAsync(string amount, int termMonths, string purpose = "A larger oven")
            => [.. (await business.MakeAsync(
                    "requestLoanOffers", new { amount = new { amount, currency = "USD" }, termMonths, purpose }, "loanOffers",
                    "id status band purpose amount { amount } annualRatePercent termMonths monthlyPayment { amount } totalInterest { amount } creditScore { id }")).EnumerateArray()];

        public Task<JsonElement> BorrowAsync(string offerId, string selection)
            => business.MakeAsync("acceptLoanOffer", new { offerId, idempotencyKey = $"borrow {offerId}" }, "loan", selection);

        /// <summary>Pays what is left of the next installment, or as much as is named.</summary>
        public Task<JsonElement> RepayAsync(string loanId, string key, string? amount, string selection)
            => business.MakeAsync(
                "repayLoan", amount is null ? new { loanId, idempotencyKey = key } : new { loanId, amount = new { amount, currency = "USD" }, idempotencyKey = key }, "loan", selection);

        private Task<JsonElement> UntilPostedAsync(string payment) => Eventually.GetAsync(
            async () => (await business.Client.DataAsync("query($payment: ID!) { payment(id: $payment) { journalEntry { id } } }", new { payment })).Value("payment.journalEntry"),
            entry => entry.ValueKind == JsonValueKind.Object);
    }

    internal static string TermsOf(JsonElement offer)
        => $"{offer.Text("amount.amount")} at {offer.Text("annualRatePercent")} % for {offer.Value("termMonths")} months: {offer.Text("monthlyPayment.amount")}";
}
