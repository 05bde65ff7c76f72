namespace AppHost.Installation;

internal static class PrivateFile
{
    /// <summary>Replaces the file in one step, readable by its owner only from the first moment.</summary>
    public static void Write(string path, string content)
    {
        var next = path + ".next";
        File.Delete(next);
        using (var file = new FileStream(next, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        }))
        using (var writer = new StreamWriter(file))
            writer.Write(content);
        File.Move(next, path, overwrite: true);
    }
}
