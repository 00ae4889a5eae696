using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using FinFlow.Finance;
using FinFlow.Payments;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using static FinFlow.Subgraphs.Tests.SomePayment;

namespace FinFlow.Subgraphs.Tests;

/// <summary>Each processor's own way to sign.</summary>
public sealed class WebhookSchemeTests
{
    private const string Event = """{"id":"evt_1","object":"event","type":"payment_intent.succeeded"}""";
    private const string EventSignature = "b5d16909735dfcdc338e1f1e170cbb5d2ea57494fe5f638399aebcce132ec538";

    [Theory]
    [InlineData(0)]
    [InlineData(300)]
    [InlineData(-300)]
    public async Task StripesOwnSignature_Should_BeAccepted_WithinFiveMinutes(int offset)
        => Assert.Null(await VerifyStripeAsync($"t=1700000000,v1={EventSignature}", offset));

    [Theory]
    [InlineData(301)]
    [InlineData(-301)]
    public async Task AnotherTime_Should_BeRefused_PastAndFuture(int offset)
        => Assert.Equal(new WebhookTimestampOutOfRange(300), await VerifyStripeAsync($"t=1700000000,v1={EventSignature}", offset));

    [Theory]
    [InlineData("")]
    [InlineData("t=1700000000")]
    [InlineData("v1=" + EventSignature)]
    [InlineData("t=1700000001,v1=" + EventSignature)]
    [InlineData("t=+1700000000,v1=" + EventSignature)]
    [InlineData("t=1700000000,v0=" + EventSignature)]
    [InlineData("t=1700000000,v1=b5d16909")]
    [InlineData("t=1700000000,v1=é")]
    public async Task WrongSignature_Should_BeRefused(string header) => Assert.Equal(new WebhookSignatureInvalid(), await VerifyStripeAsync(header));

    [Fact]
    public async Task AnyOfSeveralSignatures_Should_Do_WhileASecretIsRotated()
        => Assert.Null(await VerifyStripeAsync($"t=1700000000,v1={new string('0', 64)},v1={EventSignature},v0=x"));

    [Fact]
    public async Task OneOtherByte_Should_BeRefused()
        => Assert.Equal(new WebhookSignatureInvalid(), await VerifyStripeAsync($"t=1700000000,v1={EventSignature}", body: Event + " "));

    [Fact]
    public async Task Square_Should_SignItsAddressAndTheBody()
    {
        const string address = "https://finflow.example/webhooks/square";
        var square = new SquareWebhook("key", address);
        var signature = Convert.ToBase64String(HMACSHA256.HashData("key"u8, Encoding.UTF8.GetBytes(address + Event)));
        var headers = new HeaderDictionary { ["x-square-hmacsha256-signature"] = signature };

        Assert.Null(await square.VerifyAsync(headers, Encoding.UTF8.GetBytes(Event), CancellationToken.None));
        Assert.Equal(new WebhookSignatureInvalid(), await square.VerifyAsync(headers, Encoding.UTF8.GetBytes(Event + "\n"), CancellationToken.None));
        Assert.Equal(
            new WebhookSignatureInvalid(),
            await new SquareWebhook("key", address + "/").VerifyAsync(headers, Encoding.UTF8.GetBytes(Event), CancellationToken.None));
    }

    [Fact]
    public async Task PayPal_Should_SignWithItsCertificate_WhichIsFetchedOnce()
    {
        using var host = new CertificateHost(Noon.AddDays(-1), Noon.AddDays(1));
        var (paypal, headers) = Deliver(host, "https://api.paypal.com/v1/notifications/certs/CERT-1", Noon);

        Assert.Null(await paypal.VerifyAsync(headers, Encoding.UTF8.GetBytes(Event), CancellationToken.None));
        Assert.Equal(new WebhookSignatureInvalid(), await paypal.VerifyAsync(headers, Encoding.UTF8.GetBytes(Event + " "), CancellationToken.None));
        Assert.Equal(1, host.FetchCount);
    }

    [Theory]
    [InlineData("https://api.paypal.com.evil.example/v1/notifications/certs/CERT-1")]
    [InlineData("https://evil.example/v1/notifications/certs/CERT-1")]
    [InlineData("https://api.paypal.com@evil.example/v1/notifications/certs/CERT-1")]
    [InlineData("http://api.paypal.com/v1/notifications/certs/CERT-1")]
    [InlineData("https://api.paypal.com:8443/v1/notifications/certs/CERT-1")]
    [InlineData("https://api.paypal.com/v1/notifications/certs/../../../upload/CERT-1")]
    [InlineData("CERT-1")]
    public async Task CertificateFromElsewhere_Should_NeverBeFetched(string address)
    {
        using var host = new CertificateHost(Noon.AddDays(-1), Noon.AddDays(1));
        var (paypal, headers) = Deliver(host, address, Noon);

        Assert.Equal(new WebhookSignatureInvalid(), await paypal.VerifyAsync(headers, Encoding.UTF8.GetBytes(Event), CancellationToken.None));
        Assert.Equal(0, host.FetchCount);
    }

