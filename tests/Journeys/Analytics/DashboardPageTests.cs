namespace FinFlow.Journeys.Tests;

/// <summary>A merchant opens `/dashboard` in a browser, and sees the business move.</summary>
[Collection(AnalyticsCollection.Name)]
public sealed class DashboardPageTests(SharedDeployment shared)
{
    private const string Password = "a long enough pass phrase";

    private Uri Page => new(shared.Deployment.Address, "/dashboard");

    [BrowserFact]
    public async Task Dashboard_Should_ShowWhatHappens_WhileItHappens()
    {
        using var business = await Business.RegisterAsync(shared.Deployment);
        var method = await business.AddPaymentMethodAsync();
        await business.UntilPaymentIsAsync(await business.PayAsync(method, "1234.50"), "CAPTURED");
        await business.Client.DataAsync("""mutation { defineMetric(input: { name: "Fee ratio", expression: "fees / revenue" }) { metric { id } } }""");
        await using var browser = await Browser.OpenAsync(Page);
        await LoginAsync(browser, business);

        await browser.UntilTextAsync("#payments", text => text.Contains("order 4711", StringComparison.Ordinal) && text.Contains("Captured", StringComparison.Ordinal));
        await browser.UntilTextAsync("#live", text => text == "Live");
        Assert.Equal("Revenue $1,234.50", await browser.TextAsync("#trend-title"));
        Assert.Contains("Fee ratio", await browser.TextAsync("#metrics"), StringComparison.Ordinal);
        Assert.Equal("Ada's Shop", await browser.TextAsync("#person"));

        await business.PayAsync(method, "65.50");
        await browser.UntilTextAsync("#trend-title", text => text == "Revenue $1,300.00");
        await browser.UntilTextAsync("[data-tile=payments] .value", text => text == "2");
        await Eventually.GetAsync(async () => (await browser.EvaluateAsync("document.querySelectorAll('#payments tbody tr').length")).GetInt32(), rows => rows == 2);

        foreach (var (range, columns) in new[] { ("LAST_7_DAYS", 7), ("LAST_90_DAYS", 90), ("LAST_YEAR", 13) })
        {
            await browser.ClickAsync($"[value={range}]");
            await Eventually.GetAsync(async () => (await browser.EvaluateAsync("document.querySelectorAll('#trend .hit').length")).GetInt32(), drawn => drawn is 12 or 13 ? columns == 13 : drawn == columns);
        }

        await browser.EvaluateAsync("document.querySelector('#trend svg').focus()");
        await browser.EvaluateAsync("document.querySelector('#trend svg').dispatchEvent(new KeyboardEvent('keydown', { key: 'End' }))");
        Assert.Contains("Revenue $1,300.00", await browser.TextAsync("#trend .tip"), StringComparison.Ordinal);
        Assert.All(browser.Requests, request => Assert.StartsWith(shared.Deployment.Address.ToString(), request, StringComparison.Ordinal));
        Assert.Empty(browser.Complaints);

        await browser.ClickAsync("#logout");
        Assert.Contains("Log in", await browser.TextAsync("#login"), StringComparison.Ordinal);
    }

    [BrowserFact]
    public async Task Dashboard_Should_AskForTheSecondFactor_And_RefuseAWrongOne()
    {
        using var business = await Business.RegisterAsync(shared.Deployment);
        var enrollment = (await business.Client.DataAsync(
            "mutation { enableMfa(input: { method: SMS, phoneNumber: \"+1 415 555 0177\" }) { enrollment { id } } }")).Text("enableMfa.enrollment.id");
        var recovery = (await business.Client.DataAsync(
            "mutation($input: ConfirmMfaInput!) { confirmMfa(input: $input) { recoveryCodes } }",
            new { input = new { enrollmentId = enrollment, code = CodeSentTo("+14155550177") } })).Value("confirmMfa.recoveryCodes")[0].GetString()!;
        await using var browser = await Browser.OpenAsync(Page);

        await LoginAsync(browser, business, "not the pass phrase");
        await browser.UntilTextAsync("#login-error", text => text.Length > 0);
        await LoginAsync(browser, business);
        await Eventually.GetAsync(() => browser.EvaluateAsync("document.activeElement?.id === 'code'"), asked => asked.ValueKind == System.Text.Json.JsonValueKind.True);
        await browser.TypeAsync("#code", "000000");
        await browser.ClickAsync("#challenge [type=submit]");
        await browser.UntilTextAsync("#challenge-error", text => text.Length > 0);
        await browser.EvaluateAsync("document.querySelector('#code').value = ''");
        await browser.TypeAsync("#code", recovery);
        await browser.ClickAsync("#challenge [type=submit]");

        await browser.UntilTextAsync("#payments", text => text.Contains("No payments yet", StringComparison.Ordinal));
        await browser.UntilTextAsync("#live", text => text == "Live");
        Assert.Empty(browser.Complaints);
    }

    [Fact]
    public async Task Page_Should_AllowNothingButItsOwnFiles()
    {
        using var http = new HttpClient();
        foreach (var file in (string[])["", "/app.js", "/dashboard.css", "/icon.svg"])
        {
            using var response = await http.GetAsync(new Uri($"{Page}{file}"));

            Assert.Equal(200, (int)response.StatusCode);
            Assert.Equal(
                "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
                response.Headers.GetValues("Content-Security-Policy").Single());
            Assert.DoesNotContain("https://", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            using var again = new HttpRequestMessage(HttpMethod.Get, new Uri($"{Page}{file}")) { Headers = { { "If-None-Match", response.Headers.ETag!.ToString() } } };
            using var unchanged = await http.SendAsync(again);
            Assert.Equal(304, (int)unchanged.StatusCode);
        }

        using var unknown = await http.GetAsync(new Uri($"{Page}/../dashboard/DashboardPage.cs"));
        Assert.Equal(404, (int)unknown.StatusCode);
    }

    private static async Task LoginAsync(Browser browser, Business business, string password = Password)
    {
        await Eventually.GetAsync(() => browser.EvaluateAsync("document.activeElement?.matches('#email, #password') === true"), focused => focused.ValueKind == System.Text.Json.JsonValueKind.True);
        await browser.EvaluateAsync("document.querySelector('#login').reset()");
        await browser.TypeAsync("#email", business.Email);
        await browser.TypeAsync("#password", password);
        await browser.ClickAsync("#login [type=submit]");
    }

    private string CodeSentTo(string phoneNumber)
        => Directory.GetFiles(Path.Combine(shared.Deployment.Data, "outbox", "sms"), "*.json")
            .Select(path => System.Text.Json.JsonDocument.Parse(File.ReadAllBytes(path)).RootElement)
            .Last(message => message.Text("to") == phoneNumber)
            .Text("text")[..6];
}
