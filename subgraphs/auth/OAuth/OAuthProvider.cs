namespace FinFlow.Auth;

/// <summary>Who vouches for a user in place of a password.</summary>
public enum OAuthProvider
{
    Google,

    /// <summary>GitHub, or an Enterprise Server.</summary>
    Github,

    /// <summary>Microsoft Entra ID and personal accounts.</summary>
    Microsoft,
}

internal static class OAuthProviderNames
{
    extension(OAuthProvider provider)
    {
        /// <summary>As configuration, events and the schema spell it.</summary>
        public string Name => provider.ToString().ToUpperInvariant();
    }
}
