namespace FinFlow.Auth;

/// <summary>A folder below <c>outbox</c> of the data folder with a file for each message, readable by its owner alone.</summary>
internal sealed class OutboxFolder(FinFlowConfiguration configuration, string name)
{
    /// <param name="id">Sorts by time, and so do the files.</param>
    internal async Task WriteAsync(string id, Func<Stream, Task> write)
    {
        var folder = Directory.CreateDirectory(Path.Combine(configuration.DataFolder, "outbox", name)).FullName;
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        // Written aside first, so that who watches the folder reads whole messages.
        var path = Path.Combine(folder, $"{id}.json");
        await using (var file = new FileStream($"{path}.part", options))
        {
            await write(file);
        }

        File.Move($"{path}.part", path);
    }
}
