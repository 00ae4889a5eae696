using System.Security.Cryptography;
using FinFlow.Encryption;
using System.Text;

namespace FinFlow.Hosting;

/// <summary>
/// Secrets of an embedded installation: there is no default that a stranger could know, so a random one is made at the first
/// start and kept in the data folder, readable by its owner alone.
/// </summary>
internal static class GeneratedSecrets
{
    // Only auth knows of second factors.
    private static readonly string[] Shared = ["JWT_SECRET", "DATA_ENCRYPTION_KEYS", "MFA_SECRET_KEY"];

    internal static byte[] ReadOrMake(FinFlowConfiguration configuration, string variable, string file)
    {
        if (configuration.Get(variable) is { } secret)
        {
            return Encoding.UTF8.GetBytes(secret);
        }

        return ReadOrMakeFile(configuration, variable, file);
    }

    /// <summary>The keys that are configured, the first of which writes; an embedded installation's own reads as long as its file is there.</summary>
    internal static IReadOnlyList<DataKey> DataKeys(FinFlowConfiguration configuration)
    {
        var configured = configuration.Get("DATA_ENCRYPTION_KEYS") is { } text ? DataKey.Parse(text).Keys! : [];
        return WithOwn(configuration, configured, "DATA_ENCRYPTION_KEYS", "data.key", secret => new DataKey("own", secret));
    }

    /// <summary>The same for the secrets of second factors, which are texts.</summary>
    internal static IReadOnlyList<byte[]> MfaKeys(FinFlowConfiguration configuration)
    {
        var configured = ConfigurationChecks.MfaKeys(configuration.Get("MFA_SECRET_KEY")).Select(Encoding.UTF8.GetBytes).ToList();
        return WithOwn(configuration, configured, "MFA_SECRET_KEY", "mfa.key", secret => secret);
    }

    internal static IEnumerable<string> FindMissing(FinFlowConfiguration configuration, IEnumerable<string> subgraphs)
        => configuration.IsEmbedded ? [] : (subgraphs.Contains("auth") ? Shared : Shared.Except(["MFA_SECRET_KEY"]))
            .Where(variable => configuration.Get(variable) is null)
            .Select(Missing);

    private static string Missing(string variable) => $"{variable} must be set when POSTGRES_HOST is, since all processes share it; ./setup_env.sh makes one.";

    private static IReadOnlyList<T> WithOwn<T>(FinFlowConfiguration configuration, IReadOnlyList<T> configured, string variable, string file, Func<byte[], T> own)
    {
        var isOwn = configured is [] || (configuration.IsEmbedded && File.Exists(Path.Combine(configuration.DataFolder, file)));
        return isOwn ? [.. configured, own(ReadOrMakeFile(configuration, variable, file))] : configured;
    }

    private static byte[] ReadOrMakeFile(FinFlowConfiguration configuration, string variable, string file)
    {
        if (!configuration.IsEmbedded)
        {
            throw new ConfigurationInvalidException([Missing(variable)]);
        }

        Directory.CreateDirectory(configuration.DataFolder);
        var path = Path.Combine(configuration.DataFolder, file);
        return File.Exists(path) ? Read(path, variable) : Make(path, variable);
    }

    private static byte[] Read(string path, string variable)
    {
        var secret = File.ReadAllBytes(path);
        return secret.Length >= ConfigurationChecks.SecretBytesMin
            ? secret
            : throw new ConfigurationInvalidException([$"{path} is too short for {variable}; delete it to have a new one made."]);
    }

    private static byte[] Make(string path, string variable)
    {
        // Written aside and moved into place without overwriting: of two that start together one wins, and both read it.
        var secret = RandomNumberGenerator.GetBytes(64);
        var aside = $"{path}.{Guid.CreateVersion7():n}";
        using (var stream = PrivateFile.Create(aside))
        {
            stream.Write(secret);
            stream.Flush(flushToDisk: true);
        }

        try
        {
            File.Move(aside, path);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(aside);
        }

        return Read(path, variable);
    }
}