    [Theory]
    [InlineData("http://127.0.0.1:4242/v1/notifications/certs/CERT-1", "http://127.0.0.1:4242", true)]
    [InlineData("http://127.0.0.1:4243/v1/notifications/certs/CERT-1", "http://127.0.0.1:4242", false)]
    [InlineData("https://paypal.shop.example/v1/notifications/certs/CERT-1", "https://paypal.shop.example", false)]
    public async Task CertificateOfThisMachine_Should_BeTaken_FromWherePayPalsApiIsAlone(string address, string api, bool isTaken)
    {
        using var host = new CertificateHost(Noon.AddDays(-1), Noon.AddDays(1));
        var (paypal, headers) = Deliver(host, address, Noon, api);

        Assert.Equal(isTaken ? null : new WebhookSignatureInvalid(), await paypal.VerifyAsync(headers, Encoding.UTF8.GetBytes(Event), CancellationToken.None));
        Assert.Equal(isTaken ? 1 : 0, host.FetchCount);
    }

    [Fact]
    public async Task ExpiredCertificate_Should_BeRefused()
    {
        using var host = new CertificateHost(Noon.AddDays(-2), Noon.AddDays(-1));
        var (paypal, headers) = Deliver(host, "https://api.paypal.com/v1/notifications/certs/CERT-1", Noon);

        Assert.Equal(new WebhookSignatureInvalid(), await paypal.VerifyAsync(headers, Encoding.UTF8.GetBytes(Event), CancellationToken.None));
    }

    [Fact]
    public void Checksum_Should_BeTheStandardsOwn() => Assert.Equal(0xCBF43926u, Crc32.Of("123456789"u8));

    [Fact]
    public void StripesOtherDigits_Should_BeIsoMinorUnits()
    {
        Assert.Equal(50000, StripeAmounts.Of(new Money(500, Currency.Of("ISK"))));
        Assert.Equal(500, StripeAmounts.Of(new Money(500, Currency.Of("JPY"))));
    }

    private static Task<Refusal?> VerifyStripeAsync(string header, int offset = 0, string body = Event)
        => new StripeWebhook("whsec_test", new SettableClock(DateTimeOffset.FromUnixTimeSeconds(1_700_000_000 + offset))).VerifyAsync(
            new HeaderDictionary { ["Stripe-Signature"] = header }, Encoding.UTF8.GetBytes(body), CancellationToken.None);

    private static (PayPalWebhook PayPal, HeaderDictionary Headers) Deliver(
        CertificateHost host, string address, DateTimeOffset now, string api = "https://api-m.paypal.com")
    {
        var certificates = new PayPalCertificates(
            new HttpClient(host, disposeHandler: false), new Uri(api), new SettableClock(now), NullLogger<PayPalCertificates>.Instance);
        var checksum = Crc32.Of(Encoding.UTF8.GetBytes(Event)).ToString(CultureInfo.InvariantCulture);
        var headers = new HeaderDictionary
        {
            ["PAYPAL-TRANSMISSION-ID"] = "tx-1",
            ["PAYPAL-TRANSMISSION-TIME"] = "2026-03-02T12:00:00Z",
            ["PAYPAL-AUTH-ALGO"] = "SHA256withRSA",
            ["PAYPAL-CERT-URL"] = address,
            ["PAYPAL-TRANSMISSION-SIG"] = host.Sign($"tx-1|2026-03-02T12:00:00Z|WH-1|{checksum}"),
        };
        return (new PayPalWebhook("WH-1", certificates), headers);
    }

    /// <summary>Serves a certificate of its own for whatever address is asked.</summary>
    private sealed class CertificateHost : HttpMessageHandler
    {
        private readonly RSA key = RSA.Create(2048);
        private readonly string pem;

        internal CertificateHost(DateTimeOffset notBefore, DateTimeOffset notAfter)
        {
            using var certificate = new CertificateRequest("CN=messageverificationcerts.paypal.com", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
                .CreateSelfSigned(notBefore, notAfter);
            pem = certificate.ExportCertificatePem();
        }

        internal int FetchCount { get; private set; }

        internal string Sign(string text)
            => Convert.ToBase64String(key.SignData(Encoding.UTF8.GetBytes(text), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            FetchCount++;
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(pem) });
        }

        protected override void Dispose(bool disposing)
        {
            key.Dispose();
            base.Dispose(disposing);
        }
    }
}
