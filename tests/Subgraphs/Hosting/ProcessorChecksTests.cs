using FinFlow.Hosting;

namespace FinFlow.Subgraphs.Tests;

/// <summary>A payment processor that is half set up stops the start, with a line for each variable that is missing.</summary>
public sealed class ProcessorChecksTests
{
    [Theory]
    [InlineData("STRIPE_API_KEY", "STRIPE_WEBHOOK_SECRET must be set when STRIPE_API_KEY is.")]
    [InlineData("STRIPE_SECRET_KEY", "STRIPE_WEBHOOK_SECRET must be set when STRIPE_API_KEY is.")]
    [InlineData("PAYPAL_CLIENT_ID PAYPAL_CLIENT_SECRET", "PAYPAL_WEBHOOK_ID must be set when PAYPAL_CLIENT_ID is.")]
    [InlineData("PAYPAL_CLIENT_ID PAYPAL_WEBHOOK_ID", "PAYPAL_CLIENT_SECRET must be set when PAYPAL_CLIENT_ID is.")]
    [InlineData("PAYPAL_SECRET PAYPAL_WEBHOOK_ID", "PAYPAL_CLIENT_ID must be set when PAYPAL_CLIENT_SECRET is.")]
    [InlineData("SQUARE_LOCATION_ID SQUARE_WEBHOOK_SIGNATURE_KEY SQUARE_WEBHOOK_URL", "SQUARE_ACCESS_TOKEN must be set when SQUARE_LOCATION_ID is.")]
    [InlineData("SQUARE_ACCESS_TOKEN SQUARE_WEBHOOK_SIGNATURE_KEY SQUARE_WEBHOOK_URL", "SQUARE_LOCATION_ID must be set when SQUARE_ACCESS_TOKEN is.")]
    [InlineData("SQUARE_ACCESS_TOKEN SQUARE_LOCATION_ID SQUARE_WEBHOOK_URL", "SQUARE_WEBHOOK_SIGNATURE_KEY must be set when SQUARE_ACCESS_TOKEN is.")]
    [InlineData("SQUARE_ACCESS_TOKEN SQUARE_LOCATION_ID SQUARE_WEBHOOK_SIGNATURE_KEY", "SQUARE_WEBHOOK_URL must be set when SQUARE_ACCESS_TOKEN is.")]
    [InlineData("SQUARE_WEBHOOK_SIGNATURE_KEY", "SQUARE_WEBHOOK_URL must be set when SQUARE_WEBHOOK_SIGNATURE_KEY is.")]
    [InlineData("SQUARE_WEBHOOK_URL", "SQUARE_WEBHOOK_SIGNATURE_KEY must be set when SQUARE_WEBHOOK_URL is.")]
    [InlineData("PAYMENT_PROCESSOR=stripe STRIPE_WEBHOOK_SECRET", "STRIPE_API_KEY must be set when PAYMENT_PROCESSOR is stripe.")]
    [InlineData("PAYMENT_PROCESSOR=stripe STRIPE_API_KEY", "STRIPE_WEBHOOK_SECRET must be set when STRIPE_API_KEY is.")]
    [InlineData("PAYMENT_PROCESSOR=paypal PAYPAL_CLIENT_ID PAYPAL_CLIENT_SECRET", "PAYPAL_WEBHOOK_ID must be set when PAYPAL_CLIENT_ID is.")]
    [InlineData("PAYMENT_PROCESSOR=adyen", "PAYMENT_PROCESSOR must be sandbox, stripe, paypal or square.")]
    [InlineData("STRIPE_API_URL=http://stripe.example", "STRIPE_API_URL must be an https address; http is taken on this machine only.")]
    [InlineData("PAYPAL_API_URL=paypal", "PAYPAL_API_URL must be an https address; http is taken on this machine only.")]
    [InlineData("SQUARE_API_URL=ftp://127.0.0.1", "SQUARE_API_URL must be an https address; http is taken on this machine only.")]
    [InlineData("SQUARE_WEBHOOK_SIGNATURE_KEY SQUARE_WEBHOOK_URL=webhooks/square", "SQUARE_WEBHOOK_URL must be a whole address, exactly as it is registered with Square.")]
    public void HalfConfiguredProcessor_Should_StopTheStart_WithOneLineThatNamesTheVariable(string variables, string finding)
        => Assert.Equal([finding], FindingsOf(variables));

    [Fact]
    public void ChosenProcessorWithoutAnything_Should_NameAllThatIsMissing()
        => Assert.Equal(
            [
                "SQUARE_ACCESS_TOKEN must be set when PAYMENT_PROCESSOR is square.",
                "SQUARE_LOCATION_ID must be set when PAYMENT_PROCESSOR is square.",
                "SQUARE_WEBHOOK_SIGNATURE_KEY must be set when PAYMENT_PROCESSOR is square.",
                "SQUARE_WEBHOOK_URL must be set when PAYMENT_PROCESSOR is square.",
            ],
            FindingsOf("PAYMENT_PROCESSOR=square"));

    [Theory]
    [InlineData("PAYMENT_PROCESSOR=sandbox")]
    [InlineData("STRIPE_WEBHOOK_SECRET PAYPAL_WEBHOOK_ID SQUARE_WEBHOOK_SIGNATURE_KEY SQUARE_WEBHOOK_URL")]
    [InlineData("STRIPE_API_KEY STRIPE_WEBHOOK_SECRET STRIPE_API_URL=http://127.0.0.1:4242")]
    [InlineData("PAYMENT_PROCESSOR=sandbox STRIPE_API_KEY STRIPE_WEBHOOK_SECRET PAYPAL_CLIENT_ID PAYPAL_CLIENT_SECRET PAYPAL_WEBHOOK_ID")]
    public void WholeConfiguration_Should_Start(string variables) => Assert.Empty(FindingsOf(variables));

    /// <param name="variables">Separated by spaces; one without a value has a plausible one.</param>
    private static IReadOnlyList<string> FindingsOf(string variables)
    {
        try
        {
            FinFlowConfiguration.From(variables.Split(' ').Select(variable => variable.Split('=')).ToDictionary(
                pair => pair[0], pair => pair.Length == 2 ? pair[1] : $"https://{pair[0]}.example".ToLowerInvariant()));
            return [];
        }
        catch (ConfigurationInvalidException invalid)
        {
            return invalid.Findings;
        }
    }
}
