using System.Text.Json;

namespace FinFlow.Hosting;

/// <summary>Files that are readable by their owner alone from the moment they are there.</summary>
public static class PrivateFile
{
    public static FileStream Create(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(path, options);
    }

    /// <summary>Writes a JSON file aside and moves it into place, so that who watches the folder reads whole files. Its folder is made when absent.</summary>
    public static async Task WriteJsonAsync<T>(string path, T content, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await using (var file = Create($"{path}.part"))
        {
            await JsonSerializer.SerializeAsync(file, content, cancellationToken: cancellationToken);
        }

        File.Move($"{path}.part", path, overwrite: true);
    }
}
