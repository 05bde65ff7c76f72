namespace AppHost.Installation;

/// <summary>A text file that begins anew each time it is opened and whenever it is full. The one before is kept as <c>….1</c>, the one before that as <c>….2</c>.</summary>
internal sealed class TurnedFile : IDisposable
{
    private const int Kept = 2;
    private const long FourMegaBytes = 4 * 1024 * 1024;

    private readonly string _path;
    private readonly long _largest;
    private StreamWriter _file;

    /// <param name="largest">In bytes. It is turned after the lines that reach this.</param>
    /// <exception cref="IOException">The folder cannot be written to, or the disk is full; of <see cref="Append"/> too.</exception>
    public TurnedFile(string path, long largest = FourMegaBytes)
    {
        (_path, _largest) = (path, largest);
        _file = Turn();
    }

    /// <summary>What was appended can be read at once.</summary>
    public void Append(IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            _file.WriteLine(line);
            // What the writer still holds counts a few lines later.
            if (_file.BaseStream.Position < _largest)
                continue;
            _file.Dispose();
            _file = Turn();
        }

        _file.Flush();
    }

    public void Dispose() => _file.Dispose();

    private StreamWriter Turn()
    {
        // A start that had nothing to say does not push out one that had.
        if (new FileInfo(_path) is { Exists: true, Length: > 0 })
        {
            for (var number = Kept; number > 1; number--)
            {
                if (File.Exists($"{_path}.{number - 1}"))
                    File.Move($"{_path}.{number - 1}", $"{_path}.{number}", overwrite: true);
            }

            File.Move(_path, $"{_path}.1", overwrite: true);
        }

        File.Delete(_path);
        return new StreamWriter(new FileStream(_path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Share = FileShare.Read | FileShare.Delete,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        }));
    }
}
