using System.Text.Json;

namespace FinFlow.Journeys.Tests;

/// <summary>A merchant at the API: what the journeys have in common, told in the words of the contract.</summary>
internal sealed class Business : IDisposable
{
    private const string Password = "a long enough pass phrase";

    private Business(GraphQLClient client, string email) => (Client, Email) = (client, email);

    public GraphQLClient Client { get; }

    public string Email { get; }

    public string UserId { get; private set; } = "";

    public string AccessToken => Client.AccessToken!;

    public static async Task<Business> RegisterAsync(Deployment deployment)
    {
        var business = new Business(deployment.Client(), $"merchant-{Guid.CreateVersion7():N}@shop.example");
        var registered = await business.Client.DataAsync(
            """
            mutation($input: RegisterInput!) {
              register(input: $input) { user { id email name roles } errors { ... on Error { code message } } }
            }
            """,
            new { input = new { email = business.Email, password = Password, name = "Ada's Shop" } });
        var user = registered.Value("register.user");
        Assert.Equal(business.Email, user.GetProperty("email").GetString());
        Assert.Equal(["MERCHANT"], user.GetProperty("roles").EnumerateArray().Select(role => role.GetString()));
        business.UserId = user.GetProperty("id").GetString()!;
        await business.LoginAsync();
        return business;
    }

    public async Task LoginAsync()
    {
        Client.AccessToken = null;
        Client.AccessToken = await LoginAsync(Client, Email, Password);
    }

    public static async Task<string> LoginAsync(GraphQLClient client, string email, string password)
    {
        var answer = await client.DataAsync(
            """
            mutation($input: LoginInput!) {
              login(input: $input) { session { accessToken accessTokenExpiresAt refreshToken user { id } } errors { ... on Error { code message } } }
            }
            """,
            new { input = new { email, password } });
        return answer.Value("login.session.accessToken").GetString()!;
    }

    /// <param name="processor">Whose token it is; the default processor's when absent.</param>
    public async Task<string> AddPaymentMethodAsync(string token = "pm_card_visa", bool setDefault = true, string? processor = null)
    {
        var answer = await Client.DataAsync(
            """
            mutation($input: AddPaymentMethodInput!) {
              addPaymentMethod(input: $input) { paymentMethod { id brand last4 isDefault } errors { ... on Error { code message } } }
            }
            """,
            new { input = new { token, setDefault, processor } });
        return answer.Value("addPaymentMethod.paymentMethod.id").GetString()!;
    }

    /// <summary>The payload of processPayment; a fresh idempotency key unless one is given.</summary>
    public async Task<JsonElement> ProcessPaymentAsync(
        string paymentMethodId, string amount, string currency = "USD", string? country = "US", string? idempotencyKey = null, string captureMethod = "AUTOMATIC")
    {
        var answer = await Client.DataAsync(
            """
            mutation($input: ProcessPaymentInput!) {
              processPayment(input: $input) {
                payment { id status amount { amount currency } createdAt }
                errors { __typename ... on Error { code message } ... on PaymentDeclinedError { declineCode } }
              }
            }
            """,
            new
            {
                input = new
                {
                    amount = new { amount, currency }, paymentMethodId, reference = "order 4711", country, captureMethod,
                    idempotencyKey = idempotencyKey ?? $"{Guid.CreateVersion7()}",
                },
            });
        return answer.GetProperty("processPayment");
    }

    public async Task<string> PayAsync(string paymentMethodId, string amount, string? country = "US", string? idempotencyKey = null)
        => (await ProcessPaymentAsync(paymentMethodId, amount, country: country, idempotencyKey: idempotencyKey)).Value("payment.id").GetString()!;

    /// <summary>Asks until the payment is in <paramref name="status"/>; events take a moment.</summary>
    public Task<JsonElement> UntilPaymentIsAsync(string paymentId, string status)
        => Eventually.GetAsync(
            async () => (await Client.DataAsync(
                """
                query($id: ID!) {
                  payment(id: $id) {
                    id status amount { amount currency }
                    transaction { riskScore riskLevel status }
                    journalEntry { id lines { account { code } debit { amount } credit { amount } } }
                  }
                }
                """,
                new { id = paymentId })).GetProperty("payment"),
            payment => payment.GetProperty("status").GetString() == status);

    /// <summary>The payload of refundPayment.</summary>
    public async Task<JsonElement> RefundAsync(string paymentId, string amount, string idempotencyKey)
        => (await Client.DataAsync(
            """
            mutation($input: RefundPaymentInput!) { refundPayment(input: $input) { refund { id status } errors { ... on Error { code message } } } }
            """,
            new { input = new { id = paymentId, amount = new { amount, currency = "USD" }, idempotencyKey } })).Value("refundPayment");

    /// <summary>What the default processor moved today, by its own books.</summary>
    public async Task<JsonElement[]> ChargesTodayAsync()
    {
        var day = TimeProvider.System.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        var listed = await Client.DataAsync(
            "mutation($day: Date!) { listCharges(input: { day: $day }) { lists { processor charges { paymentId kind amount { amount } } } errors { ... on Error { code message } } } }",
            new { day });
        return [.. listed.Value("listCharges.lists")[0].Value("charges").EnumerateArray()];
    }

    public void Dispose() => Client.Dispose();
}
