using System.Collections.Concurrent;
using System.Text.Json;

namespace FinFlow.Finance;

/// <summary>A business "no": a value with a name, which reaches the client as a typed error.</summary>
/// <param name="Message">One sentence for the client; it holds nothing that the client may not know.</param>
public abstract record Refusal(string Message)
{
    private static readonly ConcurrentDictionary<Type, string> Codes = new();

    /// <summary>The type's name in upper snake case: <c>PaymentNotCapturable</c> is <c>PAYMENT_NOT_CAPTURABLE</c>.</summary>
    public string Code => CodeOf(GetType());

    public static string CodeOf(Type refusal)
        => Codes.GetOrAdd(refusal, static type => JsonNamingPolicy.SnakeCaseUpper.ConvertName(type.Name));
}
