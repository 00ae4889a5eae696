using QRCoder;

namespace FinFlow.Auth;

/// <summary>A second factor that waits for its first code.</summary>
/// <param name="Id">What <c>confirmMfa</c> confirms.</param>
/// <param name="Method">An authenticator app, or text messages.</param>
/// <param name="Secret">Of an authenticator app: the seed in base 32, for typing it in. It is shown this once.</param>
/// <param name="OtpauthUri">Of an authenticator app: what its QR code says.</param>
/// <param name="QrCode">Of an authenticator app: a PNG picture to scan, as a data URI.</param>
/// <param name="ExpiresAt">From then on it must begin anew.</param>
public sealed record MfaEnrollment(
    [property: ID] string Id, MfaMethod Method, string? Secret, string? OtpauthUri, string? QrCode, DateTimeOffset ExpiresAt)
{
    private const int PixelsPerModule = 6;

    internal static MfaEnrollment OfPhone(SecondFactor factor) => new(factor.Id, factor.Method, null, null, null, factor.ExpiresAt);

    internal static MfaEnrollment OfApp(SecondFactor factor, byte[] seed, string email)
    {
        var secret = Base32.Encode(seed);
        var uri = $"otpauth://totp/FinFlow:{Uri.EscapeDataString(email)}?secret={secret}&issuer=FinFlow&algorithm=SHA1&digits={Totp.Digits}&period={Totp.StepSeconds}";
        using var modules = QRCodeGenerator.GenerateQrCode(uri, QRCodeGenerator.ECCLevel.M);
        using var picture = new PngByteQRCode(modules);
        return new MfaEnrollment(
            factor.Id, factor.Method, secret, uri, $"data:image/png;base64,{Convert.ToBase64String(picture.GetGraphic(PixelsPerModule))}", factor.ExpiresAt);
    }
}
