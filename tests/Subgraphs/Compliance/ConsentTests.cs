using System.Collections.Frozen;
using FinFlow.Compliance;
using FinFlow.Hosting;

namespace FinFlow.Subgraphs.Tests;

public sealed class ConsentTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly Caller Ada = new("usr_1", "org_1", "ses_1", [Roles.Merchant], FrozenSet<string>.Empty);

    private readonly Consent consent = new ConsentRequest("Bank of Elsewhere", ["acc_1", "acc_2"], [ConsentScope.Balances], 90).ToConsent("cns_1", Ada, Noon).Value;

    [Fact]
    public void Consent_Should_AllowNothingElse()
    {
        var later = Noon.AddDays(10);
        Assert.Null(consent.Denial("Bank of Elsewhere", "acc_1", ConsentScope.Balances, later));
        Assert.Equal(ConsentDenial.OtherThirdParty, consent.Denial("Another bank", "acc_1", ConsentScope.Balances, later));
        Assert.Equal(ConsentDenial.OtherAccount, consent.Denial("Bank of Elsewhere", "acc_3", ConsentScope.Balances, later));
        Assert.Equal(ConsentDenial.OtherScope, consent.Denial("Bank of Elsewhere", "acc_1", ConsentScope.Payments, later));
        Assert.Equal(ConsentDenial.Expired, consent.Denial("Bank of Elsewhere", "acc_1", ConsentScope.Balances, Noon.AddDays(90)));
        Assert.Equal(ConsentDenial.Revoked, consent.Revoke(later).Value.Denial("Bank of Elsewhere", "acc_1", ConsentScope.Balances, later));
    }

    [Fact]
    public void Revoke_Should_BeRefused_WhenTheConsentHasEnded()
    {
        Assert.Equal(new ConsentNotValid(ConsentStatus.Expired), consent.Revoke(Noon.AddDays(91)).Refusal);
        Assert.Equal(new ConsentNotValid(ConsentStatus.Revoked), consent.Revoke(Noon).Value.Revoke(Noon).Refusal);
    }

    [Fact]
    public void Request_Should_BeRefused_WhenItIsBoundless()
    {
        Assert.Equal(new ThirdPartyInvalid(200), Request("", ["acc_1"], [ConsentScope.Balances], 90));
        Assert.Equal(new ConsentAccountsInvalid(100), Request("Bank", [], [ConsentScope.Balances], 90));
        Assert.Equal(new ConsentScopesRequired(), Request("Bank", ["acc_1"], [], 90));
        Assert.Equal(new ConsentValidityOutOfRange(1, 90), Request("Bank", ["acc_1"], [ConsentScope.Balances], 91));
        Assert.Equal(new ConsentValidityOutOfRange(1, 90), Request("Bank", ["acc_1"], [ConsentScope.Balances], 0));
    }

    [Fact]
    public void Use_Should_BeCountedByDay_UnlessTheUserIsThere()
    {
        var used = consent;
        for (var use = 1; use <= 4; use++)
        {
            used = used.Use("Bank of Elsewhere", "acc_1", ConsentScope.Balances, userPresent: false, Noon).Value;
        }

        Assert.Equal(0, used.UsesLeft(Noon));
        Assert.Equal(new ConsentFrequencyExceeded(4), used.Use("Bank of Elsewhere", "acc_1", ConsentScope.Balances, userPresent: false, Noon.AddHours(11)).Refusal);
        Assert.False(used.Use("Bank of Elsewhere", "acc_1", ConsentScope.Balances, userPresent: true, Noon).IsRefused);
        Assert.Equal(3, used.Use("Bank of Elsewhere", "acc_1", ConsentScope.Balances, userPresent: false, Noon.AddHours(12)).Value.UsesLeft(Noon.AddHours(12)));
        Assert.Equal(new ConsentDenied(ConsentDenial.OtherScope), used.Use("Bank of Elsewhere", "acc_1", ConsentScope.Payments, userPresent: true, Noon).Refusal);
    }

    [Fact]
    public void Renewal_Should_ReachNoFurtherThan180Days()
    {
        var renewed = consent.Renew(90, Noon.AddDays(89)).Value;

        Assert.Equal(Noon.AddDays(179), renewed.ExpiresAt);
        Assert.Equal(new StrongAuthenticationRequired(Noon.AddDays(180)), renewed.Renew(3, Noon.AddDays(178)).Refusal);
        Assert.Equal(Noon.AddDays(180), renewed.Renew(2, Noon.AddDays(178)).Value.ExpiresAt);
        Assert.Equal(new ConsentNotValid(ConsentStatus.Expired), consent.Renew(1, Noon.AddDays(90)).Refusal);
    }

    [Theory]
    [InlineData("2026-01-31", "2026-02-28")]
    [InlineData("2026-03-15", "2026-04-15")]
    public void DataRequest_Should_BeDueInOneMonth(string received, string due)
    {
        var at = DateTimeOffset.Parse(received, System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AssumeUniversal);
        var request = DataRequest.Receive("gdr_1", new Wish(DataRequestType.Access), Ada, at).Value;

        Assert.Equal(due, request.DueAt.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
    }

    private static Finance.Refusal? Request(string thirdParty, string[] accounts, ConsentScope[] scopes, int days)
        => new ConsentRequest(thirdParty, accounts, scopes, days).ToConsent("cns_1", Ada, Noon).Refusal;
}
