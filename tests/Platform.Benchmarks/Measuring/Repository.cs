namespace Platform.Benchmarks.Measuring;

/// <summary>Where the programs under measurement were built: the same configuration as this program.</summary>
public static class Repository
{
    public static string Root { get; } = FindRoot();

    private static string Configuration => Path.GetFileName(Path.GetDirectoryName(AppContext.BaseDirectory.TrimEnd('/')))!;

    /// <summary>Path of a project's assembly.</summary>
    /// <exception cref="FileNotFoundException">It is not built.</exception>
    public static string Assembly(string project)
    {
        var name = Path.GetFileName(project);
        var file = Path.Combine(Root, Path.GetDirectoryName(project)!, "bin", Configuration, "net10.0", Path.ChangeExtension(name, ".dll"));
        return File.Exists(file) ? file : throw new FileNotFoundException($"{project} is not built for {Configuration}: run it through ./bench.", file);
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Platform.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new DirectoryNotFoundException("This program does not stand in the repository.");
    }
}
