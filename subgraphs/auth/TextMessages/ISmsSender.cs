namespace FinFlow.Auth;

/// <summary>Where text messages go: a folder of an embedded installation, or a provider's HTTP interface.</summary>
public interface ISmsSender
{
    /// <summary>Hands a message over.</summary>
    /// <param name="phoneNumber">In E.164.</param>
    /// <returns>False when nobody took it; why is in the log.</returns>
    Task<bool> SendAsync(string phoneNumber, string text, CancellationToken cancellationToken);

    /// <summary>Takes back, as far as it still lies here, what was handed over for a number.</summary>
    Task ForgetAsync(string phoneNumber, CancellationToken cancellationToken);
}
