namespace FinFlow.GraphQL.Types;

/// <summary>A file that came with a request. Valid until the request has been answered.</summary>
public interface IFile
{
    /// <summary>As the client calls it; never to be used as a path.</summary>
    string Name { get; }

    /// <summary>As the client declares it, or null.</summary>
    string? ContentType { get; }

    /// <summary>In bytes.</summary>
    long Length { get; }

    /// <summary>A new stream from the file's beginning.</summary>
    Stream OpenReadStream();
}
