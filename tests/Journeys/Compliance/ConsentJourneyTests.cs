namespace FinFlow.Journeys.Tests;

/// <summary>Consents of PSD2: bound to user, third party, accounts and scopes, for a time.</summary>
[Collection(ComplianceCollection.Name)]
public sealed class ConsentJourneyTests(SharedDeployment shared)
{
    private const string Validate = "query($id: ID!, $by: String!, $account: ID!, $scope: ConsentScope!) { validateConsent(consentId: $id, thirdParty: $by, accountId: $account, scope: $scope) { valid denial usesLeftToday } }";

    [Fact]
    public async Task Consent_Should_BindThirdPartyAccountsAndScopes_BeCounted_AndEnd()
    {
        using var business = await Business.RegisterAsync(shared.Deployment);
        using var stranger = await Business.RegisterAsync(shared.Deployment);
        var consent = await business.Client.MakeAsync(
            "createConsent", new { thirdParty = "Bank", accountIds = new[] { "acc_1" }, scopes = new[] { "BALANCES" }, validDays = 30, frequencyPerDay = 1 }, "consent", "id status createdAt expiresAt user { id }");
        var id = consent.Text("id");
        Assert.Equal(("VALID", business.UserId), (consent.Text("status"), consent.Text("user.id")));
        Assert.Equal(TimeSpan.FromDays(30), consent.Value("expiresAt").GetDateTimeOffset() - consent.Value("createdAt").GetDateTimeOffset());

        Assert.Equal("true  1", await ValidateAsync(business));
        Assert.Equal("false OTHER_THIRD_PARTY 0", await ValidateAsync(business, by: "Another"));
        Assert.Equal("false OTHER_ACCOUNT 0", await ValidateAsync(business, account: "acc_2"));
        Assert.Equal("false OTHER_SCOPE 0", await ValidateAsync(business, scope: "PAYMENTS"));
        Assert.Equal("false UNKNOWN 0", await ValidateAsync(stranger));

        var use = new { consentId = id, thirdParty = "Bank", accountId = "acc_1", scope = "BALANCES" };
        await business.Client.MakeAsync("useConsent", use, "consent", "id");
        Assert.Equal("CONSENT_FREQUENCY_EXCEEDED", await business.Client.RefusalAsync("useConsent", use));
        Assert.Equal("false FREQUENCY_EXCEEDED 0", await ValidateAsync(business));
        var renewed = await business.Client.MakeAsync("renewConsent", new { id, validDays = 90 }, "consent", "expiresAt");
        Assert.True(renewed.Value("expiresAt").GetDateTimeOffset() > consent.Value("expiresAt").GetDateTimeOffset());
        Assert.Equal("CONSENT_NOT_FOUND", await stranger.Client.RefusalAsync("revokeConsent", new { id }));
        await business.Client.MakeAsync("revokeConsent", new { id }, "consent", "id");
        Assert.Equal("false REVOKED 0", await ValidateAsync(business));
        Assert.Equal("CONSENT_DENIED", await business.Client.RefusalAsync("useConsent", use));

        async Task<string> ValidateAsync(Business who, string by = "Bank", string account = "acc_1", string scope = "BALANCES")
        {
            var validation = (await who.Client.DataAsync(Validate, new { id, by, account, scope })).GetProperty("validateConsent");
            return $"{validation.Value("valid").GetRawText()} {validation.Text("denial")} {validation.Value("usesLeftToday")}";
        }
    }
}
